"""The chapter's tables."""

from __future__ import annotations

import pandas as pd

from analysis_lib.assessment import Period
from analysis_lib.exhibits.months import NAMES, months_in_words
from analysis_lib.exhibits.words import listed
from analysis_lib.measures import TOTAL
from analysis_lib.statistics.seasonality import LOWEST_STRENGTH
from analysis_lib.subjects.seasons.factors import Factors, differing_months, factors
from analysis_lib.subjects.seasons.figures import (
    agreement_value,
    extra_value,
    factor_value,
    forecast_value,
    month_title,
    score_value,
    shift_values,
    strength_value,
    usual_value,
    years_value,
)
from analysis_lib.subjects.seasons.forecasts import METHODS, YARDSTICK, Outlook
from analysis_lib.subjects.seasons.shifts import known_changes, shift
from analysis_lib.subjects.seasons.strength import SEASONAL, SIGNS, SLIGHT, UNTESTED, Season, Seasons

ANY = (SEASONAL, SLIGHT, SIGNS)
WORDS = (
    "p: the largest error probability of three tests, corrected for the number of categories. "
    f"Seasonal: the three tests agree and the strength is {LOWEST_STRENGTH:g} or more. "
    "Slight season: the tests agree, the strength is less. Signs only: two of the three tests agree. "
    "None shown: fewer do, which is no proof that there is no season."
)
TOGETHER = "Intervals hold at 95% for the twelve months of an offence together."
PARTS = "A group holds its members, so rows must not be added up."


def strengths(found: Seasons) -> pd.DataFrame:
    """Every category: its usual month, the strength of its season, how well the tests agree, and the word for it."""
    rows = {}
    for name, one in found.own.items():
        london = found.london[name]
        rows[one.run.measure.title] = {
            "Usual month": usual_value(one),
            "Strength of season": strength_value(one),
            "Tests (p)": agreement_value(one),
            "In words": one.verdict,
            "Strength in London": strength_value(london),
            "London in words": london.verdict,
        }
    levels = [_level(found, name) for name in found.own]
    return _frame(found, rows, "Offence", [WORDS, *not_tested(found), *cuts(found)], levels)


def peaks(found: Seasons) -> pd.DataFrame:
    """The highest and the lowest month of each category with a season, or signs of one."""
    rows = {}
    for one in found.of(*ANY):
        made = factors(one)
        high, low = (factor_value(one, made, month) for month in (made.peak, made.trough))
        rows[one.run.measure.title] = {
            "Highest": NAMES[made.peak - 1],
            "More then (%)": high,
            "95% interval (%)": (high, "interval"),
            "Lowest": NAMES[made.trough - 1],
            "Fewer then (%)": low,
            "95% interval, lowest (%)": (low, "interval"),
            "In words": one.verdict,
        }
    return _frame(found, rows, "Offence", ["Against a day of the usual month. " + TOGETHER, *cuts(found)])


def beside_london(found: Seasons) -> pd.DataFrame:
    """Each group's clearly high months in the area and in London, and the months in which the two clearly differ."""
    rows = {}
    for name, one in found.own.items():
        london = found.london[name]
        if one.parts is None or london.parts is None or not is_group(found, name):
            continue
        here, there = factors(one), factors(london)
        rows[one.run.measure.title] = {
            "Clearly above, here": months_in_words(here.high),
            "Clearly above, London": months_in_words(there.high),
            "Clearly below, here": months_in_words(here.low),
            "Clearly below, London": months_in_words(there.low),
            "The two clearly differ in": months_in_words(differing_months(here, there)),
        }
    note = "London is the sum of its 32 boroughs, this one among them. Few cases hide a season: a borough shows fewer."
    return _frame(found, rows, "Offence group", [note])


def by_month(found: Seasons, measure: str) -> pd.DataFrame:
    """The twelve months of one category, in the area and in London, against the usual month."""
    one, london = found.own[measure], found.london[measure]
    if one.parts is None or london.parts is None:
        return _frame(found, {}, "Month", [], measure=measure)
    here, there = factors(one), factors(london)
    rows = {}
    for month, name in enumerate(NAMES, 1):
        own, all_london = factor_value(one, here, month), factor_value(london, there, month)
        rows[name] = {
            "Here (%)": own,
            "95% interval (%)": (own, "interval"),
            "Years above": years_value(one, here, month),
            "London (%)": all_london,
            "95% interval, London (%)": (all_london, "interval"),
            "Years above, London": years_value(london, there, month),
        }
    return _frame(found, rows, "Month", [TOGETHER, _years_used(one, here), *outliers(one)], measure=measure)


def planning(found: Seasons) -> pd.DataFrame:
    """The months of the next year in which to expect more of an offence, how many more, and how sure."""
    rows = {}
    for one in found.of(*ANY):
        if not _is_current(found, one):
            continue
        made = factors(one)
        for ahead in months_ahead(found.a.current):
            if ahead.start.month in made.high:
                more = extra_value(one, made, ahead, found.a.current)
                rows[month_title(one, ahead)] = {
                    "More (%)": factor_value(one, made, ahead.start.month),
                    "More offences": more,
                    "95% interval": (more, "interval"),
                    "Years above": years_value(one, made, ahead.start.month),
                    "How sure of a season": one.verdict,
                }
    notes = [
        f"More than a month of that length would hold without a season, at the level of the {found.a.current.label}. "
        + TOGETHER,
        PARTS,
        WORDS.partition(". ")[2],
    ]
    return _frame(found, rows, "Offence and month", notes)


