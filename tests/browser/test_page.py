"""The report as a page in Chromium: accessible, self-contained, fit for a telephone and usable from the keyboard."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# The default rules of axe-core carry the tags of WCAG A and AA or "best-practice"; "wcag22aa" adds one that is off.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, WIDE = 360, 1280
MOST_STOPS = 500  # of the Tab key, in case focus is caught somewhere

SCROLLED = """() => [...document.querySelectorAll("body *")]
    .filter(item => item.scrollWidth > item.clientWidth && getComputedStyle(item).overflowX !== "visible")
    .filter(item => item.clientWidth > 1 && !item.matches(".table-region"))
    .map(item => item.outerHTML.slice(0, 120))"""
SHOWN = """plate => [...plate.children].filter(drawing => drawing.checkVisibility() && drawing.clientWidth > 0)
    .map(drawing => drawing.className)"""
WIDER = "regions => regions.map(region => region.scrollWidth > region.clientWidth)"
LEVELS = "titles => titles.map(title => [Number(title.tagName[1]), title.innerText])"
FOCUSED = """() => {
    const item = document.activeElement, style = getComputedStyle(item), place = item.getBoundingClientRect();
    item.dataset.stops = Number(item.dataset.stops ?? 0) + 1;
    return {
        name: item.outerHTML.slice(0, 100), again: item.dataset.stops > 1, end: item === document.body,
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inside: place.right > 0 && place.left < innerWidth && place.bottom > 0 && place.top < innerHeight,
    };
}"""


@pytest.fixture
def report(window, havering) -> Callable[..., Page]:
    """Opens the report of Havering: ``report(width)`` or ``report(width, "dark")``."""

    def opened(width: int, scheme: str = "light") -> Page:
        page = window(width, scheme)
        page.goto((havering / "assessment.html").as_uri())
        return page

    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_no_violation(report, width, scheme):
    found = Axe().run(report(width, scheme), options={"runOnly": TAGS}).response
    passed = {rule["id"] for rule in found["passes"]}
    expected = {"color-contrast", "target-size", "heading-order"}
    expected |= {"scrollable-region-focusable"} if width == NARROW else set()  # nothing has to scroll on a wide screen
    looked_at = passed | {rule["id"] for rule in found["violations"]}
    assert expected <= looked_at, "axe-core did not look at what it should"
    assert not found["violations"], "\n".join(["", *map(_described, found["violations"])])


def _described(rule: dict) -> str:
    nodes = [f"    {' '.join(map(str, node['target']))}: {node['failureSummary']}" for node in rule["nodes"][:5]]
    return "\n".join([f"{rule['id']} ({rule['impact']}, {len(rule['nodes'])} nodes): {rule['help']}", *nodes])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_requests_nothing_but_itself(window, havering, scheme):
    page, requested = window(WIDE, scheme), []
    page.on("request", lambda request: requested.append(request.url))
    own = (havering / "assessment.html").as_uri()
    page.goto(own)
    page.keyboard.press("End")
    page.set_viewport_size({"width": NARROW, "height": 900})
    page.emulate_media(media="print")
    page.wait_for_load_state("networkidle")
    assert {url for url in requested if not url.startswith("data:")} == {own}


@pytest.mark.parametrize("width", [320, NARROW, 768, WIDE])
def test_the_page_never_scrolls_sideways(report, width):
    page = report(width)
    held, shown = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert held <= shown == width
    assert page.evaluate(SCROLLED) == [], "only a table may be wider than its place"


def test_a_narrow_window_shows_the_narrow_drawing_and_a_wide_one_the_wide(report):
    for width, expected in ((NARROW, "narrow"), (WIDE, "wide")):
        plates = report(width).locator(".plate")
        versions = [(plate.evaluate("plate => plate.children.length"), plate.evaluate(SHOWN)) for plate in plates.all()]
        assert 2 in {count for count, _ in versions}, "no figure has a narrow drawing"
        assert [shown for _, shown in versions] == [[expected] if count == 2 else ["wide"] for count, _ in versions]


def test_the_first_tab_reaches_the_skip_link_and_it_leads_to_the_content(report):
    page = report(WIDE)
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("link => link === document.activeElement && link.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#content').contains(document.activeElement)")


def test_every_stop_of_the_tab_key_is_seen_and_every_table_is_one(report):
    page = report(NARROW)
    stops = _stops(page)
    assert [stop["name"] for stop in stops if not (stop["outlined"] and stop["inside"])] == []
    regions = page.locator(".table-region").all()
    assert regions
    assert [region.get_attribute("data-stops") for region in regions] == ["1"] * len(regions)


def _stops(page: Page) -> list[dict]:
    """Where the Tab key goes, from the first stop to the last."""
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(FOCUSED))["end"] or stop["again"]:
            return stops
        stops.append(stop)
    raise AssertionError(f"the Tab key does not come to an end in {MOST_STOPS} stops")


def test_arrow_keys_scroll_a_table_wider_than_the_window(report):
    page = report(NARROW)
    wider = page.locator(".table-region").evaluate_all(WIDER)
    region = page.locator(".table-region").nth(wider.index(True))
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("region => region.scrollLeft > 0", arg=region.element_handle(), timeout=5_000)


def test_headings_begin_with_the_only_h1_and_no_level_is_skipped(report):
    headings = report(WIDE).locator("h1, h2, h3, h4, h5, h6").evaluate_all(LEVELS)
    levels = [level for level, _ in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    skipped = [text for (before, _), (level, text) in itertools.pairwise(headings) if level > before + 1]
    assert skipped == []
    assert [text for _, text in headings if not text.strip()] == []
