"""How far crime falls on the same people again, and how far chance alone would have it do so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis_lib.statistics.checks import aligned, plain, positive, whole, whole_above_0


@dataclass(frozen=True)
class RepeatVictimisation:
    """Victims and incidents in a window, with the three percentages that are all called "repeat"."""

    victims: int
    incidents: int
    per_cent_of_victims_repeat: float
    per_cent_of_incidents_on_repeat_victims: float
    per_cent_of_incidents_repeat: float


def repeat_victimisation(incidents_per_victim: Any, *, victims: Any = None) -> RepeatVictimisation:
    """The three percentages of repeat victimisation, from victims by number of incidents.

    They answer different questions and differ twofold, so each is named in full wherever it is printed: how many
    victims suffered more than one incident; how much of the crime fell on those victims; and how much of the crime
    was a second or later incident, which is what preventing every repeat would have saved.

    All three rest on recognising a person again and on the window, usually twelve rolling months: the match key
    and the unmatched share belong beside them. A victim of the last month had little time to suffer another.

    Parameters
    ----------
    incidents_per_victim : incidents suffered in the window, whole, 1 or more: one number for each victim, or
        one for each group of ``victims``
    victims : number of victims in each group, whole, 0 or more; left out, each number is one victim

    Returns
    -------
    RepeatVictimisation : numbers of victims and incidents, and the percentages between 0 and 100

    Raises
    ------
    ValueError : an incident number below 1 or broken; groups that do not match; no victim at all

    References
    ----------
    Farrell, G. and Pease, K. (1993). Once bitten, twice bitten: repeat victimisation and its implications for
    crime prevention. Home Office Crime Prevention Unit paper 46.

    Examples
    --------
    820 victims of one incident, 110 of two, 41 of three, 15 of four and 6 of seven (figures of R's ``table``):

    >>> found = repeat_victimisation([1, 2, 3, 4, 7], victims=[820, 110, 41, 15, 6])
    >>> found.victims, found.incidents
    (992, 1265)
    >>> round(found.per_cent_of_victims_repeat, 1), round(found.per_cent_of_incidents_on_repeat_victims, 1)
    (17.3, 35.2)
    >>> round(found.per_cent_of_incidents_repeat, 1)
    21.6

    The 17% who were victims more than once suffered 35% of the incidents; 22% of the incidents were repeats.
    """
    times, people = aligned(
        incidents_per_victim=(whole_above_0, incidents_per_victim),
        victims=(whole, 1 if victims is None else victims),
    )
    total, incidents = people.sum(), np.sum(people * times)
    if not total:
        raise ValueError("victims must hold one victim or more, got 0; leave the table out and say why")
    repeat = people[times > 1].sum()
    return RepeatVictimisation(
        victims=int(total),
        incidents=int(incidents),
        per_cent_of_victims_repeat=float(100 * repeat / total),
        per_cent_of_incidents_on_repeat_victims=float(100 * np.sum((people * times)[times > 1]) / incidents),
        per_cent_of_incidents_repeat=float(100 * (incidents - total) / incidents),
    )


@dataclass(frozen=True)
class ExpectedRepeats:
    """Victims and repeat victims that chance alone would give."""

    victims: Any
    repeat_victims: Any
    per_cent_of_victims_repeat: Any


def expected_repeats(*, people: Any, incidents: Any) -> ExpectedRepeats:
    """The repeat victims there would be if incidents fell on people by chance alone, as a Poisson process.

    The yardstick for :func:`repeat_victimisation`: some people are victims twice by chance, and only what exceeds
    this needs another explanation.

    Parameters
    ----------
    people : people at risk, above 0; or a column
    incidents : incidents in the window, above 0; or a column

    Returns
    -------
    ExpectedRepeats : expected numbers of victims and of repeat victims, and the second as a percentage of the first

    Raises
    ------
    ValueError : people or incidents are not above 0, missing or text

    References
    ----------
    With ``m`` incidents a person, a share ``1 - exp(-m)`` are victims and ``1 - exp(-m) - m exp(-m)`` repeatedly:
    Sparks, R. F. (1981). Multiple victimization: evidence, theory, and future research. Journal of Criminal Law
    and Criminology 72, 762-778.

    Examples
    --------
    5,200 incidents among 98,000 people (figures of R's ``dpois``):

    >>> expected = expected_repeats(people=98_000, incidents=5_200)
    >>> round(expected.victims), round(expected.repeat_victims), round(expected.per_cent_of_victims_repeat, 2)
    (5064, 133, 2.63)

    Chance would make 2.6% of the victims repeat victims.
    """
    at_risk, events = aligned(people=(positive, people), incidents=(positive, incidents))
    mean = events / at_risk
    # gammainc(k, m) is the Poisson chance of k or more, without the cancellation of one minus a number near one
    once, twice = special.gammainc(1, mean), special.gammainc(2, mean)
    return ExpectedRepeats(
        victims=plain(at_risk * once),
        repeat_victims=plain(at_risk * twice),
        per_cent_of_victims_repeat=plain(100 * twice / once),
    )
