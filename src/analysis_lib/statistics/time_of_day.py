"""When in the day and the week do offences happen, given clocks that are rounded and times that are windows?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from analysis_lib.statistics.checks import (
    aligned,
    dimensions,
    listed,
    numbers,
    plain,
    same_index,
    shares_above_0,
    shown,
    whole,
    whole_above_0,
)

MINUTES_IN_A_DAY = 24 * 60
HOURS_IN_A_WEEK = 7 * 24
MINUTES_IN_A_WEEK = HOURS_IN_A_WEEK * 60
FIRST_SUNDAY = 3 * MINUTES_IN_A_DAY  # 4 January 1970, in minutes since the start of 1970, a Thursday
LARGE = 50  # hours; Rayleigh's approximation needs no correction from here on


@dataclass(frozen=True)
class Heaping:
    """``excess_ratio``: events at a minute for each one expected; ``p_value``: chance of as many or more."""

    excess_ratio: Any
    p_value: Any


@dataclass(frozen=True)
class AoristicProfile:
    """``weights`` by hour, adding up to ``events``; how many windows were unusual, and the share left out."""

    weights: pd.Series
    events: int
    without_end: int
    end_before_start: int
    excluded_share: float


@dataclass(frozen=True)
class CircularSummary:
    """Where on the clock times gather: ``resultant_length`` is 1 if all agree, near 0 if they cancel."""

    mean_hour: float
    resultant_length: float
    standard_deviation_hours: float
    rayleigh_p_value: float
    reason: str = ""


def heaping(events_at_minute: Any, *, events: Any, null_share: Any = 1 / MINUTES_IN_A_DAY) -> Heaping:
    """Are there more events at one minute of the day than clocks kept honestly would give?

    Midnight and full hours stand in for "not known". The test is the one-sided exact binomial.

    Parameters
    ----------
    events_at_minute : whole numbers of 0 or more, no more than ``events``; or a column
    events : all events with a time, above 0; or a column
    null_share : the share expected at that minute, between 0 and 1; one minute of a day if left out

    Returns
    -------
    Heaping : numbers, or arrays of one shape

    Raises
    ------
    ValueError : more events at the minute than events, a number that is not whole, negative or missing, a share
        outside 0 to 1

    References
    ----------
    Clopper, C. J. and Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in the case of the
    binomial. Biometrika 26, 404-413. Checked against scipy's ``binomtest``.

    Examples
    --------
    >>> found = heaping(9, events=5200)
    >>> round(found.excess_ratio, 2), round(found.p_value, 4)
    (2.49, 0.0119)

    There are two and a half times as many events at that minute as expected, more than chance would readily give.
    """
    at, total, share = aligned(
        events_at_minute=(whole, events_at_minute),
        events=(whole_above_0, events),
        null_share=(shares_above_0, null_share),
    )
    if np.any(share == 1):
        raise ValueError("null_share must lie between 0 and 1, got 1; write 1 / 1440 for one minute of a day")
    if np.any(over := at > total):
        raise ValueError(
            f"events_at_minute must not be above events, got {at[over].flat[0]:g} of {total[over].flat[0]:g}; "
            "count both on the same records"
        )
    # P(X >= k) is an incomplete beta, exact far out in the tail, where 1 - cdf would be nought
    chance = np.where(at == 0, 1.0, special.betainc(np.maximum(at, 1), total - at + 1, share))
    return Heaping(plain(at / (total * share)), plain(chance))


def aoristic_week(starts: Any, ends: Any) -> AoristicProfile:
    """How events spread over the 168 hours of the week when only a window is known for each.

    An event weighs 1, spread evenly over the minutes from start to end. A window of a minute or less, without an end,
    or with its end before its start counts in the hour of its start; one of a week or more counts 1/168 in each.
    In trials against closed-circuit television this found the peak; start, end and midpoint misled.

    Parameters
    ----------
    starts : local clock times, none missing; one, or a column
    ends : local clock times, missing where not known; as many

    Returns
    -------
    AoristicProfile : ``weights`` has the hours 1 (Sunday 00:00 to 00:59) to 168 (Saturday 23:00 to 23:59)

    Raises
    ------
    ValueError : no event, a missing start, text that is no time, a time zone, lengths that differ

    References
    ----------
    Ratcliffe, J. H. (2002). Aoristic signatures and the spatio-temporal analysis of high volume crime patterns. Journal
    of Quantitative Criminology 18, 23-43. Ashby, M. P. J. and Bowers, K. J. (2013). A comparison of methods for
    temporal analysis of aoristic crime. Crime Science 2:1.

    Examples
    --------
    A car left at 8 on a Wednesday morning and found broken into at 4 in the afternoon (Ratcliffe's example):

    >>> profile = aoristic_week("2025-03-05 08:00", "2025-03-05 16:00")
    >>> profile.weights[profile.weights > 0].unique().tolist(), float(profile.weights.sum())
    ([0.125], 1.0)

    Each of the eight hours gets an eighth of the event.
    """
    begin, length, no_end, reversed_ = _windows(starts, ends)
    weights = pd.Series(
        _spread(begin, length), pd.RangeIndex(1, HOURS_IN_A_WEEK + 1, name="hour_of_week"), name="weight"
    )
    return AoristicProfile(weights, len(begin), int(no_end.sum()), int(reversed_.sum()), 0.0)


def aoristic_day(starts: Any, ends: Any) -> AoristicProfile:
    """How events spread over the 24 hours of the day, windows of more than 24 hours left out.

    A longer window says nothing of the hour. Publish ``excluded_share`` beside the chart (the limit is this project's
    choice).

    Parameters
    ----------
    starts, ends : as for :func:`aoristic_week`

    Returns
    -------
    AoristicProfile : ``weights`` has the hours 0 (00:00 to 00:59) to 23, adding up to ``events``, those that are kept

    Raises
    ------
    ValueError : as for :func:`aoristic_week`; every window is longer than 24 hours

    References
    ----------
    Ratcliffe (2002), as for :func:`aoristic_week`.

    Examples
    --------
    >>> profile = aoristic_day(["2025-03-05 23:30", "2025-03-01 09:00"], ["2025-03-06 00:30", "2025-03-04 09:00"])
    >>> profile.weights[profile.weights > 0].to_dict(), profile.excluded_share
    ({0: 0.5, 23: 0.5}, 0.5)

    The first event falls half before midnight and half after; the second, known to three days, is left out.
    """
    begin, length, no_end, reversed_ = _windows(starts, ends)
    kept = length <= MINUTES_IN_A_DAY
    if not kept.any():
        raise ValueError(
            f"ends must lie within 24 hours of starts for some event, got none of {len(begin)}; use aoristic_week"
        )
    by_hour = _spread(begin[kept], length[kept]).reshape(7, 24).sum(axis=0)
    weights = pd.Series(by_hour, pd.RangeIndex(24, name="hour"), name="weight")
    return AoristicProfile(
        weights, int(kept.sum()), int(no_end[kept].sum()), int(reversed_[kept].sum()), float(1 - kept.mean())
    )


def circular_summary(hours: Any) -> CircularSummary:
    """The mean time of day, how closely times gather about it, and whether they gather at all.

    Each time is an arrow on the clock face; the mean is the direction of their sum. A profile with two peaks, such as
    the way to school and back, has a meaningless mean: report the peaks. Rayleigh's p is Greenwood and Durand's series,
    as in R's ``circular`` and in astropy; for few times that agree closely it is too small (10 times with a resultant
    of 0.9: 0.000001, where integration gives 0.00002), so print nothing finer than "below 0.001".

    Parameters
    ----------
    hours : clock times in hours, from 0 to 24, none missing

    Returns
    -------
    CircularSummary : ``mean_hour`` from 0 to below 24; it and the deviation are missing (nan), with the ``reason``, if
        the times cancel out

    Raises
    ------
    ValueError : no time, a missing one, one outside 0 to 24

    References
    ----------
    Mardia, K. V. and Jupp, P. E. (2000). Directional Statistics, sections 2.2, 2.3 and 6.3. Greenwood, J. A. and
    Durand, D. (1955). The distribution of length and components of the sum of n random unit vectors. Annals of
    Mathematical Statistics 26, 233-246.

    Examples
    --------
    Ten times on either side of midnight (R's ``circular``):

    >>> night = circular_summary([22, 23, 23.5, 0.5, 1, 2, 21, 22.5, 0, 3])
    >>> round(night.mean_hour, 4), round(night.resultant_length, 4), round(night.standard_deviation_hours, 4)
    (23.8374, 0.8993, 1.7599)

    The mean time is ten to midnight, where the arithmetic mean would have said ten to twelve in the morning.
    """
    times = numbers("hours", hours).ravel()
    if wrong := [float(time) for time in times[(times < 0) | (times > 24)][:1]]:
        raise ValueError(f"hours must lie between 0 and 24, got {wrong[0]:g}; write clock times in hours")
    arrow = np.exp(2j * np.pi * times / 24).mean()
    length = min(float(abs(arrow)), 1.0)
    chance = _rayleigh(length, len(times))
    if length < 1e-12:
        return CircularSummary(float("nan"), 0.0, float("nan"), chance, "the times cancel out: they have no mean")
    mean_hour = float(np.angle(arrow) * 12 / np.pi % 24)
    return CircularSummary(mean_hour % 24, length, float(np.sqrt(-2 * np.log(length)) * 12 / np.pi), chance)


def _rayleigh(length: float, times: int) -> float:
    z = times * length**2
    correction = 1.0
    if times < LARGE:
        second = 24 * z - 132 * z**2 + 76 * z**3 - 9 * z**4
        correction += (2 * z - z**2) / (4 * times) - second / (288 * times**2)
    return float(np.clip(np.exp(-z) * correction, 0, 1))


def _windows(starts: Any, ends: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Start in minutes of the week, length in minutes, and which had no end or an end before their start."""
    same_index(starts=starts, ends=ends)
    begin, end = _times("starts", starts), _times("ends", ends)
    if begin.shape != end.shape:
        raise ValueError(
            f"ends must hold one time for each of {len(begin)} starts, got {len(end)}; write missing ones as NaT"
        )
    if np.isnat(begin).any():
        raise ValueError("starts must hold no missing time, got one; leave such records out and publish their share")
    no_end = np.isnat(end)
    length = np.where(no_end, 0, (np.where(no_end, begin, end) - begin).astype(int))
    begin = (begin.astype(int) - FIRST_SUNDAY) % MINUTES_IN_A_WEEK
    return begin, np.where(length > 1, length, 0), no_end, length < 0


def _times(name: str, values: Any) -> np.ndarray:
    given = listed(name, values) if dimensions(values) else [values]
    if odd := [one for one in given if isinstance(one, bool | int | float | complex) and one == one]:
        raise ValueError(f"{name} must hold times such as 2025-03-05 08:00, got {shown(odd[0])}; read them first")
    try:
        times = pd.DatetimeIndex(pd.to_datetime(pd.Series(given, dtype=object if not given else None)))
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"{name} must hold times such as 2025-03-05 08:00, got one that is none ({shown(error)}); read them first"
        ) from None
    if times.tz is not None:
        raise ValueError(
            f"{name} must hold local clock times without a zone, got {times.tz}; convert and drop the zone"
        )
    if not len(times):
        raise ValueError(f"{name} must hold one time or more, got none; leave the figure out")
    return times.to_numpy().astype("datetime64[m]")


def _spread(begin: np.ndarray, length: np.ndarray) -> np.ndarray:
    """The weight of each hour of the week: minutes of each window in it, over the window's minutes."""
    week_or_more = length >= MINUTES_IN_A_WEEK
    minutes = np.where(length == 0, 1, length)[~week_or_more]
    start = begin[~week_or_more]
    end = start + minutes
    weights = np.full(HOURS_IN_A_WEEK, week_or_more.sum() / HOURS_IN_A_WEEK)
    for hour in range(
        HOURS_IN_A_WEEK
    ):  # over hours, not over events: a hundred thousand events take no longer to write
        overlap = _overlap(start, end, 60 * hour) + _overlap(start, end, 60 * hour + MINUTES_IN_A_WEEK)
        weights[hour] += np.sum(overlap / minutes)
    return weights


def _overlap(start: np.ndarray, end: np.ndarray, hour: int) -> np.ndarray:
    return np.maximum(np.minimum(end, hour + 60) - np.maximum(start, hour), 0)
