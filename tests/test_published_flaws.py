"""Eight flaws of published assessments: each is tried here with the published figures, and cannot be formed.

The figures are those of Havering's Community Safety Partnership Plan 2022-25, its strategy on violence against women
and girls 2024-29, its serious violence strategy 2024-27 and its needs assessment of 2011/12, as printed there. Where a
text gives no count, a number chosen for the test says so.
"""

from __future__ import annotations

import dataclasses
import datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.assessment import Period
from analysis_lib.exhibits import sentence
from analysis_lib.exhibits.tables import table_payload
from analysis_lib.measures import Measure
from analysis_lib.people import People
from analysis_lib.values import (
    Value,
    change,
    close,
    difference,
    prevalence_total,
    rate,
    share,
    total,
    withheld_if_together,
)

YEAR, BEFORE = Period.twelve_months_to(2021, 9), Period.twelve_months_to(2020, 9)
LONG = Period(datetime.date(2009, 4, 1), datetime.date(2010, 10, 31))  # 19 months, as published
OFFENCES = {
    "notifiable": Measure("notifiable", "Notifiable offences", "offences", None),
    "violence": Measure("violence", "Violence against the person", "offences", "notifiable"),
    "domestic-offences": Measure("domestic-offences", "Domestic abuse", "offences", "notifiable", overlaps=True),
    "acquisitive": Measure("acquisitive", "Serious acquisitive crime", "offences", "notifiable"),
    "burglary": Measure("burglary", "Burglary dwelling", "offences", "acquisitive"),
    "robbery": Measure("robbery", "Robbery", "offences", "acquisitive"),
    "domestic": Measure("domestic", "Domestic abuse calls", "incidents", None),
    "domestic-incidents": Measure("domestic-incidents", "No crime", "incidents", "domestic"),
}
DISORDER = {
    "disorder": Measure("disorder", "All disorder", "incidents", None),
    **{
        name: Measure(name, title, "incidents", "disorder")
        for name, title in [("met", "ASB (MPS)"), ("btp", "ASB (BTP)"), ("tfl", "Disorder (TfL)"), ("lfb", "Other")]
    },
}


def count(number, measure, period=YEAR, *, unit="offences", people=None, area="Havering"):
    return Value(
        value=number, unit=unit, measure=measure, area=area, period=period, people=people, population="recorded",
        method="as published", sources=("plan",), title=measure.capitalize(),
    )  # fmt: skip


def residents(number, year, people=None, *, release="estimates of 2022"):
    return dataclasses.replace(
        count(number, "residents", Period.mid_year(year), unit="people", people=people), release=release
    )


def changed(before, now, **others):
    months = [[value.number / 12 + (1 if month % 2 else -1) for month in range(12)] for value in (before, now)]
    days = {"days_before": [30] * 12, "days_now": [30] * 12}
    return change(before, now, months_before=months[0], months_now=months[1], **days, **others)


class TestE03:
    """A total of 2,369 leaves out a row of the four above it, which sum to 2,729."""

    rows = (("met", 1203), ("btp", 966), ("tfl", 360), ("lfb", 200))  # four rows chosen to have that sum, and that gap

    def test_a_total_that_leaves_out_a_member_is_refused_by_its_name(self):
        three = [count(number, name, unit="incidents") for name, number in self.rows if name != "tfl"]
        with pytest.raises(ValueError, match="disorder also counts tfl; add what is left out"):
            total(three, of="disorder", measures=DISORDER)

    def test_a_sum_of_some_rows_is_called_by_their_names(self):
        three = [count(number, name, unit="incidents") for name, number in self.rows if name != "tfl"]
        assert total(three, measures=DISORDER).title == "Met, Btp, Lfb"

    def test_a_published_total_that_does_not_close_is_refused(self):
        four = [count(number, name, unit="incidents") for name, number in self.rows]
        with pytest.raises(ValueError, match=r"disorder is 2,369 .* add up to 2,729"):
            close(count(2369, "disorder", unit="incidents"), four)
        close(total(four, of="disorder", measures=DISORDER), four)


