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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium, the system's own, for all tests of this folder."""
    program = shutil.which("chromium")
    if program is None and os.environ.get("CI", "").lower() in ("1", "true", "yes", "on"):
        pytest.fail(MISSING, pytrace=False)
    if program is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=OPTIONS)
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
