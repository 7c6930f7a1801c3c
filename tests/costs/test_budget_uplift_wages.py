"""Uplifts, budgets, heads and wages: each rule kept, and broken."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, strategies as st
from score_town import carer, plan, town, visit, workload

from solver.costs.budget import (
    NewRates,
    absolute,
    direct_payment_knock_on,
    financial_year,
    hours_bought,
    incremental,
    pro_rata,
)
from solver.costs.uplift import by_per_cent, wage_rise_share
from solver.costs.wages import approved_mileage_pence, effective_pay, unused_contracted
from solver.domain import PriceChoices
from solver.errors import RatesError
from solver.rates import default_rates
from solver.rates.pay import pay_rules
from solver.score import score

BANDS = {"Urban": 1_875, "Rural": 2_300}


# --- uplift -------------------------------------------------------------------------------


def test_an_uplift_by_per_cent():
    assert by_per_cent(BANDS, 7.2) == {"Urban": 2_010, "Rural": 2_466}
    assert by_per_cent(BANDS, 0) == BANDS
    with pytest.raises(RatesError, match="less than nothing"):
        by_per_cent(BANDS, -101)


def test_the_living_wage_rise_of_2024():
    assert round(wage_rise_share(1_090, 1_200) * 100, 2) == 10.09
    with pytest.raises(RatesError, match="must be more"):
        wage_rise_share(0, 1_200)


# --- budgets ------------------------------------------------------------------------------


def test_the_invest_to_save_line_in_both_views():
    printed = (2_830, -2_576, -104, -150)  # 003 B/R.5.005, change against the year before
    assert absolute(printed) == (2_830, 254, 150, 0)
    assert sum(absolute(printed)) == 3_234
    assert incremental(absolute(printed)) == printed


@given(st.lists(st.integers(-10_000, 10_000)))
def test_the_two_views_are_each_others_inverse(series):
    assert list(incremental(absolute(series))) == series


def test_the_home_care_budget_in_hours():
    assert round(hours_bought(1_765_434_000, 1_845, 52.14)) == 18_352
    assert round(hours_bought(1_813_631_800, 1_845, 52.14)) == 18_853


def test_direct_payments_follow_the_commissioned_price():
    # £38.6m at most, 18.45 → 19.56 on average: 6.04 per cent
    assert direct_payment_knock_on(3_860_000_000, 1_845, 1_956.42) == pytest.approx(
        2.331e8, rel=0.001
    )
    half = direct_payment_knock_on(3_860_000_000, 1_845, 1_956.42, share=0.5)
    assert half == pytest.approx(1.1655e8, rel=0.001)
    assert direct_payment_knock_on(3_860_000_000, 1_845, 1_845) == 0


CURRENT, PROPOSED = 1_726_920_000, 1_831_207_300
"""A year of 52 weeks at £18.45 and at the bands' rates [002 para 23]."""


def years(begin, complete=None, count=3, first=2019):
    new = NewRates(begin, complete or begin)
    return pro_rata([CURRENT] * count, [PROPOSED] * count, first, new)


def test_a_financial_year_is_shared_between_old_and_new_rates_by_days():
    """Rates from 3 August 2020 [002 para 44] leave 2019/20 as it is."""
    before, during, after = years(dt.date(2020, 8, 3))
    assert (before.name, during.name, after.name) == ("2019/20", "2020/21", "2021/22")
    assert before.spent_pence == CURRENT  # not £18,312,073
    assert during.share == pytest.approx(241 / 365)  # 3 August to 31 March
    assert during.spent_pence == pytest.approx(CURRENT * 124 / 365 + PROPOSED * 241 / 365)
    assert (after.share, after.spent_pence) == (1, PROPOSED)


