"""What the chapter's sentences name."""

from __future__ import annotations

import dataclasses

from analysis_lib.exhibits.months import NAMES, months_in_words
from analysis_lib.exhibits.words import within
from analysis_lib.measures import TOTAL
from analysis_lib.subjects.seasons.factors import factors
from analysis_lib.subjects.seasons.figures import (
    factor_value,
    forecast_value,
    number_of,
    score_value,
    shift_values,
    strength_value,
    years_value,
)
from analysis_lib.subjects.seasons.forecasts import METHODS, YARDSTICK, Outlook
from analysis_lib.subjects.seasons.shifts import known_changes, shift
from analysis_lib.subjects.seasons.strength import NONE, SEASONAL, SIGNS, SLIGHT, Season, Seasons
from analysis_lib.values import Value

DESCRIBED = (
    "title inside verdict strength peak peak_month peak_years trough trough_month trough_years high low first last"
)
STATED = "verdict london_verdict own_years summer_here summer_london start_here start_london"
SUMMER, START_OF_YEAR = {6, 7, 8}, {1, 2}  # what the borough's strategy says of sexual offences: most, and fewest


def headline(found: Seasons) -> dict[str, object]:
    """How many categories are seasonal, and the group with the surest season; entries are None where there is none."""
    tested, seasonal = found.of(SEASONAL, SLIGHT, SIGNS, NONE), found.of(SEASONAL)
    slight, signs, any_run = found.of(SLIGHT), found.of(SIGNS), found.own[TOTAL].run
    london = [one for one in tested if found.london[one.run.measure.name].verdict == SEASONAL]
    london_run = found.london[TOTAL].run
    return {
        "area": found.a.area,
        "period": found.a.current,
        "number": number_of("kinds of offence called seasonal", seasonal, tested, any_run),
        "number_tested": number_of("kinds of offence tested for a season", tested, tested, any_run),
        "number_any": number_of(
            "kinds of offence with a season or signs of one", [*seasonal, *slight, *signs], tested, any_run
        ),
        "number_slight": number_of("kinds of offence with a slight season", slight, tested, any_run),
        "number_signs": number_of("kinds of offence with signs of a season", signs, tested, any_run),
        "number_london": number_of("kinds of offence called seasonal in London", london, tested, london_run),
        "seasonal": [_with_end(one) for one in seasonal],
        "slight": [strength_value(one) for one in slight],
        "signs": [strength_value(one) for one in signs],
        "ended": [strength_value(one) for one in found.of(SEASONAL, SLIGHT, SIGNS) if one.run.measure.last_full_month],
        **described(strongest(found), "best"),
        **described(strongest(found, SIGNS), "sign"),
        **described(found.own[TOTAL] if found.own[TOTAL].verdict in (SEASONAL, SLIGHT) else None, "all"),
    }


def _with_end(one: Season) -> Value:
    """The strength of a season; its title says so if the police no longer use the label."""
    value = strength_value(one)
    ended = one.run.measure.last_full_month
    return dataclasses.replace(value, title=f"{value.title} (a label no longer in use)") if ended else value


def described(one: Season | None, name: str) -> dict[str, object]:
    """A season's title, strength, highest and lowest month, under names that begin with ``name``; None without it."""
    if one is None:
        return {f"{name}_{key}": None for key in DESCRIBED.split()}
    made = factors(one)
    found = {
        "title": one.run.measure.title,
        "inside": within(one.run.measure.title),
        "verdict": one.verdict,
        "strength": strength_value(one),
        "peak": factor_value(one, made, made.peak),
        "peak_month": NAMES[made.peak - 1],
        "peak_years": years_value(one, made, made.peak),
        "trough": factor_value(one, made, made.trough),
        "trough_month": NAMES[made.trough - 1],
        "trough_years": years_value(one, made, made.trough, above=False),
        "high": months_in_words(made.high),
        "low": months_in_words(made.low),
        "first": f"{one.run.months.index[0]:%B %Y}",
        "last": f"{one.run.months.index[-1]:%B %Y}",
    }
    return {f"{name}_{key}": value for key, value in found.items()}