class TestE08:
    """6,935 of 16,785, "41.3% of crime": 2,571 offences and 4,364 incidents in which no crime was committed."""

    notifiable = count(16_785, "notifiable")
    offences = count(2571, "domestic-offences")
    incidents = count(4364, "domestic-incidents", unit="incidents")

    def test_offences_and_incidents_do_not_add_up(self):
        with pytest.raises(ValueError, match="same unit, got offences and incidents"):
            total([self.offences, self.incidents], measures=OFFENCES)

    @pytest.mark.parametrize("unit", ["incidents", "offences"])
    def test_incidents_are_no_share_of_offences_even_if_called_so(self, unit):
        both = count(6935, "domestic", unit=unit)
        with pytest.raises(ValueError, match=r"same unit|domestic is not part of notifiable"):
            share(both, self.notifiable, OFFENCES)

    def test_the_offences_are_15_3_per_cent(self):
        assert share(self.offences, self.notifiable, OFFENCES).value == pytest.approx(15.3, abs=0.05)


class TestE09:
    """27% of women aged 16 and over, said to be of women aged 16 to 59: 28,620 of 106,000."""

    rate = dataclasses.replace(
        count(27, "domestic-abuse-since-16", unit="per cent", people=People("women", 16, 59)), area="England and Wales"
    )

    @pytest.mark.parametrize("people", [People("women", 16), People("persons", 16, 59), People("men", 16, 59), None])
    def test_a_rate_multiplies_no_other_ages_and_no_other_sex(self, people):
        with pytest.raises(ValueError, match=r"cannot be set against|must say which people"):
            prevalence_total(self.rate, residents(106_000, 2021, people))

    def test_a_rate_that_does_not_say_whose_it_is_multiplies_nothing(self):
        with pytest.raises(ValueError, match="people not given"):
            prevalence_total(dataclasses.replace(self.rate, people=None), residents(106_000, 2021, People("women", 16)))

    def test_the_estimate_bears_the_ages_of_both(self):
        women = People("women", 16)
        estimate = prevalence_total(dataclasses.replace(self.rate, people=women), residents(106_000, 2021, women))
        assert estimate.value == pytest.approx(28_620)
        assert (estimate.people, estimate.population) == (women, "women aged 16 and over, Havering")


class TestE10:
    """4.7% of adult women up to 59, applied to all females of any age ten years before."""

    rate = count(
        4.7, "domestic-violence", Period.twelve_months_to(2011, 3), unit="per cent", people=People("women", 16, 59)
    )

    def test_girls_and_older_women_are_not_multiplied_by_the_rate_of_adults(self):
        with pytest.raises(ValueError, match="women aged 16 to 59 cannot be set against women and girls of all ages"):
            prevalence_total(self.rate, residents(116_000, 2010, People("women")))

    def test_a_population_ten_years_older_is_refused(self):
        census = dataclasses.replace(
            residents(70_000, 2001, People("women", 16, 59)), period=Period.on(datetime.date(2001, 4, 29))
        )
        with pytest.raises(ValueError, match="29 April 2001 lies 108 months outside the year to March 2011"):
            prevalence_total(self.rate, census)

    def test_the_method_says_that_only_the_population_is_local(self):
        estimate = prevalence_total(
            dataclasses.replace(self.rate, area="England and Wales"),
            residents(70_000, 2010, People("women", 16, 59)),
        )
        assert "as if Havering were like England and Wales" in estimate.method


