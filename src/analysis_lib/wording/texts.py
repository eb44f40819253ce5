"""What is wrong with a piece of Markdown, or with the fixed part of a sentence or caption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis_lib.terms import Terms
from analysis_lib.wording.vocabulary import CLAIMS, CONDITION, DENIED, FIGURES, directions

BRACES = re.compile(r"\{[^{}]*\}")
FORM = re.compile(r"\{\w+:\w+\}")
REMEDIES = {  # what is wrong, and what to do
    "figure": ("a figure is typed in the text", "Say it with say() and a value, or list the name in {place}"),
    "words": ("a figure is typed in words", "Say it with say() and a value, or list the phrase in {place}"),
    "claim": (
        "a finding is typed",
        "Let a value choose the word with a form such as :rise_or_fall, :highest or :majority, or, if it only "
        "explains, list the sentence in {place} under claims",
    ),
    "noted": (
        "a figure is typed in a text of the library",
        "Put it in from the data, or, if it belongs to the method, list the phrase in {place} under notes",
    ),
    "formatted": (
        "Python puts the sentence together, so that its figures cannot be traced",
        "Name the value in braces and give it as an argument",
    ),
}


@dataclass(frozen=True)
class Fault:
    """A piece of a text that may not be typed: of what sort it is, and the words around it."""

    sort: str
    text: str

    def __str__(self) -> str:
        what, remedy = REMEDIES[self.sort]
        return f'{what} ("{self.text}"). {remedy.format(place="notebooks/terms.toml")}'


def faults(text: str, terms: Terms, *, claims: bool = True) -> list[Fault]:
    """What is wrong with a piece of Markdown, sentence by sentence; ``claims`` False lets comparison words pass.

    >>> [fault.sort for fault in faults("There were 12. Half of it fell. Two thirds of victims.", Terms())]
    ['figure', 'claim', 'words']
    >>> faults("## Which group rose most?", Terms()), faults("Ages 16 to 59.", Terms(names=("Ages 16 to 59",)))
    ([], [])
    """
    return [fault for sentence in sentences(text) for fault in _faults(sentence, terms, claims)]


def template_faults(template: str, terms: Terms, *, second: bool = False) -> list[Fault]:
    """What is wrong with the fixed part of a sentence or caption.

    A word such as "rose" may stand beside a value that is said, because printing the sentence checks that the value
    bears it out; in the ``second`` text, for when there is nothing to say the first of, it may be denied.

    >>> template_faults("{x:Title} rose.", Terms()), [f.sort for f in template_faults("Crime rose by 5%.", Terms())]
    ([], ['figure', 'claim'])
    """
    found = []
    for sentence in sentences(template):
        borne_out = DENIED.search(sentence) if second else FORM.search(template)
        for fault in faults(BRACES.sub("{}", sentence), terms, claims=sentence not in terms.claims):
            if fault.sort != "claim" or not (borne_out and directions(fault.text)):
                found.append(fault)
    return found


def sentences(text: str) -> Iterator[str]:
    """The sentences of a piece of Markdown, without its marks of emphasis; a heading keeps its hashes.

    >>> list(sentences("# What rose?\\n\\n**Theft** fell. It *may* go on."))
    ['# What rose?', 'Theft fell.', 'It may go on.']
    """
    for block in re.split(r"\n\s*\n|\n(?=[#*>|-] ?)", text):
        plain = " ".join(re.sub(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)", "", block).split())
        yield from (sentence for sentence in re.split(r"(?<=[.?!])\s+", plain) if sentence)


def _faults(sentence: str, terms: Terms, claims: bool) -> list[Fault]:
    found, plain = [], terms.without_names(sentence)
    if digit := re.search(r"\d", plain):
        found.append(Fault("figure", _around(plain, digit)))
    if words := FIGURES.search(plain):
        found.append(Fault("words", words.group()))
    asks = sentence.startswith("#") and sentence.endswith("?")
    claim = CLAIMS.search(plain)
    if claim and claims and not asks and sentence not in terms.claims and not CONDITION.search(plain[: claim.start()]):
        found.append(Fault("claim", _around(plain, claim)))
    return found


def _around(text: str, found: re.Match[str], width: int = 60) -> str:
    """The words around what was found, as much as helps to find it again."""
    start = max(0, found.start() - width // 2)
    return text[start : max(found.end(), start + width)].strip()
