"""Rules of pay: what is working time, and what on-costs fall on it."""

from __future__ import annotations

import pytest

from solver.domain import PriceChoices
from solver.errors import RatesError
from solver.rates import default_rates
from solver.rates.pay import ON_COSTS, on_cost_shares, pay_rules


def rules(day: str = "2020-01-20", **choices):
    return pay_rules(default_rates().on(day), PriceChoices(**choices))


def test_the_wage_is_the_real_living_wage_unless_the_scenario_says_otherwise():
    assert rules().wage_pence == 930
    assert rules(wage_pence=1000).wage_pence == 1000
    assert rules().minimum_pence == 821


def test_a_short_wait_is_working_time_and_a_long_gap_is_not():
    assert rules().counted_waiting_s(3_600) == 3_600
    assert rules().counted_waiting_s(3_601) == 0


def test_on_costs_lie_where_the_sector_sees_them():
    # 25 to 30 per cent of pay at the rates of 2020/21; a little less in January 2020
    assert 0.20 < rules().on_cost_share < 0.30
    assert 0.20 < rules("2020-05-01").on_cost_share < 0.30
    assert tuple(name for name, _ in rules().on_costs) == ON_COSTS


def test_national_insurance_falls_on_pay_above_the_threshold():
    rates = default_rates().on("2020-01-20")
    # 30 h at £10 = £300 a week; £166 of it free: 13.8 % × 134 ÷ 300
    assert dict(on_cost_shares(rates, 1_000))["ni"] == pytest.approx(0.138 * 134 / 300)
    # a week below the threshold pays none
    assert dict(on_cost_shares(rates, 500))["ni"] == 0.0


def test_mileage_and_carbon_by_mode():
    assert rules().mileage("car") == 45
    assert rules("2026-04-06").mileage("car") == 55
    assert rules().mileage("bicycle") == 20
    assert rules().mileage("foot") == 0
    assert rules("2025-07-01").co2e("car") == 0.26915
    assert rules().co2e("foot") == 0


def test_all_unknown_rates_are_named_at_once():
    with pytest.raises(RatesError) as caught:
        rules("2026-11-22")
    assert "[rlw]" in str(caught.value)
    assert "[co2e_car]" in str(caught.value)


def test_a_wage_from_the_scenario_needs_no_dated_wage():
    with pytest.raises(RatesError) as caught:
        rules("2026-11-22", wage_pence=1400)
    assert "[rlw]" not in str(caught.value)
