"""A small change to a solved day: mended around the change, the rest untouched, always valid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from rounds.towns import Town, build, plan_of, planned, towns
from score_town import carer, visit

from benchmarks.rounds.judge import judge
from benchmarks.rounds.small_change import make_change
from solver.check import violations
from solver.domain import Carer, Plan, Round, Stop, Visit, Workload
from solver.domain.clock import clock
from solver.errors import PlanError
from solver.rounds.again import Change, plan_again
from solver.rounds.effort import Effort
from solver.search import solve
from solver.search.mend import Changed, loosened, mend
from solver.stop.rules import AfterIterations


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ten_changes_to_a_solved_day_are_mended_around_them(seed: int) -> None:
    """Added, cancelled, moved, a carer sick: valid, all served, most rounds as they were."""
    change = make_change(240, 0.44, seed, tight=1.3)
    problem = change.after.problem
    before = solve(change.before.problem, AfterIterations(6_000), seed)
    routes, start_s = change.carried(before)
    assert loosened(problem, routes, start_s).any()
    found = mend(
        problem,
        routes,
        start_s,
        AfterIterations(2_000),
        seed,
        Changed(change.moved.tolist(), change.gaps(before)),
    )
    starts = [[(task, int(found.start_s[task])) for task in route] for route in found.routes]
    verdict = judge(change.day, starts)
    assert verdict.fault == ""
    assert verdict.unserved == 0
    fresh = solve(problem, AfterIterations(8_000), seed)
    assert verdict.travel_s < 1.05 * fresh.travel
    apart = set(range(problem.vehicles)) - set(found.touched)
    assert len(apart) > problem.vehicles // 4
    for v in apart:
        assert list(found.routes[v]) == routes[v]
        assert all(found.start_s[task] == start_s[task] for task in routes[v])


def test_frozen_rounds_lose_only_what_cannot_stand() -> None:
    """Vehicles that are frozen keep their tasks and starts, and get no new ones."""
    change = make_change(240, 0.44, 4, tight=1.3)
    problem = change.after.problem
    before = solve(change.before.problem, AfterIterations(4_000), 4)
    routes, start_s = change.carried(before)
    loose = loosened(problem, routes, start_s)
    frozen = range(0, problem.vehicles, 2)
    found = mend(problem, routes, start_s, AfterIterations(2_000), 4, Changed(frozen=frozen))
    for v in frozen:
        assert list(found.routes[v]) == [task for task in routes[v] if not loose[task]]
        assert all(found.start_s[task] == start_s[task] for task in found.routes[v])
    starts = [[(task, int(found.start_s[task])) for task in route] for route in found.routes]
    assert judge(change.day, starts).fault == ""


def test_nothing_changed_leaves_the_plan_alone() -> None:
    """A plan that holds has nothing to mend."""
    change = make_change(120, 0.44, 5, tight=1.3)
    before = solve(change.before.problem, AfterIterations(1_000), 5)
    found = mend(change.before.problem, before.routes, before.start_s, AfterIterations(50), 5)
    assert found.routes == before.routes
    assert np.array_equal(found.start_s, before.start_s)


def solved(visits: int = 20, carers: int = 8) -> tuple[Town, Plan]:
    """Build a town by hand, and plan it."""
    town = plan_of(visits, carers)
    return town, planned(town, steps=2_000)


def again(town: Town, now: Workload, before: Plan, change: Change | None = None) -> Plan:
    """Plan a town again, and let the checker look."""
    case = replace(town.case(), workload=now)
    plan = plan_again(case, Effort(AfterIterations(500), 1), before, change)
    assert violations(plan, now, town.travel, choices=town.choices, today=town.today) == ()
    served = {stop.visit_id for item in plan.rounds for stop in item.stops}
    assert served | {item.visit_id for item in plan.unserved} == set(now.visit)
    return plan


def without(day: Workload, name: str) -> Workload:
    """Leave a visit or a carer out of a day."""
    return Workload(
        day.day,
        tuple(visit for visit in day.visits if visit.id != name),
        tuple(carer for carer in day.carers if carer.id != name),
        day.places,
    )


def test_a_plan_that_still_holds_stays_as_it_is() -> None:
    town, before = solved(visits=12, carers=6)
    assert before.unserved == ()
    assert again(town, town.workload, before).rounds == before.rounds


def test_a_cancelled_visit_leaves_the_other_visits_served() -> None:
    town, before = solved()
    plan = again(town, without(town.workload, "v4"), before)
    assert len(plan.unserved) <= len(before.unserved)


def test_the_visits_of_a_sick_carer_find_others() -> None:
    """Whoever is sick loses all calls; those who are frozen keep their own."""
    town, before = solved()
    sick = before.rounds[0].carer_id
    frozen = before.rounds[1].carer_id
    plan = again(town, without(town.workload, sick), before, Change(frozen=frozenset({frozen})))
    assert sick not in {item.carer_id for item in plan.rounds}
    mine = [item for item in before.rounds if item.carer_id == frozen]
    theirs = {
        stop.visit_id for item in before.rounds if item.carer_id == sick for stop in item.stops
    }
    kept = [stop for item in mine for stop in item.stops if stop.visit_id not in theirs]
    now = [stop for item in plan.rounds if item.carer_id == frozen for stop in item.stops]
    assert now == kept


def test_a_visit_that_moved_is_planned_at_its_new_time() -> None:
    town, before = solved()
    moved = tuple(
        replace(
            visit,
            start_s=visit.start_s + 7_200,
            earliest_s=visit.earliest_s + 7_200,
            latest_s=visit.latest_s + 7_200,
        )
        if visit.id == "v4"
        else visit
        for visit in town.workload.visits
    )
    day = town.workload
    again(town, Workload(day.day, moved, day.carers, day.places), before)


def test_the_carers_of_a_visit_two_rounds_away_still_start_together() -> None:
    """The first carer loses a call; the third shares a visit with the second, and stays."""
    calls = [
        visit("gone", "08:00"),
        visit("one", "10:00", carers=2),
        visit("two", "12:00", carers=2),
    ]
    staff = [carer(name) for name in "abc"]
    starts = {call.id: Stop(call.id, call.start_s) for call in calls}
    made = {"a": ("gone", "one"), "b": ("one", "two"), "c": ("two",)}
    before = Plan("mon", tuple(Round(who, 0, tuple(starts[name] for name in names))
                               for who, names in made.items()))  # fmt: skip
    miles = {one.home: 0.0 for one in staff} | {call.place: 1.0 for call in calls}
    town = build(calls, staff, miles, before, freedom="re-sequence")
    plan = again(town, without(town.workload, "gone"), before)
    kept = {stop for item in plan.rounds for stop in item.stops}
    assert kept == {starts["one"], starts["two"]}


def test_a_new_visit_may_push_a_visit_two_rounds_away() -> None:
    """Only the first carer can make it; then the second is late for the third, unless both wait."""
    calls = [
        visit("one", "10:00", carers=2),
        visit("two", "10:35", carers=2),
        visit("new", "09:20", 50, skills=("peg",), earliest_s=33_600, latest_s=33_600),
    ]
    staff = [carer("a", skills=("peg",)), carer("b"), carer("c")]
    starts = {call.id: Stop(call.id, call.start_s) for call in calls}
    made = {"a": ("one",), "b": ("one", "two"), "c": ("two",)}
    before = Plan("mon", tuple(Round(who, 0, tuple(starts[name] for name in names))
                               for who, names in made.items()))  # fmt: skip
    miles = {one.home: 0.0 for one in staff} | {call.place: 1.0 for call in calls}
    town = build(calls, staff, miles, before, freedom="re-sequence")
    plan = again(town, town.workload, before)
    found = {stop.visit_id: clock(stop.start_s) for item in plan.rounds for stop in item.stops}
    assert found == {"new": "09:20", "one": "10:10", "two": "10:40"}


def test_a_change_must_name_what_there_is() -> None:
    town, before = solved(4, 4)
    with pytest.raises(PlanError, match="'v99' is no visit or carer"):
        again(town, town.workload, before, Change(changed=frozenset({"v99"})))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.data(), towns())
def test_whatever_changes_the_mended_plan_is_valid(data: st.DataObject, town: Town) -> None:
    """Visits go, come and move, carers fall sick: the checker finds nothing, nor is a call lost."""
    day = town.workload
    new, gone = (
        data.draw(st.sets(st.sampled_from(day.visits).map(lambda visit: visit.id), max_size=2))
        for _ in range(2)
    )
    sick = data.draw(st.sets(st.sampled_from(day.carers).map(lambda one: one.id), max_size=1))
    by_s = {visit.id: data.draw(st.sampled_from([0, 0, 0, -1_800, 1_800])) for visit in day.visits}

    def at_work(visits: list[Visit], carers: list[Carer]) -> Workload:
        return Workload(day.day, tuple(visits), tuple(carers), day.places)

    earlier = at_work([visit for visit in day.visits if visit.id not in new], list(day.carers))
    before = planned(replace(town, workload=earlier))
    now = [
        replace(
            visit,
            start_s=visit.start_s + by_s[visit.id],
            earliest_s=visit.earliest_s + by_s[visit.id],
            latest_s=visit.latest_s + by_s[visit.id],
        )
        for visit in day.visits
        if visit.id not in gone
    ]
    again(town, at_work(now, [one for one in day.carers if one.id not in sick]), before)
