"""Sentences whose numbers and comparison words come from values.

A template names values in braces and, after a colon, how each is said::

    say("In the year to {period} the police recorded {crimes:count} offences, {change:compared}.", ...)

==================  ==============================================================================
``count``           19,505
``percent``         6.8% (of a change, its size; the word beside it gives the direction)
``signed``          −6.8%
``interval``        −10.8% to −2.7%
``rise_or_fall``    rose, fell, was about the same, cannot be compared
``went``            the same of a plural: rose, fell, were about the same, cannot be compared
``compared``        6.8% fewer than in the year before (20,931); about the same as ...
``from_to``         fell from 2,797 to 2,236
``rank``            9th highest of 32
``places``          7th to 13th
``title``           the measure's title, as inside a sentence
``Title``           the same, to begin a sentence with
``list``            several values' titles: theft, burglary and robbery
``counts``          several values' titles with their counts: theft (4,514) and burglary (948)
``number``          how many values there are, in words up to nine
==================  ==============================================================================

Periods, areas and words are said as they are. Each number said is recorded in the register.
"""

from __future__ import annotations

import html
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from analysis_lib.assessment import Area, Period
from analysis_lib.exhibits import contract, words
from analysis_lib.values import Value

NUMBER_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@dataclass(frozen=True)
class Part:
    """A piece of a sentence: fixed text, or a number with the value it prints."""

    text: str
    value: Value | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence, as its parts."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)

    def payload(self, kind: str) -> dict[str, Any]:
        figures = [contract.figure_row(part.value, part.text) for part in self.parts if part.value is not None]
        positions = iter(range(len(figures)))
        parts = [
            {"text": part.text} | ({} if part.value is None else {"figure": next(positions)}) for part in self.parts
        ]
        return {"kind": kind, "parts": parts, "figures": figures}


def sentence(template: str, otherwise: str | None = None, /, **values: Any) -> Sentence:
    """The sentence that ``template`` makes of ``values``; ``otherwise`` makes it if one of them is None or empty.

    Raises ``ValueError`` for a value that is not given, a format that does not exist or does not suit the
    value, and for a missing value with no ``otherwise``.
    """
    named = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    if any(values.get(name, "") in (None, [], ()) for name in named):
        if otherwise is None:
            raise ValueError(
                f'"{template}" has nothing to say: {_absent(named, values)} is missing; give a second text '
                "for that case"
            )
        return sentence(otherwise, **values)
    parts: list[Part] = []
    for fixed, name, form, _ in string.Formatter().parse(template):
        if fixed:
            parts.append(Part(fixed))
        if name is not None:
            if name not in values:
                raise ValueError(f'"{template}" names {{{name}}}, which was not given; add {name}=...')
            parts.extend(_said(name, values[name], form or ""))
    return Sentence(_capitalised([part for part in parts if part.text]))


def say(template: str, otherwise: str | None = None, /, **values: Any) -> None:
    """Print a sentence in the report; see :func:`sentence`."""
    _show(sentence(template, otherwise, **values), "sentence")


def finding(template: str, otherwise: str | None = None, /, **values: Any) -> None:
    """Print one of the chapter's findings, which also open the summary; see :func:`sentence`."""
    _show(sentence(template, otherwise, **values), "finding")


def caution(template: str, otherwise: str | None = None, /, **values: Any) -> None:
    """Print a box that says how a figure must not be read; see :func:`sentence`."""
    _show(sentence(template, otherwise, **values), "caution")


def key_number(value: Value, caption: str, gloss: str, otherwise: str | None = None, /, **values: Any) -> None:
    """Print the chapter's one number to remember, with what it counts and a line that puts it in human scale."""
    number = Sentence((Part(words.count(value.value or 0), value),))
    said = {"number": number, "caption": sentence(caption, **values), "gloss": sentence(gloss, otherwise, **values)}
    payload: dict[str, Any] = {"kind": "key_number", "figures": []}
    for name, part in said.items():
        own = part.payload("sentence")
        shift = len(payload["figures"])
        payload[name] = [
            piece | ({"figure": piece["figure"] + shift} if "figure" in piece else {}) for piece in own["parts"]
        ]
        payload["figures"] += own["figures"]
    text = f"{number.text} {words.within(said['caption'].text)}. {said['gloss'].text}"
    contract.show(payload, html=f"<p><strong>{html.escape(text)}</strong></p>", text=text)


def points(texts: Iterable[str]) -> None:
    """Print a list of texts that are data, such as the caveats of a source, as they are kept."""
    items = [{"text": text} for text in texts]
    payload = {"kind": "points", "items": [[item] for item in items], "figures": []}
    preview = "".join(f"<li>{html.escape(item['text'])}</li>" for item in items)
    contract.show(payload, html=f"<ul>{preview}</ul>", text="\n".join(item["text"] for item in items))


