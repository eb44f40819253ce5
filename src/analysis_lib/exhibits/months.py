"""Months of the year as sentences and charts name them."""

from __future__ import annotations

import calendar
from collections.abc import Iterable

from analysis_lib.exhibits import words

NAMES = tuple(calendar.month_name)[1:]
SHORT = tuple(calendar.month_abbr)[1:]


def months_in_words(months: Iterable[int]) -> str:
    """Months of the year, 1 for January, as runs that may pass the turn of the year.

    >>> months_in_words([1, 11, 12]), months_in_words([5, 6, 10])
    ('November to January', 'May, June and October')
    >>> months_in_words([]), months_in_words(range(1, 13))
    ('no month', 'every month')
    """
    chosen = sorted(set(months))
    if len(chosen) in (0, 12):
        return "every month" if chosen else "no month"
    starts = [month for month in chosen if (month - 2) % 12 + 1 not in chosen]
    return words.listed(part for start in starts for part in _run(start, chosen))


def _run(start: int, chosen: list[int]) -> list[str]:
    run = [start]
    while run[-1] % 12 + 1 in chosen:
        run.append(run[-1] % 12 + 1)
    names = [NAMES[month - 1] for month in run]
    return names if len(names) < 3 else [f"{names[0]} to {names[-1]}"]
