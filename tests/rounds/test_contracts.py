"""Contracted hours over a week: filled first, not beyond, and left alone where asked to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rounds.test_week import HOUR, LONG, week_of
from score_town import carer, visit, workload

from solver.domain import WeekRules

DAYS = ("mon", "tue", "wed")
ONLY = WeekRules(usual_points=0)
"""Nothing but money: familiar faces would bring a carer again who came once."""


def week_with(contracts: dict[str, float]):
    """Three days of four visits of an hour, and three carers: ``c0`` is nearest and paid least."""
    staff = [
        carer(
            f"c{k}",
            shifts=LONG,
            contracted_s=round(contracts.get(f"c{k}", 0) * HOUR) or None,
            wage_pence=1_300 + 200 * k,
        )
        for k in range(3)
    ]
    calls = [visit(f"v{k}", f"{8 + k:02d}:00", 60) for k in range(4)]
    far = {one.home: 0.5 + 2.0 * k for k, one in enumerate(staff)}
    far |= {call.place: 0.1 * k for k, call in enumerate(calls)}
    return {day: replace(workload(calls, staff), day=day) for day in DAYS}, far


def hours_of(plans) -> dict[str, int]:
    """Hours at the door of each carer over the days."""
    worked: dict[str, int] = {}
    for plan in plans.values():
        for item in plan.rounds:
            worked[item.carer_id] = worked.get(item.carer_id, 0) + len(item.stops)
    return worked


def test_without_contracts_the_nearest_carer_makes_all_visits() -> None:
    loads, miles = week_with({})
    assert hours_of(week_of(loads, miles)) == {"c0": 12}


@pytest.mark.parametrize("contract", [2, 5])
def test_a_contract_is_filled_over_the_days_and_not_beyond(contract: int) -> None:
    loads, miles = week_with({"c1": contract})
    worked = hours_of(week_of(loads, miles, steps=1_500, week=ONLY))
    assert sum(worked.values()) == 12
    assert contract - 1 <= worked["c1"] <= contract  # ways and waits count as work too
    assert worked["c0"] == 12 - worked["c1"]


def test_two_contracts_are_filled_before_anybody_else_is_paid() -> None:
    loads, miles = week_with({"c1": 6, "c2": 6})
    worked = hours_of(week_of(loads, miles, steps=1_500, week=ONLY))
    assert worked.get("c0", 0) <= 4
    assert min(worked["c1"], worked["c2"]) >= 3


def test_a_contract_that_other_days_fill_asks_for_nothing_more() -> None:
    loads, miles = week_with({"c1": 2})
    full = [visit("long", "08:00", 150, excluded_carers=("c0", "c2"))]  # only c1 may make it
    loads["mon"] = workload(full, loads["mon"].carers)
    miles |= {"person:long": 0.0, full[0].place: 0.0}
    worked = hours_of(
        {day: plan for day, plan in week_of(loads, miles, week=ONLY).items() if day != "mon"}
    )
    assert worked == {"c0": 8}


def test_contracts_are_ignored_where_asked() -> None:
    loads, miles = week_with({"c1": 6, "c2": 6})
    found = week_of(loads, miles, week=WeekRules(contracts=False))
    assert hours_of(found) == {"c0": 12}


def test_part_of_a_county_leaves_contracts_alone() -> None:
    loads, miles = week_with({"c1": 6})
    assert hours_of(week_of(loads, miles, zones=("Z",))) == {"c0": 12}
