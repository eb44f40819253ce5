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
NO_SHADE = ".table-region { background: none !important; }"  # a gradient, over which axe-core can judge no contrast
UNSURE = 250  # signs of one character, which axe-core cannot judge; on a phone, nor can it what is scrolled away
CAN_STOP = "document.querySelectorAll('a[href], summary, button, input, [tabindex]').length"

SCROLLED = """() => [...document.querySelectorAll("body *")]
    .filter(item => item.scrollWidth > item.clientWidth && getComputedStyle(item).overflowX !== "visible")
    .filter(item => item.clientWidth > 1 && !item.matches(".table-region"))
    .map(item => item.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll(".plate svg")].filter(item => item.checkVisibility()).flatMap(drawing => {
    const frame = drawing.getBoundingClientRect(), where = drawing.closest("figure").id;
    return [...drawing.querySelectorAll("text")].map(text => [text.textContent.trim(), text.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.left < frame.left - 1 || box.right > frame.right + 1
                                           || box.top < frame.top - 1 || box.bottom > frame.bottom + 1))
        .map(([text]) => `${where}: ${text}`);
})"""
SHOWN = """plate => [...plate.children].filter(drawing => drawing.checkVisibility() && drawing.clientWidth > 0)
    .map(drawing => drawing.className)"""
WIDER = "regions => regions.map(region => region.scrollWidth > region.clientWidth)"
LEVELS = "titles => titles.map(title => [Number(title.tagName[1]), title.innerText])"
VISIBLE = """item => {
    const place = item.getBoundingClientRect();
    return place.bottom > 0 && place.top < innerHeight;
}"""
OPEN_REGION = ".table-region:not(details .table-region)"  # not those of values that are folded away
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


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (NARROW, "dark"),
        pytest.param(NARROW, "light", marks=pytest.mark.proof),  # a minute each
        pytest.param(WIDE, "dark", marks=pytest.mark.proof),
        pytest.param(WIDE, "light", marks=pytest.mark.proof),
    ],
)
def test_axe_finds_no_violation(report, width, scheme):
    page = report(width, scheme)
    page.add_style_tag(content=NO_SHADE)
    found = Axe().run(page, options={"runOnly": TAGS}).response
    unsure = [node["html"] for rule in found["incomplete"] for node in rule["nodes"]]
    unsure = [text for text in unsure if not text.startswith("<text")]  # labels of charts, whose ground is drawn
    assert width == NARROW or len(unsure) <= UNSURE, f"axe-core could not tell of {len(unsure)}: {unsure[:5]}"
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


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_label_of_a_chart_is_cut_off(report, width):
    page = report(width)
    page.evaluate("document.fonts.ready")
    assert page.locator(".plate svg text").count() > 500
    assert page.evaluate(CUT) == []


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
    regions = page.locator(OPEN_REGION).all()
    assert regions
    assert [region.get_attribute("data-stops") for region in regions] == ["1"] * len(regions)


def _stops(page: Page) -> list[dict]:
    """Where the Tab key goes, from the first stop to the last."""
    stops, most = [], page.evaluate(CAN_STOP) + 1  # in case focus is caught somewhere
    for _ in range(most):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(FOCUSED))["end"] or stop["again"]:
            return stops
        stops.append(stop)
    raise AssertionError(f"the Tab key does not come to an end in {most} stops")


def test_arrow_keys_scroll_a_table_wider_than_the_window(report):
    page = report(NARROW)
    wider = page.locator(OPEN_REGION).evaluate_all(WIDER)
    region = page.locator(OPEN_REGION).nth(wider.index(True))
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("region => region.scrollLeft > 0", arg=region.element_handle(), timeout=5_000)


def test_the_contents_lead_to_a_chapter_by_keyboard(report):
    page = report(WIDE)
    page.locator(".contents a").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#chapter-2"
    page.wait_for_function("document.querySelector('.contents a[aria-current]')?.hash === '#chapter-2'", timeout=5_000)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_figure_leads_to_its_entry_and_back_by_keyboard(report, width):
    page = report(width)
    figure = page.locator("p a.figure-link, li a.figure-link").first
    figure.focus()
    place, number = figure.get_attribute("id"), figure.inner_text()
    page.keyboard.press("Enter")
    entry = page.locator(page.evaluate("location.hash"))
    assert entry.locator("strong").inner_text() == number
    assert "Worked out as" in entry.inner_text()
    assert "data/raw/recorded_crime/" in entry.inner_text()
    page.keyboard.press("Tab")
    assert entry.evaluate("entry => entry.contains(document.activeElement)"), "the next stop is the way back"
    page.locator(f'.entry-back a[href="#{place}"]').focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == f"#{place}"
    page.wait_for_function(VISIBLE, arg=page.locator(f"#{place}").element_handle(), timeout=5_000)