class TestE19:
    """Rates said to be unchanged, or to rise by 1.4 per 1,000, beside counts that say otherwise."""

    people = residents(257_511, 2020), residents(258_900, 2021)  # chosen near the area's size

    def rates(self, before, now, measure="notifiable"):
        counts = count(before, measure, BEFORE), count(now, measure)
        return [rate(number, people) for number, people in zip(counts, self.people, strict=True)]

    def test_a_rate_is_made_of_its_count_and_its_population_and_of_nothing_else(self):
        before, _ = self.rates(17_482, 16_785)
        with pytest.raises(ValueError, match="but the two figures it is made from make"):
            dataclasses.replace(before, value=before.value + 1.4)

    def test_697_fewer_offences_are_not_an_unchanged_rate(self):
        before, now = self.rates(17_482, 16_785)
        months = [[n / 12] * 12 for n in (17_482, 16_785)]
        moved = change(before, now, months_before=months[0], months_now=months[1],
                       days_before=[30] * 12, days_now=[30] * 12)  # fmt: skip
        assert sentence("The rate {c:rise_or_fall}.", c=moved).text == "The rate fell."

    def test_182_more_offences_are_not_1_4_per_1000(self):
        before, now = self.rates(5_000, 5_182, "violence")  # 182 apart, as published
        rise = difference(before, now)
        assert 0 < rise.value <= 0.71
        with pytest.raises(ValueError, match="made from make"):
            dataclasses.replace(rise, value=1.4)

    def test_two_rates_whose_populations_come_from_two_releases_are_not_compared(self):
        before, _ = self.rates(17_482, 16_785)
        now = rate(count(16_785, "notifiable"), residents(262_000, 2021, release="census-based estimates"))
        with pytest.raises(ValueError, match="must come from one release"):
            difference(before, now)


class TestE20:
    """Serious acquisitive crime "rises" while every part of it falls."""

    @settings(derandomize=True, deadline=None)
    @given(st.lists(st.tuples(st.integers(20, 5000), st.integers(0, 5000)), min_size=2, max_size=2))
    def test_a_sum_lies_between_its_members_changes(self, levels):
        names = ("burglary", "robbery")
        sums = [
            total([count(pair[i], name, period) for pair, name in zip(levels, names, strict=True)],
                  of="acquisitive", measures=OFFENCES)
            for i, period in enumerate((BEFORE, YEAR))
        ]  # fmt: skip
        factors = [now / before for before, now in levels]
        assert min(factors) - 1e-9 <= sums[1].number / sums[0].number <= max(factors) + 1e-9

    def test_3_993_to_3_120_fell_and_cannot_be_swapped(self):
        before, now = count(3993, "acquisitive", BEFORE), count(3120, "acquisitive")
        assert changed(before, now).value == pytest.approx(-21.9, abs=0.05)
        assert changed(before, now).direction == "fell"
        with pytest.raises(ValueError, match="the earlier period comes first"):
            changed(now, before)

    def test_a_composite_is_compared_only_with_one_of_the_same_members(self):
        both = total([count(20, "burglary"), count(30, "robbery")], measures=OFFENCES)
        with pytest.raises(ValueError, match="same measure, got burglary and total:burglary"):
            changed(count(25, "burglary", BEFORE), both)


class TestE30:
    """Periods that slip."""

    def test_a_period_has_two_dates(self):
        with pytest.raises(ValueError, match="first and a last day, got 2010-04-01 and None"):
            Period(datetime.date(2010, 4, 1), None)

    @pytest.mark.parametrize(
        ("start", "end"),
        [("2010-04-15", "2011-03-31"), ("2010-04-01", "2011-03-30"), ("2012-04-01", "2011-03-31")],
    )
    def test_a_period_is_whole_months_the_first_first(self, start, end):
        with pytest.raises(ValueError, match="give whole months, the earlier first"):
            Period(datetime.date.fromisoformat(start), datetime.date.fromisoformat(end))

    @pytest.mark.parametrize(
        ("before", "now", "words"),
        [
            (LONG, Period.twelve_months_to(2011, 10), "equally"),
            (Period.twelve_months_to(2020, 3), YEAR, "of one kind, got year to March 2020 and year to September 2021"),
            (Period.twelve_months_to(2020, 12), YEAR, "of one kind"),
            (YEAR, YEAR, "earlier period comes first"),
            (Period.mid_year(2020), YEAR, "equally long"),
        ],
    )  # fmt: skip
    def test_unlike_periods_are_not_compared(self, before, now, words):
        for made in (changed, difference):
            with pytest.raises(ValueError, match=words):
                made(count(100, "violence", before), count(100, "violence", now))

    def test_19_months_are_no_share_of_12(self):
        with pytest.raises(ValueError, match="same period"):
            share(count(109, "violence", LONG), count(500, "notifiable"), OFFENCES)

    def test_the_length_of_a_period_is_said_by_the_period(self):
        four = Period(datetime.date(2019, 1, 1), datetime.date(2022, 12, 31))
        said = sentence("Over the {p:length}, {p:span}", p=four).text
        assert said == "Over the four years, January 2019 to December 2022"


