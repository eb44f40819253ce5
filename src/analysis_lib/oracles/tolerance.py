"""How near an answer must be to what a row of vectors expects: the row's tolerance, read and applied.

A tolerance is written for people: ``rtol=1e-6``, ``exact``, ``rtol=1e-6; labels exact``, or ``coef atol=0.02;
forecast rtol=0.001; loglik not compared (initialisation differs)``. Its clauses are parted by a semicolon, a comma
or "or". A clause may name what it is for, before the rule, or in brackets after it; a bracket may hold a clause of
its own ("rayleigh p: rtol=0.02"), else it is a remark. Words that nothing here knows are refused, so that no row
passes by a tolerance that was not understood.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# what clauses name, and the keys of the answer that are meant. Words and true or false are compared exactly always
SUBJECTS = {
    "labels": r"(?!)",
    "coef": r"s?(ar|ma)\d+",
    "forecast": r"(forecast|se)\d*",
    "loglik": r"loglik",
    "index": r".*index.*",
    "means": r"mean_.*",
    "rayleigh p": r"rayleigh_p",
    "bounds": r"lower|upper",
}
NUMBER = r"[0-9.]+(?:e[+-]?[0-9]+)?"
RULE = rf"(?P<kind>rtol|atol)\s*=\s*(?P<size>{NUMBER})|(?P<word>exact|not compared)"
CLAUSE = re.compile(rf"(?:(?P<subject>[a-z][a-z ]*?):?\s+)??(?:{RULE})\s*(?P<remark>(?:given|with) .*)?", re.IGNORECASE)
BRACKET = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class Rule:
    """One clause: for the keys that match ``keys`` (for all that no other clause names, if None)."""

    keys: str | None
    kind: str
    size: float = 0.0


@dataclass(frozen=True)
class Allowed:
    """How far from an expected number an answer may be; ``compared`` is False if the row says to leave it out."""

    relative: float = 0.0
    absolute: float = 0.0
    compared: bool = True


def read_tolerance(text: str) -> list[Rule]:
    """The rules of a tolerance. Raises ``ValueError`` for one that is not understood.

    Examples
    --------
    >>> read_tolerance("rtol=1e-6; loglik not compared (initialisation differs)")
    [Rule(keys=None, kind='rtol', size=1e-06), Rule(keys='loglik', kind='not compared', size=0.0)]

    Every number must be within a millionth of what is expected, and the likelihood is not looked at.
    """
    remarks = BRACKET.findall(text)
    bare = BRACKET.sub(lambda found: f"({remarks.index(found[1])})", text)
    return [rule for clause in re.split(r";|,|\bor\b", bare) for rule in _clause(clause, remarks)]


def allowed(rules: list[Rule], key: str) -> Allowed:
    """What the rules allow for one key of the answer.

    A rule that names the key goes before those that name none. ``rtol`` and ``atol`` together allow the sum of
    both, as numpy does; where one is given twice (once for a formula, once for a simulation) the smaller counts,
    for the library works by formula.

    Examples
    --------
    >>> rules = read_tolerance("atol=1e-6 (rayleigh p: rtol=0.02, approximations differ)")
    >>> allowed(rules, "rbar").absolute, allowed(rules, "rayleigh_p").relative
    (1e-06, 0.02)

    The length of the mean vector is compared closely, the approximate p-value to 2%.
    """
    named = [rule for rule in rules if rule.keys is not None and re.fullmatch(rule.keys, key)]
    mine = named or [rule for rule in rules if rule.keys is None]
    kinds = {rule.kind for rule in mine}
    if not kinds and any(rule.keys == SUBJECTS["bounds"] for rule in rules):
        return Allowed(compared=False)  # "(bounds)" compares the bounds alone: what stands beside them is context
    if not kinds:
        raise ValueError(f"tolerance must have a rule for {key}, got none; name it or give a general one")
    if "not compared" in kinds:
        return Allowed(compared=False)
    if "exact" in kinds:
        return Allowed()
    sizes = {kind: min((rule.size for rule in mine if rule.kind == kind), default=0.0) for kind in ("rtol", "atol")}
    return Allowed(relative=sizes["rtol"], absolute=sizes["atol"])


def differences(expected: Any, got: Any, limit: Allowed, place: str) -> Iterator[tuple[str, Any, Any]]:
    """Where ``got`` is not what is expected: the place, what was expected there and what was got.

    Missing is expected as None, and None or nan answers it; an infinite number never does. Lists must be of one
    length and inner tables of the same keys.

    Examples
    --------
    >>> list(differences([1.0, 2.0, None], [1.0, 2.5, float("nan")], Allowed(absolute=0.1), "limits"))
    [('limits[1]', 2.0, 2.5)]

    The second limit is wrong; the third is missing, as it should be.
    """
    got = got.tolist() if hasattr(got, "tolist") else got  # arrays and numbers of numpy and pandas
    if isinstance(expected, dict) and isinstance(got, dict) and set(expected) == {str(key) for key in got}:
        named = {str(key): value for key, value in got.items()}  # JSON knows no other keys
        for key, value in expected.items():
            yield from differences(value, named[key], limit, f"{place}.{key}")
    elif isinstance(expected, list) and isinstance(got, list | tuple) and len(expected) == len(got):
        for number, (value, found) in enumerate(zip(expected, got, strict=True)):
            yield from differences(value, found, limit, f"{place}[{number}]")
    elif not _same(expected, got, limit):
        yield place, expected, got


def _same(expected: Any, got: Any, limit: Allowed) -> bool:
    if expected is None or expected != expected:
        return got is None or (isinstance(got, float) and math.isnan(got))
    if isinstance(expected, bool) or isinstance(got, bool) or not isinstance(expected, int | float):
        return type(expected) is type(got) and expected == got
    if not isinstance(got, int | float) or not math.isfinite(got):
        return False
    return abs(got - expected) <= limit.absolute + limit.relative * abs(expected)


def _clause(clause: str, remarks: list[str]) -> Iterator[Rule]:
    pointed = [remarks[int(number)] for number in BRACKET.findall(clause)]
    text = BRACKET.sub("", clause).strip()
    found = CLAUSE.fullmatch(text)
    subject = found["subject"] if found else None
    if not found or (subject and subject not in SUBJECTS):
        raise ValueError(f"tolerance must be made of rules such as rtol=1e-6, got {text!r}; write it so")
    subject = subject or next((remark for remark in pointed if remark in SUBJECTS), None)
    yield Rule(SUBJECTS[subject] if subject else None, found["kind"] or found["word"], float(found["size"] or 0))
    for remark in pointed:
        for inner in remark.split(","):
            if ":" in inner:
                yield from _clause(inner, [])
