"""Flatter peaks: the least number of carers at once, and the least moving that gets there."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from solver.demand import flatten, peak_by_zone
from solver.demand.levelling import Kind, level
from solver.domain import Visit, Workload
from solver.errors import ScenarioError

EIGHT = 8 * 3_600


def visit(name, start_s=EIGHT, *, carers=1, minutes=30, wide_s=7_200, critical=False, zone="z"):
    return Visit(
        id=name, package_id="k", person_id=f"p{name}", place="person:p", area_id="a", zone=zone,
        band="Urban", provider_id="v", service="maintenance", start_s=start_s,
        service_s=minutes * 60, carers_required=carers, earliest_s=start_s - wide_s,
        latest_s=start_s + wide_s, time_critical=critical,
    )  # fmt: skip


def day_of(*visits):
    return Workload("mon", tuple(visits), (), ())


def test_four_visits_at_eight_need_four_carers_or_one():
    day = day_of(*(visit(f"s{i}") for i in range(4)))
    found = flatten(day, way_s=0)
    assert (found.today, found.flattened, found.bound) == (4, 1, 1)
    # one stays; the others go half an hour either way and an hour one way
    assert sorted(found.moved["minutes"].abs()) == [30, 30, 60]
    assert found.least


def test_no_more_is_moved_than_the_rest_of_the_day_asks_for():
    lunch = [visit(f"l{i}", 12 * 3_600) for i in range(3)]
    day = day_of(*(visit(f"s{i}") for i in range(4)), *lunch)
    found = flatten(day, way_s=0)
    assert (found.today, found.flattened, found.bound) == (4, 3, 3)
    assert len(found.moved) == 1  # lunch needs three carers whatever the morning does
    assert found.moved["minutes"].abs().tolist() == [30]


def test_a_double_handed_visit_needs_two_carers_wherever_it_is():
    found = flatten(day_of(visit("s1", carers=2)), way_s=0)
    assert (found.today, found.flattened, found.bound) == (2, 2, 2)
    assert found.moved.empty


def test_time_critical_visits_and_those_outside_the_peak_stay():
    noon = 12 * 3_600
    day = day_of(
        visit("s1", critical=True), visit("s2", critical=True), visit("s3", noon), visit("s4", noon)
    )
    found = flatten(day, way_s=0)
    assert found.moved.empty
    assert found.may_move == 0
    assert found.flattened == found.today == found.bound == 2


def test_visits_bound_in_time_to_others_stay():
    day = day_of(replace(visit("s1"), apart_s=7_200), replace(visit("s2"), after="s3"), visit("s3"))
    assert flatten(day, way_s=0).may_move == 0


def test_the_way_there_keeps_a_carer_busy_too():
    day = day_of(visit("s1", wide_s=0), visit("s2", EIGHT + 1_800, wide_s=0))
    assert flatten(day, way_s=0).today == 1
    assert flatten(day, way_s=600).today == 2
    first = flatten(day_of(visit("s1", 60)), from_s=0, way_s=600).profile
    assert first.iloc[0]["time"] == "23:50 -1"  # the way to a visit just after midnight


def test_the_profile_adds_up_to_the_work():
    day = day_of(visit("s1", carers=2, minutes=45), visit("s2"))
    found = flatten(day, way_s=0)
    for column in ("today", "flattened"):
        assert found.profile[column].sum() * 5 == 2 * 45 + 30
    assert found.profile["time"].iloc[0] <= "08:00"


def test_zones_count_what_moves_and_name_nobody():
    day = day_of(
        visit("s1", zone="West"), visit("s2", zone="West", critical=True), visit("s3", zone="East")
    )
    found = flatten(day, way_s=0)  # the two that may move go either way of the critical one
    table = peak_by_zone(day, found, 7 * 3_600, 10 * 3_600).set_index("zone")
    assert table.loc["West", ["visits", "time_critical", "moved", "people"]].tolist() == [
        2,
        1,
        1,
        1,
    ]
    assert table.loc["East", "minutes"] == 30
    assert not {"visit_id", "person_id"} & set(table.columns)


VISITS = st.lists(
    st.tuples(
        st.integers(90, 102),  # start, in steps of five minutes from 07:30
        st.integers(1, 2),
        st.sampled_from([3, 6, 9]),
        st.integers(0, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=60)
@given(data=VISITS, most=st.integers(0, 3), way=st.integers(0, 2))
def test_every_way_of_moving_tried_finds_no_lower_peak_and_no_less_moving(data, most, way):
    visits = [
        visit(
            f"s{i}", slot * 300, carers=carers, minutes=5 * steps, wide_s=wide * 300, critical=crit
        )
        for i, (slot, carers, steps, wide, crit) in enumerate(data)
    ]
    found = flatten(day_of(*visits), most_s=most * 300, way_s=way * 300)
    choices = [
        (0,) if crit else range(-min(wide, most), min(wide, most) + 1)
        for _, _, _, wide, crit in data
    ]
    best = min(
        (_peak(data, shifts, way), sum(5 * abs(shift) + 5 * (shift != 0) for shift in shifts))
        for shifts in product(*choices)
    )
    assert (found.flattened, found.moved["minutes"].abs().sum() + 5 * len(found.moved)) == best
    assert found.bound <= best[0]
    for row in found.moved.itertuples():
        item = next(item for item in visits if item.id == row.visit_id)
        assert item.earliest_s <= row.to_s <= item.latest_s
        assert not item.time_critical


def _peak(data, shifts, way):
    load = np.zeros(140, dtype=int)
    for (slot, carers, steps, _, _), shift in zip(data, shifts, strict=True):
        load[slot + shift - way : slot + shift + steps] += carers
    return load.max()


def test_a_bound_that_whole_numbers_miss_is_said_so():
    # three pairs in five slots of two: half pairs would do with four carers, whole ones need six
    kinds = [Kind(0, 3, 2, 0, 2)]
    found = level(kinds, [3], np.zeros(5, dtype=np.int64))
    assert found.load.max() == 6
    assert found.bound == 6  # the middle slot is in every one
    wider = level([Kind(0, 2, 2, 0, 1)], [3], np.zeros(3, dtype=np.int64))
    assert wider.load.max() == wider.bound == 6
    apart = level([Kind(0, 2, 2, 0, 3)], [3], np.zeros(5, dtype=np.int64))
    assert apart.load.max() == 4  # 3 pairs × 2 slots × 2 carers in 5 slots: 2.4 if they could split
    assert apart.bound == 4


def test_too_little_time_still_gives_a_valid_day():
    rng = np.random.default_rng(1)
    kinds = sorted({Kind(int(b), int(n), 1, -6, 6) for b, n in rng.integers(6, 20, (40, 2))})
    found = level(kinds, [5] * len(kinds), np.zeros(60, dtype=np.int64), seconds=0.0)
    assert [len(shifts) for shifts in found.shifts] == [5] * len(kinds)
    assert found.load.sum() == 5 * sum(kind.length for kind in kinds)
    assert found.bound <= found.load.max()
    assert not found.least


def test_a_peak_that_ends_before_it_begins_is_refused():
    with pytest.raises(ScenarioError, match="must end after it begins"):
        flatten(day_of(visit("s1")), from_s=36_000, until_s=30_000)
    with pytest.raises(ScenarioError, match="between 0 and 60 minutes"):
        flatten(day_of(visit("s1")), way_s=3_601)
    assert flatten(day_of()).today == 0
