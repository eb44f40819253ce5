"""Sentences whose numbers and comparison words come from values.

A template names values in braces and, after a colon, how each is said::

    say("In the year to {period} the police recorded {crimes:count} offences, {change:compared}.", ...)

The ways of saying a value are listed in :mod:`analysis_lib.exhibits.sayings`. Periods, areas and words are said as
they are. Each number said is recorded in the register. If a value that must be said has no figure, the sentence
becomes one that says so, with the reason: a gap never stops a report.
"""

from __future__ import annotations

import html
import string
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from analysis_lib import wording
from analysis_lib.exhibits import contract, words
from analysis_lib.exhibits.sayings import FORMS_WITHOUT_A_FIGURE, Part, said
from analysis_lib.exhibits.sayings.figures import said_range
from analysis_lib.terms import terms
from analysis_lib.values import Value

GAPS = {
    "change": "the change in ",
    "difference": "the difference in ",
    "rank:rate": "the rank by rate of ",
    "rank": "the rank by number of ",
    "rate": "the rate of ",
    "ratio": "the ratio of rates of ",
    "share": "the share of ",
    "estimate": "the number of people for ",
}
SECOND_HAND = "Rests on figures read second-hand."


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
    """The sentence that ``template`` makes of ``values``.

    ``otherwise`` makes it if one of the values named is None or empty; an empty ``otherwise`` makes an empty sentence,
    which is not printed. If a value has no figure, the sentence says that, with the value's reason.

    Raises ``ValueError`` for a value that is not given, for a way of saying that does not exist or does not suit the
    value, and for one that is None with no ``otherwise``.
    """
    pieces = [(fixed, name, form or "") for fixed, name, form, _ in string.Formatter().parse(template)]
    named = {name for _, name, _ in pieces if name}
    if absent := sorted(named - set(values)):
        raise ValueError(f'"{template}" names {{{absent[0]}}}, which was not given; add {absent[0]}=...')
    if empty := sorted(name for name in named if values[name] in (None, [], ())):
        if otherwise is None:
            raise ValueError(
                f'"{template}" has nothing to say: {", ".join(empty)} is None or empty; give a second text'
            )
        return sentence(otherwise, **values)
    if gap := next((gap for _, name, form in pieces if name and (gap := _gap(values[name], form))), ""):
        return Sentence((Part(gap),))
    _refuse_unborne(template, [values[name] for name in sorted(named)])
    parts: list[Part] = []
    for fixed, name, form in pieces:
        parts.append(Part(fixed))
        if name is not None:
            parts.extend(said(name, values[name], form))
    return Sentence(_capitalised([*(part for part in parts if part.text), *_second_hand(parts)]))


def _refuse_unborne(template: str, named: list[Any]) -> None:
    """Refuse a template that says "rose" or "fell" of changes of which none did, or not all of a list."""
    borne = [_directions(value) for value in named]
    for said_sentence in wording.sentences(template) if named else ():
        claimed = wording.directions(wording.BRACES.sub("", said_sentence))
        unborne = [word for word in sorted(claimed) if {word} not in borne]
        if unborne and not wording.DENIED.search(said_sentence) and said_sentence not in terms().claims:
            raise ValueError(
                f'"{said_sentence}" says that something {unborne[0]}, and no change that it names did; let the value '
                "choose the word with {x:rise_or_fall}, or name the change that it is said of"
            )


def _directions(value: Any) -> set[str]:
    """The directions of a change, or of several; none for anything else."""
    several = value if isinstance(value, list | tuple) else [value]
    return {words.direction(one) for one in several if isinstance(one, Value) and one.kind in ("change", "difference")}


def _second_hand(parts: list[Part]) -> list[Part]:
    """What must be said after a sentence with a figure that was read in a publication that quotes it."""
    quoted = any(part.value is not None and part.value.second_hand for part in parts)
    return [Part(f" {SECOND_HAND}")] if quoted else []


def _gap(value: Any, form: str) -> str:
    """What to say instead of a sentence that names a value without a figure; empty if the value can be said."""
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, Value) and one.missing and form not in FORMS_WITHOUT_A_FIGURE:
            what = next((text for made, text in GAPS.items() if one.measure.startswith(f"{made}:")), "")
            return f"No figure is given for {what}{words.within(one.title)} in the {one.period.label}: {one.reason}."
    return ""


