"""What every estimate is: a figure with its interval, what it was made of, and why it is missing if it is.

A statistic takes numbers or columns alike: scalars give an :class:`Estimate` of floats, arrays and Series one of
arrays, and :func:`analysis_lib.statistics.columns.add_estimates` turns the second into columns of a frame.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis_lib.statistics.checks import plain

COLUMNS = ["numerator", "denominator", "value", "lower", "upper", "confidence_level", "statistic", "method"]


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval, and what it was made of: floats, or arrays of one shape.

    ``numerator`` and ``denominator`` are the two figures that ``value`` is made of, by ``statistic``:

    ============================= ============================ ===================== ================================
    statistic                     numerator                    denominator           value
    ============================= ============================ ===================== ================================
    proportion                    people with the property     all people            numerator / denominator
    count                         events                       missing               numerator
    rate                          events                       people                multiplier x numerator /
                                                                                     denominator
    directly standardised rate    events                       people                reweighted: not their ratio
    indirectly standardised ratio events                       events expected       multiplier x numerator /
                                                                                     denominator
    indirectly standardised rate  events                       events expected       that, x the reference's rate
    weighted mean                 weighted sum                 sum of weights        numerator / denominator
    rate ratio, relative rate     rate                         rate it is set        numerator / denominator
                                                               against
    percentage change             rate after                   rate before           100 x (numerator / denominator
                                                                                     - 1)
    proportion difference, rate   first figure                 second figure         numerator - denominator
    difference
    ============================= ============================ ===================== ================================

    A rate that is compared is in events for one of its exposure: for two periods of unnamed (equal) length it is the
    count itself. Where ``value`` or a limit is missing (nan), ``reason`` says why; elsewhere it is empty.
    """

    numerator: Any
    denominator: Any
    value: Any
    lower: Any
    upper: Any
    confidence_level: float | None
    statistic: str
    method: Any
    reason: Any = field(default="", kw_only=True)


def reasons(*cases: tuple[Any, str]) -> Any:
    """For each row the text of the first case that holds for it, or none: the ``reason`` of an estimate.

    Examples
    --------
    >>> reasons((np.array([True, False]), "no event")).tolist()
    ['no event', '']

    The first row has its reason, the second needs none.
    """
    conditions, texts = zip(*cases, strict=True)
    return plain(np.select([np.asarray(condition, dtype=bool) for condition in conditions], texts, default=""))