@pytest.mark.parametrize(
    ("begin", "shares"),
    [
        (dt.date(2019, 4, 1), (1, 1, 1)),
        (dt.date(2019, 1, 1), (1, 1, 1)),
        (dt.date(2020, 3, 31), (1 / 366, 1, 1)),  # a leap year
        (dt.date(2030, 1, 1), (0, 0, 0)),
    ],
)
def test_rates_from_a_first_of_april_and_from_beyond_the_years_shown(begin, shares):
    assert [one.share for one in years(begin)] == pytest.approx(shares)


def test_packages_that_change_one_after_another_pay_the_old_rate_longer():
    """Implementation from 3 August 2020 to 30 October 2021 [002 para 44]: 453 days."""
    phased = years(dt.date(2020, 8, 3), dt.date(2021, 10, 30), count=4)
    assert phased[1].share == pytest.approx(241**2 / (2 * 453) / 365)
    # the change costs half of its length: new rates are paid from its middle on, on average
    days = sum(one.share * (365 + (one.year == 2019)) for one in phased)
    assert days == pytest.approx((dt.date(2023, 4, 1) - dt.date(2020, 8, 3)).days - 453 / 2)
    with pytest.raises(RatesError, match="give a later day"):
        years(dt.date(2020, 8, 3), dt.date(2020, 8, 2))


def test_the_financial_year_of_a_day():
    assert financial_year(dt.date(2020, 3, 31)) == 2019
    assert financial_year(dt.date(2020, 4, 1)) == 2020


# --- wages --------------------------------------------------------------------------------

RULES = pay_rules(default_rates().on("2020-01-20"), PriceChoices())
DOORS = {"person:p-a": 0.0, "person:p-b": 5.0, "home:anna": 0.0}
VISITS = (visit("a", "08:00"), visit("b", "08:40"))
ROUND = plan({"anna": [("a", "08:00"), ("b", "08:40")]})


def day(mode="car", **rules):
    return score(
        ROUND,
        workload(VISITS, (carer("anna", mode=mode),)),
        town(DOORS, (mode,)),
        rules=dataclasses.replace(RULES, **rules),
        price_pence={"k-a": 1_875, "k-b": 1_875},
    )


def test_pay_for_all_working_time_keeps_the_minimum_wage():
    found = effective_pay([day(), day()]).loc["anna"]
    # 60 min at the door and 10 min of travel, two days
    assert (found["working_minutes"], found["days"]) == (140, 2)
    assert found["effective_pence"] == 930
    assert not found["below"]
    assert found["shortfall_pence"] == 0


def test_pay_for_contact_alone_may_break_it():
    found = effective_pay([day(pay_travel=False, pay_waiting=False)]).loc["anna"]
    assert found["effective_pence"] == pytest.approx(930 * 60 / 70, abs=0.1)  # £7.97
    assert found["below"]  # the minimum was £8.21
    assert found["shortfall_pence"] == round(821 * 70 / 60 - 930)
    asked = effective_pay([day()], contact_only=True).loc["anna"]
    assert asked.to_dict() == found.to_dict()


def test_no_day_gives_an_empty_table():
    assert effective_pay([]).empty


def test_contracted_hours_are_paid_even_if_unused():
    carers = (carer("anna", contracted_s=3 * 3_600), carer("zoe", contracted_s=3_600), carer("x"))
    table = unused_contracted([day(), day()], carers)
    assert table.index.tolist() == ["anna", "zoe"]
    # anna is paid 140 of 180 minutes; zoe, with no call, none of 60
    assert table["unused_minutes"].tolist() == [40, 60]
    assert table.loc["zoe", "unused_pence"] == round(930 * (1 + RULES.on_cost_share))


def test_contracted_hours_that_are_used_up_cost_nothing_more():
    table = unused_contracted([day()], (carer("anna", contracted_s=3_600),))
    assert table["unused_pence"].tolist() == [0]


def test_mileage_beyond_ten_thousand_miles_is_paid_less():
    rates = default_rates().on("2020-01-20")
    assert approved_mileage_pence(rates, 10_000) == 450_000
    assert approved_mileage_pence(rates, 12_000) == 450_000 + 2_000 * 25
