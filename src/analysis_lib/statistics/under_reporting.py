"""From crime on record to crime told to the police, and from people who told the police to all who suffered it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis_lib.statistics.checks import aligned, counts, plain, shares_above_0


def known_to_police_multiplier(known_share: Any) -> Any:
    """Victims for each victim known to the police: one over the share who told them.

    It applies to people, not to offences: a yearly count of offences times this is not a number of victims. The
    share moves between surveys, and the multiplier with it, so print the range of years and not one figure.

    Parameters
    ----------
    known_share : share of victims who told the police, above 0 and no more than 1; or a column

    Returns
    -------
    float or array : 1 or more

    Raises
    ------
    ValueError : a share of 0, above 1, missing or text

    References
    ----------
    Office for National Statistics, Partner abuse in detail, England and Wales.

    Examples
    --------
    Partner abuse: 13.3% told the police in the year to March 2022 and 18.9% in the year to March 2023.

    >>> known_to_police_multiplier([0.133, 0.189]).round(1).tolist()
    [7.5, 5.3]

    For each victim the police knew of there were between five and eight.
    """
    return plain(1 / shares_above_0("known_share", known_share))


@dataclass(frozen=True)
class ReportedCrime:
    """Crimes told to the police, those of them recorded and those not."""

    reported: Any
    recorded: Any
    unrecorded: Any


def reported_crime_from_unrecorded(unrecorded: Any, *, recording_rate: Any) -> ReportedCrime:
    """Crimes told to the police and crimes recorded, from an inspection's recording rate and number not recorded.

    Parameters
    ----------
    unrecorded : crimes told to the police and not recorded, 0 or more; or a column
    recording_rate : share of crimes told to the police that are recorded, above 0 and below 1; or a column

    Returns
    -------
    ReportedCrime : ``reported`` is ``unrecorded / (1 - recording_rate)``, ``recorded`` the rest

    Raises
    ------
    ValueError : a negative or missing number; a rate of 0, of 1 or above

    References
    ----------
    HM Inspectorate of Constabulary and Fire & Rescue Services, Crime Data Integrity inspections.

    Examples
    --------
    The Metropolitan Police in 2018: 89.5% recorded, more than 94,500 a year not.

    >>> crimes = reported_crime_from_unrecorded(94_500, recording_rate=0.895)
    >>> round(crimes.reported), round(crimes.recorded)
    (900000, 805500)

    Some 900,000 crimes a year were told to the police, who recorded 805,500 of them.
    """
    missed, rate = aligned(unrecorded=(counts, unrecorded), recording_rate=(shares_above_0, recording_rate))
    if np.any(rate == 1):
        raise ValueError("recording_rate must be below 1, got 1; with every crime recorded none is left to count")
    reported = missed / (1 - rate)
    return ReportedCrime(plain(reported), plain(reported - missed), plain(missed))


@dataclass(frozen=True)
class ReportedRange:
    """Crimes told to the police, with the range that the uncertainty of the recording rate allows."""

    value: Any
    lower: Any
    upper: Any


def reported_crime_range(recorded: Any, *, recording_rate: Any, half_width: Any) -> ReportedRange:
    """Crimes told to the police, from those recorded and a recording rate known only to within so much.

    The range is not symmetric, since the rate divides: a rate lower by a point adds more crimes than a rate
    higher by a point takes away.

    Parameters
    ----------
    recorded : recorded crimes, 0 or more; or a column
    recording_rate : share of crimes told to the police that are recorded, above 0 and no more than 1; or a column
    half_width : half the width of the rate's confidence interval, as a share, 0 or more and below the rate

    Returns
    -------
    ReportedRange : ``lower`` at the rate's upper limit (no more than 1), ``upper`` at its lower limit

    Raises
    ------
    ValueError : a negative or missing number; a rate outside 0 to 1; a half-width as large as the rate

    References
    ----------
    HM Inspectorate of Constabulary and Fire & Rescue Services, Metropolitan Police Service: Crime Data Integrity
    inspection 2018, recording rate 89.5% plus or minus 1.64 percentage points.

    Examples
    --------
    >>> crimes = reported_crime_range(100_000, recording_rate=0.895, half_width=0.0164)
    >>> round(crimes.lower), round(crimes.value), round(crimes.upper)
    (109721, 111732, 113817)

    Behind 100,000 recorded crimes stand between 109,700 and 113,800 that were told to the police.
    """
    x, rate, half = aligned(
        recorded=(counts, recorded),
        recording_rate=(shares_above_0, recording_rate),
        half_width=(counts, half_width),
    )
    if np.any(wrong := half >= rate):
        raise ValueError(
            f"half_width must be below recording_rate, got {half[wrong].flat[0]:g}; write 0.0164 for 1.64 points"
        )
    return ReportedRange(plain(x / rate), plain(x / np.minimum(rate + half, 1)), plain(x / (rate - half)))
