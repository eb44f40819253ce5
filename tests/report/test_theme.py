"""The theme: what a council may change, and colours that nobody could read."""

from __future__ import annotations

import itertools
import re

import pytest

from analysis_lib.assessment import assessment
from analysis_lib.errors import AssessmentError
from analysis_lib.exhibits import style
from analysis_lib.report.build import build
from analysis_lib.report.theme import contrast, theme


def written(project, text):
    (project / "notebooks" / "theme.toml").write_text(text, encoding="utf-8")


def test_contrast_agrees_with_the_ratios_of_the_design():
    # oracle: table 1.1 of the design of the report, worked out by the formula of WCAG 2.2 and rounded to one decimal
    expected = {
        ("ink", "paper"): 16.5,
        ("quiet", "wash"): 6.8,
        ("caution", "caution-wash"): 7.4,
        ("edge", "paper"): 4.5,
    }
    for (name, ground), ratio in expected.items():
        assert contrast(style.LIGHT[name], style.LIGHT[ground]) == pytest.approx(ratio, abs=0.06)


def test_contrast_is_the_same_both_ways_and_between_1_and_21():
    for one, other in itertools.combinations(style.DARK.values(), 2):
        assert 1 <= contrast(one, other) == contrast(other, one) <= 21


def test_the_theme_of_the_project_is_whole(copied):
    found = theme()
    assert {"ink", "paper", "accent"} <= set(found.light) == set(found.dark)
    assert all(path.exists() for path, *_ in found.fonts.faces)
    assert [service.checked_words for service in found.support] == ["Not yet checked for this edition."] * 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[colours.light]\naccent = "#9FB8CC"',
            "accent #9FB8CC on paper has a contrast of 2.1 to 1, and 4.5 to 1 is needed",
        ),
        ('[colours.dark]\naccent = "#12436D"', "colours.dark: accent #12436D on paper"),
        ('[colours.light]\ncover = "#FFFFFF"', "cover-ink #FFFFFF on cover has a contrast of 1.0 to 1"),
        ('[colours.light]\naccent = "blue"', "accent = 'blue' cannot be used. Write a colour as \"#RRGGBB\""),
        ('[colours.light]\nbanner = "#12436D"', "name one of paper, wash, ink"),
        ('color = "red"', "names color; it may name partnership"),
        ("colours =", "cannot be read"),
        ('logo = "logo.svg"', "must be an SVG file in notebooks/"),
        ('[fonts]\nsans = "Some"', "fonts: folder, serif, regular"),
        ('[[support]]\nname = "Some service"', "a support service lacks contact"),
        ('[[support]]\nname = "Some"\ncontact = "x"\nchecked = "May"', 'was checked "May", which is no day'),
    ],
)
def test_a_theme_that_cannot_be_used(copied, text, words):
    written(copied, text)
    with pytest.raises(AssessmentError, match=re.escape(words)):
        theme()


def test_a_logo_that_loads_something_is_refused(copied):
    written(copied, 'logo = "logo.svg"\nlogo_says = "A council"')
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><image href="picture.png"/></svg>'
    (copied / "notebooks" / "logo.svg").write_text(drawing, encoding="utf-8")
    with pytest.raises(AssessmentError, match="loads or runs something"):
        theme()


def test_a_report_in_the_colours_and_names_of_another_council(small):
    written(
        small,
        'organisation = "Anytown Council"\npartnership = "Safer Anytown"\nlogo = "logo.svg"\nlogo_says = "Anytown"\n'
        '[colours.light]\naccent = "#5A1A5A"\ncover = "#3D0F3D"\n[[support]]\nname = "A line"\ncontact = "Ring it"\n'
        'checked = "2026-11-20"\n',
    )
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#3D0F3D"/></svg>'
    )
    (small / "notebooks" / "logo.svg").write_text(drawing, encoding="utf-8")
    page = (build(assessment(), say=lambda text: None) / "assessment.html").read_text(encoding="utf-8")
    for text in (
        "Anytown Council · Safer Anytown",
        "--accent: #5A1A5A;",
        'aria-label="Anytown"',
        "Checked 20 November 2026.",
    ):
        assert text in page
    assert "London Borough" not in page