def test_a_table_leads_to_one_entry_for_all_its_cells(report):
    page = report(WIDE)
    for link in page.locator(".exhibit-links a[href^='#trace-']").all():
        entry = page.locator(link.get_attribute("href"))
        assert entry.count() == 1
        assert "figures" in entry.inner_text()
        assert page.locator(entry.locator(".entry-back a").get_attribute("href")).count() == 1


def test_figure_links_can_be_taken_out_of_the_way_of_the_tab_key(report):
    page = report(WIDE)
    held = page.locator("a.figure-link[href]").count()
    page.locator("#links-switch").focus()
    page.keyboard.press("Enter")
    assert page.locator("a.figure-link[href]").count() == 0
    page.keyboard.press("Enter")
    assert page.locator("a.figure-link[href]").count() == held > 20


def test_a_table_is_sorted_by_keyboard_with_its_total_last_and_back_again(report):
    page = report(WIDE)
    table = page.locator("#table-2-1 table")
    printed = table.locator("tbody th").all_inner_texts()
    table.locator("thead button").nth(1).focus()
    for order, reverse in (("descending", True), ("ascending", False)):
        page.keyboard.press("Enter")
        counts = [int(text.replace(",", "")) for text in table.locator("tbody td:nth-child(2)").all_inner_texts()]
        assert table.locator("thead th").nth(1).get_attribute("aria-sort") == order
        assert counts[:-1] == sorted(counts[:-1], reverse=reverse)
        assert table.locator("tbody tr").last.get_attribute("class") == "total"
    page.keyboard.press("Enter")
    assert table.locator("tbody th").all_inner_texts() == printed
    assert table.locator("[aria-sort]").count() == 0


def test_search_finds_a_word_and_leads_to_it(report):
    page = report(WIDE)
    page.locator("#search-field").fill("unusually many")
    page.locator(".search-results a").first.wait_for(timeout=5_000)
    assert page.locator(".search-count").inner_text().endswith(("place", "places"))
    page.locator(".search-results a").first.focus()
    page.keyboard.press("Enter")
    assert "Unusually many" in page.evaluate("document.activeElement.innerText")
    page.locator("#search-field").fill("no such words here")
    page.get_by_text("Nothing found").wait_for(timeout=5_000)


def test_the_page_is_whole_without_scripts(browser, havering):
    context = browser.new_context(java_script_enabled=False, viewport={"width": WIDE, "height": 900})
    page = context.new_page()
    page.goto((havering / "assessment.html").as_uri())
    assert not page.locator("form.search, #links-switch").first.is_visible()
    assert page.locator("#table-2-1 tbody tr").count() > 10
    page.locator("a.figure-link").first.click()
    assert page.locator(".entry:target").is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.proof)])
def test_what_enhancements_add_is_accessible_too(report, scheme):
    page = report(WIDE, scheme)
    page.locator("#search-field").fill("burglary")
    page.locator(".search-results a").first.wait_for(timeout=5_000)
    page.locator("#table-2-1 thead button").nth(1).click()
    for summary in page.locator("details summary").all():
        summary.click()
    page.evaluate("location.hash = document.querySelector('li.entry').id")
    found = Axe().run(page, options={"runOnly": TAGS}).response
    assert not found["violations"], "\n".join(["", *map(_described, found["violations"])])


def test_headings_begin_with_the_only_h1_and_no_level_is_skipped(report):
    headings = report(WIDE).locator("h1, h2, h3, h4, h5, h6").evaluate_all(LEVELS)
    levels = [level for level, _ in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    skipped = [text for (before, _), (level, text) in itertools.pairwise(headings) if level > before + 1]
    assert skipped == []
    assert [text for _, text in headings if not text.strip()] == []
