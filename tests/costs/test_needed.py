"""One method for a change of wage: what it adds to the rate needed, and to rates that follow it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, strategies as st

from solver.costs import (
    BandTravel,
    PayTerms,
    average_travel,
    band_build_up,
    hour_of,
    price_check,
    sector_pence,
    uplift_for_wage,
    wage_change_pence,
)
from solver.errors import RatesError
from solver.rates import default_rates

RATES = default_rates().on("2020-01-20")
BANDS = {"Urban": 1_875, "Fringe": 2_020, "Rural": 2_300, "Isolated": 2_635}
HOURS = {"Urban": 11_737, "Fringe": 4_648, "Rural": 1_301, "Isolated": 314}
TRAVEL = (
    BandTravel("Urban", 6_000, 10.0, 3.0, 4.0, 45.0),
    BandTravel("Fringe", 3_000, 13.0, 4.5, 5.0, 45.0),
    BandTravel("Rural", 1_000, 24.0, 10.0, 6.0, 45.0),
    BandTravel("Isolated", 300, 30.0, 13.0, 6.0, 44.0),
)
SWITCHES = list(product((True, False), repeat=2))


@pytest.mark.parametrize(("on_costs", "running"), SWITCHES)
def test_the_price_check_and_the_uplift_cost_a_wage_the_same(on_costs, running):
    """£9.30 → £10.00: the year of the rates needed and the year of rates that follow it."""
    terms = PayTerms(wage_pence=1_000, gross_on_costs=on_costs, gross_running=running)
    now, then = (price_check(TRAVEL, RATES, BANDS, HOURS, "52", one) for one in (PayTerms(), terms))
    needed = now["surplus_annual_pence"].sum() - then["surplus_annual_pence"].sum()
    risen = uplift_for_wage(TRAVEL, RATES, BANDS, terms)
    followed = sum((risen[band] - BANDS[band]) * HOURS[band] * 52 for band in BANDS)
    assert needed == followed > 0


def test_what_grows_with_the_wage_is_a_switch():
    item = TRAVEL[2]  # 24 minutes of travel an hour
    pay = 70 * (1 + 24 / 60)
    grown = {
        switches: wage_change_pence(
            item, RATES, PayTerms(1_000, gross_on_costs=switches[0], gross_running=switches[1])
        )
        for switches in SWITCHES
    }
    before, after = (hour_of(item, RATES, PayTerms(wage)) for wage in (0, 1_000))
    shares = [sum(share for _, share in hour.on_costs) for hour in (before, after)]
    on_costs = 1_000 * 1.4 * shares[1] - 930 * 1.4 * shares[0]
    assert grown[False, False] == pytest.approx(pay, abs=1)
    assert grown[True, False] == pytest.approx(pay + on_costs, abs=1)
    assert grown[False, True] == pytest.approx(pay / 0.7, abs=1)  # 27 % running, 3 % surplus
    assert grown[True, True] == pytest.approx((pay + on_costs) / 0.7, abs=1)


def test_a_build_up_that_is_held_still_adds_up_and_says_so():
    terms = PayTerms(wage_pence=1_000, gross_on_costs=False, gross_running=False)
    before, held = band_build_up(TRAVEL[0], RATES), band_build_up(TRAVEL[0], RATES, terms)
    for name in ("ni", "holiday", "running", "surplus", "mileage"):
        assert held.pence(name) == pytest.approx(before.pence(name))
    assert held.pence("contact") == 1_000
    assert "held" in held.table().loc["running", "formula"]


@given(st.integers(1, 5_000))
def test_the_wage_of_the_rates_changes_nothing(wage):
    dated = RATES.wage_pence
    terms = PayTerms(wage_pence=dated, gross_on_costs=False)
    assert wage_change_pence(TRAVEL[1], RATES, terms) == 0
    more = wage_change_pence(TRAVEL[1], RATES, PayTerms(wage_pence=wage))
    assert (more > 0) == (wage > dated)


def test_part_of_the_rise_may_be_passed_on_and_an_unsolved_band_takes_the_average():
    terms = PayTerms(wage_pence=1_000)
    whole = uplift_for_wage(TRAVEL[:2], RATES, BANDS, terms)
    average = average_travel(TRAVEL[:2])
    assert average.travel_minutes == pytest.approx(11)  # 6,000 × 10 and 3,000 × 13
    assert whole["Rural"] - 2_300 == wage_change_pence(average, RATES, terms)
    half = uplift_for_wage(TRAVEL[:2], RATES, BANDS, terms, pass_through=0.5)
    assert half["Urban"] - 1_875 == round((whole["Urban"] - 1_875) / 2)
    assert uplift_for_wage(TRAVEL, RATES, BANDS, terms, pass_through=0) == BANDS
    with pytest.raises(RatesError, match="score a plan first"):
        uplift_for_wage((), RATES, BANDS, terms)
    with pytest.raises(RatesError, match="negative"):
        uplift_for_wage(TRAVEL, RATES, BANDS, terms, pass_through=-0.5)


def test_mileage_is_set_in_place_of_the_rates():
    dearer = hour_of(TRAVEL[0], RATES, PayTerms(mileage_pence=55))
    assert dearer.mileage_pence == pytest.approx(55)
    mixed = BandTravel("Urban", 600, 10.0, 3.0, 4.0, 36.0)  # a fifth on foot
    assert hour_of(mixed, RATES, PayTerms(mileage_pence=55)).mileage_pence == pytest.approx(44)
    by_day = hour_of(TRAVEL[0], default_rates().on("2026-04-06"))
    assert by_day.mileage_pence == 45.0  # as the scored plan paid it
    built = [band_build_up(TRAVEL[0], RATES, PayTerms(mileage_pence=p)) for p in (45, 55)]
    assert built[1].pence("mileage") - built[0].pence("mileage") == pytest.approx(30)  # 3 miles


def test_on_costs_are_set_in_place_of_the_rates_and_keep_their_proportions():
    hour = hour_of(TRAVEL[0], RATES, PayTerms(on_cost_share=0.30))
    assert sum(share for _, share in hour.on_costs) == pytest.approx(0.30)
    plain = dict(hour_of(TRAVEL[0], RATES).on_costs)
    factor = 0.30 / sum(plain.values())
    assert dict(hour.on_costs) == pytest.approx({n: s * factor for n, s in plain.items()})
    none = band_build_up(TRAVEL[0], RATES, PayTerms(on_cost_share=0.0))
    assert none.pence("holiday") == 0


@pytest.mark.parametrize(
    ("day", "pence"),
    [
        ("2019-07-31", 1_893),
        ("2020-03-31", 1_893),
        ("2020-04-01", 2_069),
        ("2025-12-22", 3_214),
        ("2026-04-06", None),  # published, and not established: left blank
        ("2018-12-01", None),
    ],
)
def test_the_homecare_associations_price_of_the_year(day, pence):
    assert sector_pence(default_rates().on(day)) == pence
