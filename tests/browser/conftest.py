"""Chromium for the tests that look at the page; where it is missing they are skipped, but in CI they fail."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

MISSING = "Chromium is not installed: make browser"
OPTIONS = ["--no-sandbox", "--disable-gpu"]


def pytest_runtest_setup() -> None:
    """Asked before any fixture, so that no report is built in vain, and pytest prints one line for all tests."""
    if shutil.which("chromium"):
        return
    if os.environ.get("CI", "").lower() in ("1", "true", "yes", "on"):
        pytest.fail(MISSING, pytrace=False)
    pytest.skip(MISSING)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium, the system's own, for all tests of this folder."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def window(browser) -> Iterator[Callable[..., Page]]:
    """Opens an empty window: ``window(width)`` or ``window(width, "dark")``."""
    with contextlib.ExitStack() as closing:

        def opened(width: int, scheme: str = "light", height: int = 900) -> Page:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            closing.callback(context.close)
            return context.new_page()

        yield opened