def strongest(found: Seasons, *verdicts: str) -> Season | None:
    """The group with the surest season: seasonal before slight before signs only, then the strongest."""
    for verdict in verdicts or (SEASONAL, SLIGHT, SIGNS):
        for one in found.of(verdict):
            if one.run.measure.part_of == TOTAL:
                return one
    return None


def statement(found: Seasons, measure: str = "recorded_crime:sexual-offences") -> dict[str, object]:
    """Which summer months are clearly high, and which at the start of the year clearly low, here and in London."""
    own, london = found.own[measure], found.london[measure]
    words = {"area": found.a.area, "period": found.a.current, "measure": within(own.run.measure.title)}
    if own.parts is None or london.parts is None:
        return words | dict.fromkeys(STATED.split()) | described(None, "here") | described(None, "london")
    here, there = factors(own), factors(london)
    return {
        **words,
        "verdict": own.verdict,
        "london_verdict": london.verdict,
        "own_years": years_value(own, here, 6),
        "summer_here": months_in_words(SUMMER & set(here.high)),
        "summer_london": months_in_words(SUMMER & set(there.high)),
        "start_here": months_in_words(START_OF_YEAR & set(here.low)),
        "start_london": months_in_words(START_OF_YEAR & set(there.low)),
        **described(own, "here"),
        **described(london, "london"),
    }


def outlook_headline(found: Seasons, looks: dict[str, Outlook]) -> dict[str, object]:
    """For which groups a method beat last year's month, for which none did, and the best forecast of a season."""
    made = [one for one in looks.values() if not one.reason]
    best = best_outlook(found, looks)
    words = {"area": found.a.area, "period": found.a.current}
    words["beaten"] = [score_value(one, "mase") for one in made if one.beats_last_year]
    words["too_narrow"] = [score_value(one, "coverage_80") for one in made if not one.limits_hold]
    words["not_beaten"] = [score_value(one, "mase") for one in made if not one.beats_last_year]
    if best is None:
        return words | dict.fromkeys("best_inside best_method best_month expected expected_95 error yardstick".split())
    top = best.months["value"].idxmax()
    return {
        **words,
        "best_inside": within(best.run.measure.title),
        "best_method": METHODS[best.method],
        "best_month": f"{top:%B %Y}",
        "expected": forecast_value(best, top, 80),
        "expected_95": forecast_value(best, top, 95),
        "error": score_value(best, "mase"),
        "yardstick": score_value(best, "mase", YARDSTICK),
        "inside_80": score_value(best, "coverage_80"),
    }


def best_outlook(found: Seasons, looks: dict[str, Outlook]) -> Outlook | None:
    """The outlook that improves most on the same month last year, of groups with a season, or else signs of one.

    None if there is none: the highest month of a forecast means nothing where the months of the year do not differ.
    """
    for verdicts in ((SEASONAL, SLIGHT), (SIGNS,)):
        better = [one for name, one in looks.items() if one.beats_last_year and found.own[name].verdict in verdicts]
        if better:
            return min(better, key=lambda one: one.record("mase") / one.record("mase", YARDSTICK))
    return None


def latest_shift(found: Seasons) -> dict[str, object]:
    """The latest possible change of level of a group, and what is known to have changed near it."""
    moved = [(shift(one), one) for one in found.own.values() if one.run.measure.part_of == TOTAL]
    dated = [(when, one) for when, one in moved if when is not None]
    if not dated:
        return {"area": found.a.area} | dict.fromkeys(["title", "month", "before", "after", "known"])
    when, one = max(dated, key=lambda pair: pair[0].month)
    before, after = shift_values(one, when)
    known = known_changes(found.offences, one, when.month)
    return {
        "area": found.a.area,
        "title": within(one.run.measure.title),
        "month": f"{when.month:%B %Y}",
        "before": before,
        "after": after,
        "known": "; ".join(known) if known else "none that this report knows of",
    }
