"""What may be typed in a chapter, and what only a value may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis_lib import wording
from analysis_lib.errors import AssessmentError
from analysis_lib.terms import Terms, terms

LISTED = Terms(
    names=("Domestic Abuse Act 2021", "aged 16 to 59"),
    phrases=("twelve whole months",),
    claims=("It is called a rise only where it has risen.",),
)


@pytest.mark.parametrize(
    "text",
    [  # all taken from how chapters speak
        "Offences recorded by the police, counted in the month in which they were recorded.",
        "## Which kinds of crime rose, and is Havering higher than London?",
        "A rise can mean more crime, more reporting, or more searching by the police.",
        "The table gives the counts behind the chart, the largest group first.",
        "When more of them are placed, the boroughs' counts grow on average without more crime.",
        "The Domestic Abuse Act 2021 names women aged 16 to 59.",
        "The year is twelve whole months.",
        "It is called a rise only where it **has risen**.",
        "One borough at a time; the first of them; in a second step; both years.",
        "See https://www.ons.gov.uk/2021/census for more.",
        "Most victims know the person who harms them.",
        "These figures cannot say which.",
        "Whether abuse is more or less common here than elsewhere cannot be said.",
        "Where the printed number is lower, the estimates are likely to be too high by as much.",
        "They say nothing about where abuse is more common.",
    ],
)
def test_plain_speech_may_be_typed(text):
    assert wording.faults(text, LISTED) == []


@pytest.mark.parametrize(
    ("text", "sort", "place"),
    [
        ("There were 19,505 offences.", "figure", "19,505"),
        ("## What happened in 2024?", "figure", "2024"),
        ("The Domestic Abuse Act 2023.", "figure", "2023"),
        ("Women aged 16 to 74.", "figure", "16 to 74"),
        ("Two thirds of victims are women.", "words", "Two thirds of"),
        ("Five boroughs recorded more.", "words", "Five boroughs"),
        ("The three largest offence groups.", "words", "three largest offence groups"),
        ("Almost half of residents.", "words", "Almost half"),
        ("About one in five.", "words", "one in five"),
        ("It happened twice as often.", "words", "twice as"),
        ("Burglary doubled.", "words", "doubled"),
        ("Twenty-five people.", "words", "Twenty-five people"),
        ("Over the past five years.", "words", "five years"),
        ("Burglary fell.", "claim", "fell"),
        ("Robbery has risen since.", "claim", "risen"),
        ("Violence was much higher here.", "claim", "was much higher"),
        ("Fewer than in London, the highest of all.", "claim", "the highest"),
        ("The majority of suspects.", "claim", "majority"),
        ("Young people are over-represented.", "claim", "over-represented"),
        ("It is called a rise because it had risen.", "claim", "risen"),
        ("Burglary is higher where houses are old.", "claim", "is higher"),
    ],
)
def test_a_typed_figure_or_finding_is_named_with_the_remedy(text, sort, place):
    (fault, *_) = wording.faults(text, LISTED)
    assert fault.sort == sort
    assert place in fault.text
    assert "notebooks/terms.toml" in str(fault)


@pytest.mark.parametrize(
    ("code", "sorts"),
    [
        ('say("The police recorded {n:count} offences, {c:compared}.", n=n, c=c)', []),
        ('say("There were 12 offences in {area}.", area=a)', ["figure"]),
        ('finding("Burglary fell in {area}.", area=a)', ["claim"]),
        ('finding("{x:Title} fell in {area}.", "No group fell in {area}.", **head)', []),
        ('finding("{x:Title} fell in {area}.", "All groups fell in {area}.", **head)', ["claim"]),
        ('finding("{x:Title} is higher than London.", **head)', ["claim"]),
        ('caution("About {n:count}, or one in five.", **head)', ["words"]),
        ('say(f"There were {n}.")', ["formatted"]),
        ('say("There were " + n)', ["formatted"]),
        ('table(frame, caption="Five boroughs", notes=["Since 2019."])', ["words", "figure"]),
        ('figure(chart(a, "recorded_crime:theft-2"), caption="Theft", source="Census 2021", key="f1")', []),
        ('key_number(n, "offences in {area}", "one in five", **head)', ["words"]),
        ("year = 2025", []),
        ("%matplotlib inline", []),
    ],
)
def test_the_fixed_texts_of_a_code_cell(code, sorts):
    assert [fault.sort for fault in wording.code_faults(code, LISTED)] == sorts


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('notes = ["The groups add up to the total."]', []),
        ('notes = ["Prices of 2019-20, rounded."]', [(1, "Prices of 2019-20, rounded.")]),
        ('\nnotes = [f"In {year} there were five boroughs."]', [(2, "five boroughs")]),
        ('notes = ["Lines show 95% intervals."]', []),  # listed under notes
        ('figure = "recorded_crime:theft-2"', []),  # a name, of one word
        ('def f():\n    """Of 32 boroughs only."""', []),  # a docstring is not printed
        ('raise ValueError("give no more than 12 months")', []),  # nor is an error
        ('reason = "it fell and rose again"', []),  # code chooses when to say so
    ],
)
def test_the_texts_that_the_library_prints(code, found):
    faults = wording.note_faults(code, Terms(notes=("95%",)))
    assert [(line, fault.text) for line, fault in faults] == found
    assert all("list the phrase in notebooks/terms.toml under notes" in str(fault) for _, fault in faults)


def test_a_figure_of_method_may_stand_in_a_note_but_not_in_a_chapter():
    assert wording.faults("Lines show 95% intervals.", Terms(notes=("95%",)))


def test_no_figure_is_typed_in_the_notes_of_the_library_and_every_one_listed_is_used():
    from analysis_lib import upkeep

    assert upkeep.note_problems() == []
    here = Path(upkeep.__file__).parent
    text = " ".join(
        path.read_text(encoding="utf-8") for folder in upkeep.PRINTING for path in (here / folder).rglob("*.py")
    )
    assert [phrase for phrase in terms().notes if phrase.replace("{}", "{") not in text] == []


def test_a_commentary_may_judge_but_types_no_figure():
    assert wording.faults("Burglary fell because of the new locks.", LISTED, claims=False) == []
    assert wording.faults("Burglary fell by 5%.", LISTED, claims=False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("names = [", "cannot be read"),
        ('numbers = ["1"]', "holds numbers; it may hold names, phrases, claims, notes"),
        ("names = [5]", "names must be a list of texts"),
    ],
)
def test_a_list_of_terms_that_cannot_be_used_is_refused(copied, text, words):
    (copied / "notebooks" / "terms.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AssessmentError, match=words):
        terms()


def test_every_sentence_listed_as_an_explanation_is_still_in_a_chapter():
    from analysis_lib.upkeep import chapters

    text = " ".join(path.read_text(encoding="utf-8").replace("**", "").replace('\\"', '"') for path in chapters())
    assert [sentence for sentence in terms().claims if sentence not in text] == []
