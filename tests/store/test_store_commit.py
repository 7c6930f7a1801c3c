"""A plan committed as the new today: the county once more, and the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from office.store import scenarios, worlds
from office.store.commit import commit, committed_from
from solver import demand, study
from solver.domain import Plan, Round, RoundChoices, Scenario, Stop
from solver.errors import PlanError

if TYPE_CHECKING:
    from office.store import Store, StoredWorld
    from solver.base.world import World
    from solver.domain import Day

LATER_S = 305
ZONE = "Bottesford"
ONE = Scenario(name="One zone", rounds=RoundChoices(zones=(ZONE,)))


def later(plan: Plan) -> Plan:
    rounds = (
        replace(item, stops=tuple(Stop(s.visit_id, s.start_s + LATER_S) for s in item.stops))
        for item in plan.rounds
    )
    return replace(plan, rounds=tuple(rounds))


def starts(world: World, day: Day) -> dict[str, int]:
    return {visit.id: visit.start_s for visit in demand.workload(world, Scenario(), day).visits}


@pytest.fixture
def county(store: Store) -> StoredWorld:
    found = worlds.register_demo(store)
    assert found is not None
    return found


def test_a_committed_plan_is_today_and_the_county_before_stays(
    store: Store, county: StoredWorld
) -> None:
    world = study.open_world(county.folder, cache=county.cache)
    scenarios.create(store, county.id, ONE, owner="Ann")
    asked = demand.workload(world, ONE, "mon")
    plan = later(demand.today(world, asked))
    rows = demand.committed(plan, asked, world)
    made = commit(store, county, rows, day="mon", plan_hash="abc", owner="Ann")

    again = study.open_world(made.folder, cache=made.cache)
    assert demand.today(again, demand.workload(again, ONE, "mon")) == plan
    before, after = starts(world, "mon"), starts(again, "mon")
    moved = {visit.id: LATER_S for visit in asked.visits}
    assert {v: after[v] - before[v] for v in before if after[v] != before[v]} == moved
    assert starts(again, "tue") == starts(world, "tue")
    assert again.input_hash != world.input_hash

    found = committed_from(store, made.id)
    assert found is not None
    assert (found.world_id, found.day, found.owner) == (county.id, "mon", "Ann")
    assert committed_from(store, county.id) is None
    names = [item.name for item in scenarios.every(store, county.id)]
    assert [item.name for item in scenarios.every(store, made.id)] == names


def test_rounds_by_another_provider_are_not_committed(county: StoredWorld) -> None:
    world = study.open_world(county.folder, cache=county.cache)
    asked = demand.workload(world, ONE, "mon")
    one, *rest = demand.today(world, asked).rounds
    holder = asked.carer[one.carer_id].provider_id
    stranger = next(carer.id for carer in asked.carers if carer.provider_id != holder)
    plan = Plan("mon", (Round(stranger, 0, one.stops), *rest))
    with pytest.raises(PlanError, match="another provider"):
        demand.committed(plan, asked, world)
