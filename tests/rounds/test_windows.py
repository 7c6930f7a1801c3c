"""When a visit may start: search and checker say the same; time-critical visits move less."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st
from rounds.towns import HOUR, build, planned
from score_town import carer, plan, visit

from solver.check import violations
from solver.check.windows import window
from solver.domain import RoundChoices
from solver.rounds.translation.windows import windows

minutes = st.integers(0, 300).map(lambda n: 60 * n)


@settings(max_examples=200, deadline=None)
@given(minutes, minutes, minutes, minutes, st.booleans())
def test_search_and_checker_agree_on_every_window(before, after, cap, critical, yes) -> None:
    item = visit(
        "a",
        "12:00",
        earliest_s=12 * HOUR - 3_600 + before,
        latest_s=12 * HOUR - 3_600 + after,
        time_critical=yes,
    )
    choices = RoundChoices(cap_s=cap, critical_cap_s=critical)
    assert windows([item], choices)["a"] == window(item, choices)


@pytest.mark.parametrize(("cap_s", "critical_cap_s", "most"), [(1_800, 900, 15), (600, 900, 10)])
def test_a_time_critical_visit_keeps_the_tighter_cap(cap_s, critical_cap_s, most) -> None:
    # half an hour of waiting lies between the two: the first would best start as late as it may
    dose = visit("dose", "08:00", 30, time_critical=True)
    wash = visit("wash", "09:02", 30, latest_s=9 * HOUR + 120, earliest_s=9 * HOUR + 120)
    today = plan({"ann": [("dose", "08:00"), ("wash", "09:02")]})
    miles = {"home:ann": 0.0, dose.place: 1.0, wash.place: 2.0}
    ann = [carer("ann")]
    for first, moves in ((dose, most), (replace(dose, time_critical=False), cap_s // 60)):
        town = build([first, wash], ann, miles, today, cap_s=cap_s, critical_cap_s=critical_cap_s)
        made = planned(town)
        starts = {stop.visit_id: stop.start_s for item in made.rounds for stop in item.stops}
        assert starts["dose"] == 8 * HOUR + 60 * moves


def test_the_checker_holds_a_time_critical_visit_to_its_cap() -> None:
    dose = visit("dose", "08:00", time_critical=True)
    town = build([dose], [carer("ann")], {"home:ann": 0.0, dose.place: 1.0}, plan({}))
    for start, rules in (
        ("08:15", []),
        ("07:45", []),
        ("08:16", ["window"]),
        ("07:44", ["window"]),
    ):
        made = plan({"ann": [("dose", start)]})
        found = violations(made, town.workload, town.travel, choices=town.choices)
        assert [item.rule for item in found] == rules
