"""Which 44 %? Of visits, of clock hours and of carer-hours are three different shares."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies as st
from villages import village_world

from solver import demand
from solver.demand import SHARE_BASES, double_handed, length_ratio, read_as
from solver.domain import Scenario
from solver.errors import ScenarioError


def test_44_per_cent_of_carer_hours_leave_15_288_clock_hours():
    read = read_as(0.44, "carer-hours")
    assert read.clock_hours_of(19_600) == pytest.approx(15_288)
    assert read.clock_hours == pytest.approx(0.22 / 0.78)


def test_44_per_cent_of_clock_hours_are_times_1_44():
    read = read_as(0.44, "clock hours")
    assert read.factor == pytest.approx(1.44)
    assert read.clock_hours_of(19_600) == pytest.approx(13_611.1, abs=0.1)
    assert read.carer_hours == pytest.approx(0.88 / 1.44)  # 61 %


def test_44_per_cent_of_visits_depend_on_how_long_they_are():
    assert read_as(0.44, "visits").clock_hours == pytest.approx(0.44)
    longer = read_as(0.44, "visits", length_ratio=1.5)
    assert longer.clock_hours == pytest.approx(0.66 / 1.22)


@given(st.floats(0, 1), st.sampled_from(SHARE_BASES), st.floats(0.2, 5))
def test_each_reading_gives_the_others_back(share, basis, ratio):
    read = read_as(share, basis, ratio)
    assert read.of(basis) == pytest.approx(share, abs=1e-9)
    for other in SHARE_BASES:
        again = read_as(min(max(read.of(other), 0.0), 1.0), other, ratio)
        assert again.factor == pytest.approx(read.factor, abs=1e-9)
    assert read.carer_hours >= read.clock_hours - 1e-12


def test_a_county_is_counted_in_all_three():
    """One package of 14 is double-handed, all visits half an hour, one every other week."""
    frame = demand.packages(village_world(), Scenario())
    own = double_handed(frame)
    assert own.carer_hours == pytest.approx(7 / 50.75)
    assert own.clock_hours == pytest.approx(3.5 / 47.25)
    assert own.visits == pytest.approx(7 / 94.5)
    assert length_ratio(frame) == pytest.approx(1)
    assert read_as(own.visits, "visits", length_ratio(frame)).carer_hours == pytest.approx(
        own.carer_hours
    )


def test_a_county_without_care_has_no_share():
    own = double_handed(demand.packages(village_world(), Scenario()).iloc[:0])
    assert math.isnan(own.visits)
    assert math.isnan(own.carer_hours)


@pytest.mark.parametrize(("share", "ratio"), [(1.2, 1.0), (-0.1, 1.0), (0.4, 0.0)])
def test_a_share_that_is_none_is_refused(share, ratio):
    with pytest.raises(ScenarioError):
        read_as(share, "visits", ratio)