def shifts(found: Seasons) -> pd.DataFrame:
    """Where the level of a category may have shifted, and what is known to have changed near then."""
    rows = {}
    for one in found.own.values():
        moved = shift(one)
        if moved is None:
            continue
        before, after = shift_values(one, moved)
        gap = f"between {moved.after_gap:%B %Y} and {moved.month:%B %Y}" if moved.after_gap else f"{moved.month:%B %Y}"
        rows[one.run.measure.title] = {
            "Possible change at": gap,
            "A month before": before,
            "A month after": after,
            "Known changes near": listed(known_changes(found.offences, one, moved.month)),
        }
    notes = [
        "One date at most for each category, the one that fits best. Months of standard length, season taken out; the "
        "years of the pandemic are left out. Near: within six months to either side."
    ]
    return _frame(found, rows, "Offence", notes)


def record(found: Seasons, looks: dict[str, Outlook]) -> pd.DataFrame:
    """How each forecast's method did on months that it had not seen."""
    rows = {}
    for one in looks.values():
        if one.reason:
            continue
        rows[one.run.measure.title] = {
            "Method": METHODS[one.method],
            "Error": score_value(one, "mase"),
            "Error of same month last year": score_value(one, "mase", YARDSTICK),
            "Inside 80% interval (%)": score_value(one, "coverage_80"),
            "Inside 95% interval (%)": score_value(one, "coverage_95"),
            "Better than last year's month": "yes" if one.beats_last_year else "no",
        }
    notes = [
        "Error: the mean miss, as a share of how far months used to differ from the same month a year before (MASE). "
        "Each method forecast twelve months ahead from twelve months of the last three years in turn, knowing only "
        "what came before. The method was chosen on these same months, so its record flatters it a little.",
        *without_forecast(looks),
    ]
    return _frame(found, rows, "Offence group", notes)


def next_year(found: Seasons, looks: dict[str, Outlook]) -> pd.DataFrame:
    """The highest and the lowest month that each forecast expects."""
    rows = {}
    for one in looks.values():
        if one.reason:
            continue
        top, bottom = one.months["value"].idxmax(), one.months["value"].idxmin()
        rows[one.run.measure.title] = {
            "Most in": f"{top:%b %Y}",
            "Most": forecast_value(one, top),
            "80% interval": (forecast_value(one, top, 80), "interval"),
            "95% interval": (forecast_value(one, top, 95), "interval"),
            "Fewest in": f"{bottom:%b %Y}",
            "Fewest": forecast_value(one, bottom),
            "80% interval, fewest": (forecast_value(one, bottom, 80), "interval"),
        }
    notes = ["Every month's figures are among the values of the chart above.", *without_forecast(looks)]
    return _frame(found, rows, "Offence group", notes)


def months_ahead(year: Period) -> list[Period]:
    """The twelve months after a period."""
    first = pd.Timestamp(year.end) + pd.DateOffset(days=1)
    starts = pd.date_range(first, periods=12, freq="MS")
    return [Period(start.date(), (start + pd.offsets.MonthEnd(0)).date()) for start in starts]


def not_tested(found: Seasons) -> list[str]:
    """A note for each reason why categories were not tested."""
    reasons: dict[str, int] = {}
    for one in found.own.values():
        if one.verdict == UNTESTED:
            reasons[one.run.reason] = reasons.get(one.run.reason, 0) + 1
    return [f"Not tested, because there are {reason}: {number} categories." for reason, number in reasons.items()]


def cuts(found: Seasons, some: list[Season] | None = None) -> list[str]:
    """A note that names the categories of which a break, or a new label, leaves fewer months."""
    cut = [
        f"{one.run.measure.title}, {one.run.cut}"
        for one in (some or found.own.values())
        if one.run.cut and not one.run.reason
    ]
    return [f"Recording or label changed, so that fewer months are used: {'; '.join(cut)}."] if cut else []


def outliers(one: Season) -> list[str]:
    """A note that names the months that stand quite alone and are taken at their fitted value."""
    if one.parts is None or not one.outliers.any():
        return []
    alone = [f"{month:%B %Y} ({count:.0f})" for month, count in one.run.months[one.outliers].items()]
    return [f"Months that stand quite alone, and are taken at their trend: {listed(alone)}."]


def without_forecast(looks: dict[str, Outlook]) -> list[str]:
    """A note for each reason why categories have no forecast."""
    reasons: dict[str, list[str]] = {}
    for one in looks.values():
        if one.reason:
            reasons.setdefault(one.reason, []).append(one.run.measure.title)
    return [f"No forecast, because of {reason}: {listed(titles)}." for reason, titles in reasons.items()]


def _years_used(one: Season, made: Factors) -> str:
    return (
        f"Years above: in how many of {made.years.max()} years the month lay above its trend; the years of the "
        "pandemic are left out."
    )


def is_group(found: Seasons, name: str) -> bool:
    """Whether a measure is all offences or one of the groups that make them up."""
    return name == TOTAL or found.offences.measures[name].part_of == TOTAL


def _is_current(found: Seasons, one: Season) -> bool:
    """Whether the label is still in use, so that a month ahead can be planned for."""
    return not found.offences.measures[one.run.measure.name].last_full_month


def _level(found: Seasons, name: str) -> str:
    return "total" if name == TOTAL else "group" if is_group(found, name) else "member"


def _frame(
    found: Seasons, rows: dict, head: str, notes: list[str], levels: list[str] | None = None, measure: str = ""
) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis(head)
    title = found.offences.measures[measure].title if measure else ""
    frame.attrs = {
        "levels": levels,
        "words": found.a.words | ({"measure": title} if measure else {}),
        "source": found.offences.source,
        "notes": notes,
        "instead": "No table is printed here: no series is long enough, or none shows what the table asks for.",
    }
    return frame