class TestE40:
    """Calls to the ambulance service rise by 234.6%; anti-social behaviour recorded by the police falls by 89.6%."""

    calls = count(1000, "calls", BEFORE, unit="calls"), count(3346, "calls", unit="calls")

    @pytest.mark.parametrize("now", [3346, 104])
    def test_a_leap_is_not_said_to_be_a_rise_or_a_fall(self, now):
        moved = changed(self.calls[0], dataclasses.replace(self.calls[1], value=now))
        assert (moved.value, moved.direction, moved.reason) == (None, "not compared", "recording may have changed")
        text = sentence("Calls {c:rise_or_fall}: {n:count}, {c:compared}.", c=moved, n=moved.now).text
        assert text == f"Calls cannot be compared: {now:,}, against 1,000 in the year before."

    def test_it_is_said_with_the_note_of_its_source_which_the_method_quotes(self):
        moved = changed(*self.calls, explained="the service says that it counts the same calls in both years")
        assert moved.direction == "rose"
        assert "the same calls in both years" in moved.method

    def test_all_categories_of_a_source_moving_alike_are_withheld(self):
        rows = [
            changed(count(before, name, BEFORE, unit="calls"), count(now, name, unit="calls"))
            for name, before, now in [("assault", 900, 1700), ("stabbing", 150, 280), ("alcohol", 2000, 3900)]
        ]
        assert [row.direction for row in rows] == ["rose"] * 3
        assert {row.reason for row in withheld_if_together(rows)} == {"recording may have changed"}

    def test_a_table_withholds_them_too_with_a_note(self):
        rows = [
            changed(count(before, name, BEFORE, unit="calls"), count(now, name, unit="calls"))
            for name, before, now in [("assault", 900, 1700), ("stabbing", 150, 280), ("alcohol", 2000, 3900)]
        ]
        frame = pd.DataFrame(
            {"Now": [row.now for row in rows], "Change": rows, "In words": [(row, "direction") for row in rows]},
            index=["Assault", "Stabbing", "Alcohol"],
        )
        frame.attrs = {"source": "The ambulance service.", "closes": {}}
        payload = table_payload(frame, caption="Calls")
        assert [row["cells"][0]["text"] for row in payload["rows"]] == ["1,700", "280", "3,900"]
        assert [row["cells"][2]["text"] for row in payload["rows"]] == ["recording may have changed"] * 3
        assert not any(character.isdigit() for row in payload["rows"] for character in row["cells"][1]["text"])
        assert "All categories moved the same way" in payload["notes"][-1]
        assert [row["value"] for row in payload["figures"]] == [1700, 280, 3900]

    def test_categories_that_move_apart_are_not(self):
        rows = [
            changed(count(before, name, BEFORE, unit="calls"), count(now, name, unit="calls"))
            for name, before, now in [("assault", 900, 1700), ("stabbing", 150, 140), ("alcohol", 2000, 3900)]
        ]
        assert withheld_if_together(rows) == rows

    def test_categories_that_overlap_are_not_added(self):
        known = {"calls": Measure("calls", "All calls", "calls", None)} | {
            name: Measure(name, name, "calls", "calls", overlaps=True) for name in ("assault", "alcohol")
        }
        with pytest.raises(ValueError, match="assault marks events that other measures count as well"):
            total([count(9, "assault", unit="calls"), count(7, "alcohol", unit="calls")], measures=known)