def _show(said: Sentence, kind: str) -> None:
    mark = {"finding": "Finding", "caution": "Caution"}.get(kind)
    preview = f"<strong>{mark}:</strong> " if mark else ""
    contract.show(
        said.payload(kind),
        html=f"<p>{preview}{html.escape(said.text)}</p>",
        text=f"{mark}: {said.text}" if mark else said.text,
    )


def _said(name: str, value: Any, form: str) -> list[Part]:
    if isinstance(value, str | Period | Area) and not form:
        return [Part(str(value))]
    several = isinstance(value, list | tuple)
    known = FORMS_OF_SEVERAL if several else FORMS
    if form not in known or not (several or isinstance(value, Value)):
        raise ValueError(
            f"{{{name}:{form}}}: there is no such way to say it; choose one of {', '.join(known)} (a bare "
            "number is never said)"
        )
    return known[form](value)


def _number(make: Callable[[float], str]) -> Callable[[Value], list[Part]]:
    def say_number(value: Value) -> list[Part]:
        if value.value is None:
            raise ValueError(
                f"{value.measure} has no figure for the {value.period.label} ({value.reason}); say it by a "
                "form that has words for that"
            )
        return [Part(make(value.value), value)]

    return say_number


def _compared(value: Value) -> list[Part]:
    """A change as a clause that holds whatever the figures: both levels, and the per cent if there is one."""
    before = (
        Part(words.count(value.before.value), value.before) if value.before and value.before.value is not None else None
    )
    if before is None:
        return [Part("with no figure for the year before")]
    if value.value is None or value.direction == "not compared":
        return [Part("with "), before, Part(" in the year before")]
    if value.direction == "about the same":
        return [Part("about the same as in the year before ("), before, Part(")")]
    more = "more" if value.direction == "rose" else "fewer"
    return [Part(words.percent(value.value), value), Part(f" {more} than in the year before ("), before, Part(")")]


def _from_to(value: Value) -> list[Part]:
    if value.before is None or value.now is None or value.before.value is None or value.now.value is None:
        raise ValueError(f"{value.measure} is not a change between two counts")
    verb = {"rose": "rose from", "fell": "fell from"}.get(value.direction, "went from")
    return [
        Part(f"{verb} "),
        Part(words.count(value.before.value), value.before),
        Part(" to "),
        Part(words.count(value.now.value), value.now),
    ]


def _counts(values: list[Value]) -> list[Part]:
    parts: list[Part] = []
    for position, value in enumerate(values):
        parts.append(Part("" if position == 0 else " and " if position == len(values) - 1 else ", "))
        parts += [Part(f"{words.within(value.title)} ("), Part(words.count(value.value or 0), value), Part(")")]
    return parts


RISE_OR_FALL = {
    "rose": "rose",
    "fell": "fell",
    "about the same": "was about the same",
    "not compared": "cannot be compared",
}
WENT = RISE_OR_FALL | {"about the same": "were about the same"}
FORMS: dict[str, Callable[[Value], list[Part]]] = {
    "count": _number(words.count),
    "percent": _number(words.percent),
    "signed": _number(lambda number: f"{words.signed(number, 1)}%"),
    "interval": lambda value: [Part("".join(words.interval_cell(value).replace(" to ", "% to ") + "%"), value)],
    "rise_or_fall": lambda value: [Part(RISE_OR_FALL[value.direction])],
    "went": lambda value: [Part(WENT[value.direction])],
    "compared": _compared,
    "from_to": _from_to,
    "rank": lambda value: [
        *_number(lambda place: words.ordinal(int(place)))(value),
        Part(f" highest of {value.out_of}"),
    ],
    "places": lambda value: [Part(words.interval_cell(value), value)],
    "title": lambda value: [Part(words.within(value.title))],
    "Title": lambda value: [Part(value.title)],
}
FORMS_OF_SEVERAL: dict[str, Callable[[list[Value]], list[Part]]] = {
    "list": lambda values: [Part(words.listed(words.within(value.title) for value in values))],
    "counts": _counts,
    "number": lambda values: [Part(NUMBER_WORDS[len(values)] if len(values) < len(NUMBER_WORDS) else str(len(values)))],
}


def _capitalised(parts: list[Part]) -> tuple[Part, ...]:
    """A sentence begins with a capital, whichever value begins it."""
    if parts and parts[0].value is None:
        parts[0] = Part(parts[0].text[:1].upper() + parts[0].text[1:])
    return tuple(parts)


def _absent(named: set[str], values: dict[str, Any]) -> str:
    return words.listed(sorted(name for name in named if values.get(name, "") in (None, [], ())))
