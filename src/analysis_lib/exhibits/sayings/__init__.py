"""The ways of saying a value, by the word after the colon in a sentence's braces.

A way is a :class:`~analysis_lib.exhibits.sayings.parts.Form`: what it prints, which kinds of figure it suits, and an
example. They stand in the tables ``FORMS`` of ``figures`` (how much), ``comparisons`` (rose, higher), ``fractions``
(one in five), ``places`` (9th highest) and ``names``; :func:`table_of_forms` prints them all, as in the README.
"""

from __future__ import annotations

import numbers
from typing import Any

from analysis_lib.assessment import Area, Period
from analysis_lib.exhibits.sayings import comparisons, figures, fractions, names, places
from analysis_lib.exhibits.sayings.names import NUMBER_WORDS
from analysis_lib.exhibits.sayings.parts import Form, Part
from analysis_lib.people import People
from analysis_lib.values import Value

FORMS: dict[str, Form] = figures.FORMS | comparisons.FORMS | fractions.FORMS | places.FORMS | names.FORMS
FORMS_WITHOUT_A_FIGURE = tuple(name for name, form in FORMS.items() if form.without_a_figure)

__all__ = ["FORMS", "FORMS_WITHOUT_A_FIGURE", "NUMBER_WORDS", "Form", "Part", "said", "table_of_forms"]


def said(name: str, value: Any, form: str) -> list[Part]:
    """The parts of a sentence that say one value by one form; refused if the form does not suit it."""
    if isinstance(value, str | Area | People) and not form:
        return [Part(str(value))]
    if isinstance(value, Period) and form in names.FORMS_OF_PERIODS:
        return [Part(names.FORMS_OF_PERIODS[form][0](value))]
    if isinstance(value, list | tuple) and form in names.FORMS_OF_SEVERAL:
        return names.FORMS_OF_SEVERAL[form][0](list(value))
    if isinstance(value, numbers.Number):
        raise ValueError(
            f"{{{name}{':' * bool(form)}{form}}} is given {value!r}, and a bare number is never said: nobody could "
            "trace it. Give a Value, as the catalogue, share(), rate() and change() return it"
        )
    if not isinstance(value, Value) or form not in FORMS:
        raise ValueError(f"{{{name}:{form}}}: there is no such way to say it; choose one of {', '.join(_ways(value))}")
    if why := FORMS[form].misfit(value):
        raise ValueError(
            f"{{{name}:{form}}} does not suit {value.measure}: {why}; choose one of {', '.join(_ways(value))}"
        )
    return FORMS[form].say(value)


def table_of_forms() -> str:
    """All ways of saying a value, as a Markdown table."""
    rows = [
        (name, " ".join(form.suits) if len(form.suits) < 8 else "any", form.example) for name, form in FORMS.items()
    ]
    rows += [(name, "several", example) for name, (_, example) in names.FORMS_OF_SEVERAL.items()]
    rows += [(name, "period", example) for name, (_, example) in names.FORMS_OF_PERIODS.items()]
    lines = [f"| `{'{x:' + name + '}' if name else '{x}'}` | {suits} | {example} |" for name, suits, example in rows]
    return "\n".join(["| write | of a | prints |", "|---|---|---|", *lines])


def _ways(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return list(names.FORMS_OF_SEVERAL)
    if isinstance(value, Period):
        return [form for form in names.FORMS_OF_PERIODS if form]
    return [name for name, form in FORMS.items() if not isinstance(value, Value) or not form.misfit(value)]
