"""The price build-up: the published 2014 example line by line, and what must always hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from solver.costs.buildup import (
    HourInputs,
    build_up,
    faster,
    hour_inputs,
    travel_minutes_per_contact_hour,
)
from solver.errors import RatesError
from solver.rates import default_rates

# UKHCA 2014: wage 6.31, 11.4 minutes and 4.0 miles at 35p per contact hour
HOUR_2014 = HourInputs(
    wage_pence=631,
    travel_minutes=11.4,
    miles=4.0,
    mileage_pence=35,
    on_costs=(("ni", 0.095), ("holiday", 0.108), ("training", 0.017), ("pension", 0.01)),
    running=0.27,
    surplus=0.03,
)
PRINTED_2014 = {
    "contact": 631,
    "travel": 120,
    "ni": 71,
    "holiday": 81,
    "training": 13,
    "pension": 8,
    "mileage": 140,
    "running": 410,
    "surplus": 46,
}


def test_the_published_example_of_2014_line_by_line(golden):
    built = build_up(HOUR_2014)
    golden("build_up_2014.csv", built.table().to_csv(float_format="%.4f", lineterminator="\n"))
    for name, pence in PRINTED_2014.items():
        assert abs(built.pence(name) - pence) < 1, name
        assert round(built.pence(name)) == pence, name
    assert round(built.price_pence) == 1_519
    assert sum(round(line.pence) for line in built.lines) == 1_520  # as published


def test_each_line_says_its_formula():
    formulas = build_up(HOUR_2014).table()["formula"]
    assert formulas["travel"] == "11.40 min ÷ 60 × £6.31"
    assert formulas["ni"] == "9.50% × gross pay £7.51"
    assert formulas["mileage"] == "4.00 miles × 35p"
    assert formulas["running"] == "27.00% × price £15.19"


def test_waiting_and_overrun_are_lines_of_their_own_kind():
    longer = build_up(replace(HOUR_2014, waiting_minutes=6, overrun=0.05))
    assert longer.pence("waiting") == pytest.approx(63.1)
    assert longer.pence("contact") == pytest.approx(631 * 1.05)
    assert build_up(HOUR_2014).pence("waiting") == 0


def test_the_inputs_come_from_the_rates_of_the_day():
    hour = hour_inputs(default_rates().on("2020-01-20"), 11.7, 3.0)
    assert (hour.wage_pence, hour.mileage_pence) == (930, 45)
    assert hour_inputs(default_rates().on("2020-01-20"), 11.7, 3.0, 1_000).wage_pence == 1_000
    assert hour_inputs(default_rates().on("2026-05-01"), 11.7, 3.0).mileage_pence == 55


def test_travel_per_contact_hour_as_the_returns_define_it():
    assert travel_minutes_per_contact_hour(30, 6) == 12


def test_slower_roads_cost_time_not_miles():
    slow = faster(HOUR_2014, 0.85)
    assert slow.travel_minutes == pytest.approx(11.4 / 0.85)
    assert slow.miles == HOUR_2014.miles


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"running": 0.98}, "101%"),
        ({"wage_pence": -1}, "wage_pence"),
        ({"travel_minutes": float("nan")}, "travel_minutes"),
        ({"miles": -0.1}, "miles"),
    ],
)
def test_impossible_inputs_are_refused(change, says):
    with pytest.raises(RatesError, match=says):
        build_up(replace(HOUR_2014, **change))


amounts = st.floats(0, 100, allow_nan=False)


@given(amounts, amounts, amounts, st.floats(0, 0.4), st.floats(0, 0.4), amounts)
def test_the_price_is_the_sum_of_its_lines(wage, minutes, miles, running, surplus, waiting):
    hour = replace(
        HOUR_2014,
        wage_pence=wage * 20,
        travel_minutes=minutes,
        miles=miles,
        running=running,
        surplus=surplus,
        waiting_minutes=waiting,
    )
    built = build_up(hour)
    assert built.price_pence == pytest.approx(sum(line.pence for line in built.lines))
    assert built.direct_pence == pytest.approx(built.price_pence * (1 - running - surplus))
    dearer = build_up(replace(hour, travel_minutes=minutes + 1))
    assert dearer.price_pence >= built.price_pence