def say(template: str, otherwise: str | None = None, /, **values: Any) -> None:
    """Print a sentence in the report; see :func:`sentence`."""
    _show(sentence(template, otherwise, **values), "sentence")


def finding(template: str, otherwise: str | None = None, /, **values: Any) -> None:
    """Print one of the chapter's findings, which also open the summary; see :func:`sentence`."""
    _show(sentence(template, otherwise, **values), "finding")


def caution(template: str, otherwise: str | None = None, /, **values: Any) -> None:
    """Print a box that says how a figure must not be read; see :func:`sentence`."""
    _show(sentence(template, otherwise, **values), "caution")


def gap(template: str, otherwise: str | None = None, /, **values: Any) -> None:
    """Print a box that says which evidence is missing: who was asked, when, and what it would have told."""
    _show(sentence(template, otherwise, **values), "gap")


def support() -> None:
    """Print the box that says where to find support; its services are kept in ``notebooks/theme.toml``."""
    text = "Where to find support: the services of notebooks/theme.toml are printed here."
    contract.show({"kind": "support", "figures": []}, html=f"<p>{text}</p>", text=text)


def key_number(
    value: Value | tuple[Value, str] | None,
    caption: str,
    gloss: str,
    otherwise: str | None = None,
    /,
    **values: Any,
) -> None:
    """Print the chapter's one number to remember, with what it counts and a line that puts it in human scale.

    ``value`` with "interval" prints its range instead; the number where the range is not known. None prints nothing:
    a chapter without its figures has no number to remember.
    """
    if value is None:
        return
    number = Sentence((_key(*(value if isinstance(value, tuple) else (value, "value"))),))
    quoted = number.parts[0].value is not None and number.parts[0].value.second_hand
    lines = {"number": number, "caption": sentence(caption, **values), "gloss": sentence(gloss, otherwise, **values)}
    if quoted and not lines["gloss"].text.endswith(SECOND_HAND):
        lines["gloss"] = Sentence((*lines["gloss"].parts, Part(f" {SECOND_HAND}")))
    payload: dict[str, Any] = {"kind": "key_number", "figures": []}
    for name, part in lines.items():
        own = part.payload("sentence")
        shift = len(payload["figures"])
        payload[name] = [
            piece | ({"figure": piece["figure"] + shift} if "figure" in piece else {}) for piece in own["parts"]
        ]
        payload["figures"] += own["figures"]
    text = f"{number.text} {words.within(lines['caption'].text)}. {lines['gloss'].text}"
    contract.show(payload, html=f"<p><strong>{html.escape(text)}</strong></p>", text=text)


def _key(value: Value, view: str) -> Part:
    ranged = view == "interval" and value.lower is not None and value.upper is not None
    text = said_range(value) if ranged else words.cell(value)
    return Part(text, None if value.missing else value)


def points(texts: Iterable[str]) -> None:
    """Print a list of texts that are data, such as the caveats of a source, as they are kept."""
    items = [{"text": text} for text in texts]
    payload = {"kind": "points", "items": [[item] for item in items], "figures": []}
    preview = "".join(f"<li>{html.escape(item['text'])}</li>" for item in items)
    contract.show(payload, html=f"<ul>{preview}</ul>", text="\n".join(item["text"] for item in items))


def _show(made: Sentence, kind: str) -> None:
    if not made.parts:
        return
    mark = {"finding": "Finding", "caution": "Caution", "gap": "Gap in the evidence"}.get(kind)
    preview = f"<strong>{mark}:</strong> " if mark else ""
    contract.show(
        made.payload(kind),
        html=f"<p>{preview}{html.escape(made.text)}</p>",
        text=f"{mark}: {made.text}" if mark else made.text,
    )


def _capitalised(parts: list[Part]) -> tuple[Part, ...]:
    """A sentence begins with a capital, whichever value begins it."""
    if parts:
        parts[0] = Part(parts[0].text[:1].upper() + parts[0].text[1:], parts[0].value)
    return tuple(parts)
