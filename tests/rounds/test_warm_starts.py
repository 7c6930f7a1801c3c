"""Rounds that a search starts from: what comes out is never below what they are when finished."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from rounds.towns import HOUR, RULES, build, searched
from score_town import carer, plan, visit

from benchmarks.rounds.small_cases import random_start, small_case
from benchmarks.rounds.warm_starts import compare, start_of
from solver.check import violations
from solver.domain import Plan, Shift, Stop
from solver.rounds.again import Change, plan_again
from solver.rounds.effort import Effort
from solver.rounds.plan import finished, search_day
from solver.rounds.standing import standing
from solver.rounds.translation.translate import translate
from solver.score import score
from solver.stop.rules import AfterIterations

TOUCHING = (Shift(7 * HOUR, 11 * HOUR), Shift(11 * HOUR, 15 * HOUR))


def calls(made: Plan) -> int:
    return sum(len(item.stops) for item in made.rounds)


def test_no_start_gets_worse_with_any_budget() -> None:
    counts: Counter[str] = Counter()
    faults = [fault for seed in range(40) for fault in compare(seed, (0, 60, 400), counts)]
    assert not faults
    assert counts["better"] > 30


def test_what_a_plan_costs_is_what_comes_out_when_it_is_finished_again() -> None:
    for seed in range(10):
        case = small_case(seed)
        made, cost = search_day(case, Effort(AfterIterations(50), seed), start_of(case, seed))
        again, worth = finished(case, made)
        assert (calls(again), worth.cost) == (calls(made), cost)


def test_the_cost_counts_moved_starts_and_waiting_as_the_score_does() -> None:
    """One carer, nobody's home far away: pay, mileage and points to the penny."""
    town = build(
        [visit("a", "08:00", regular_carers=("ben",)), visit("b", "09:30")],
        [carer("anna")],
        {"home:anna": 0.0, "person:p-a": 0.0, "person:p-b": 0.0},
        plan({}),
        cap_s=3_600,
        tolerance_s=0,
        points=(("moved", 2.0),),
    )
    start = plan({"anna": [("a", "08:10"), ("b", "09:20")]})
    case = town.case(cap_s=3_600)
    made, worth = finished(case, start)
    ran = score(
        made,
        town.workload,
        town.travel,
        rules=RULES,
        price_pence=case.price_pence,
        preferences=case.preferences,
    )
    pence = ran.totals.provider_pence + sum(ran.points.values())
    assert worth.cost / 1_000 == pytest.approx(pence, abs=1)
    assert worth.left == 0


def seam(**more):
    """Shifts that touch: the way from the last call of the first to the next takes 18 minutes."""
    visits = [
        visit("late", "10:30", 30, earliest_s=36_000, latest_s=37_800),
        visit("noon", "11:00", 30, earliest_s=39_600, latest_s=40_800),
    ]
    miles = {"home:ann": 0.0, "person:p-late": 0.0, "person:p-noon": 9.0}
    return build(visits, [carer("ann", shifts=TOUCHING, **more)], miles, plan({}))


def test_the_search_plans_the_way_between_two_shifts_that_touch() -> None:
    """It starts the first call early enough, so that finishing has nothing to drop."""
    made, _ = searched(seam(), cap_s=1_800)
    assert calls(made) == 2
    assert not made.unserved


def test_between_shifts_the_second_call_is_left_where_no_start_leaves_time() -> None:
    made, _ = searched(seam(), cap_s=0)
    assert calls(made) == 1


def test_a_shift_without_calls_between_two_others_is_looked_past() -> None:
    shifts = (Shift(8 * HOUR, 9 * HOUR), Shift(9 * HOUR, 10 * HOUR), Shift(10 * HOUR, 11 * HOUR))
    visits = [visit("one", "08:30"), visit("two", "10:00")]
    miles = {"home:ann": 0.0, "person:p-one": 0.0, "person:p-two": 40.0}
    town = build(visits, [carer("ann", shifts=shifts)], miles, plan({}))
    assert calls(searched(town, cap_s=0)[0]) == 1  # eighty minutes on the way, sixty between
    assert calls(searched(town, cap_s=1_800)[0]) == 2


def test_only_what_breaks_a_rule_is_left_out_of_given_rounds() -> None:
    visits = [visit("a", "08:00"), visit("b", "08:45"), visit("two", "10:00", carers=2),
              visit("c", "11:00")]  # fmt: skip
    miles = {item.place: 0.0 for item in visits} | {"home:ann": 0.0, "home:bob": 0.0}
    miles["person:p-b"] = 20.0  # forty minutes away
    town = build(visits, [carer("ann"), carer("bob")], miles, plan({}))
    case = town.case()
    given = plan({"ann": [("a", "08:00"), ("b", "08:45"), ("two", "10:00"), ("c", "11:00")]})
    piece = translate(case, given)
    (kept,) = standing(piece, given, case.travel)
    assert [stop.visit_id for stop in kept.stops] == ["a", "c"]


def test_a_start_to_the_second_is_kept_though_the_search_counts_whole_minutes() -> None:
    """The way takes 61 seconds: two minutes for the search, which then cannot make both."""
    visits = [
        replace(visit("a", "08:00", 10), latest_s=28_800, earliest_s=28_800),
        replace(visit("b", "08:12", 10), start_s=29_461, latest_s=29_461, earliest_s=29_461),
    ]
    miles = {"home:ann": 0.0, "person:p-a": 0.0, "person:p-b": 61 / 120}
    town = build(visits, [carer("ann")], miles, plan({}), cap_s=0)
    case = town.case()
    bare, _ = search_day(case, Effort(AfterIterations(50), 1))
    given = plan({"ann": [("a", "08:00")]})
    stops = (*given.rounds[0].stops, Stop("b", 29_461))
    start = Plan("mon", (replace(given.rounds[0], stops=stops),))
    made, _ = search_day(case, Effort(AfterIterations(50), 1), start)
    assert (calls(bare), calls(made)) == (1, 2)
    assert not violations(made, case.workload, case.travel, choices=case.choices)


def test_mending_makes_no_fewer_calls_than_can_stand() -> None:
    for seed in range(1, 30, 2):
        case = small_case(seed)
        before = start_of(case, seed)
        change = Change(frozenset(item.id for item in case.workload.visits[:2]))
        made = plan_again(case, Effort(AfterIterations(40), seed), before, change)
        assert calls(made) >= calls(before)


def test_any_start_is_finished_to_a_plan_that_keeps_every_rule() -> None:
    for seed in range(30):
        case = small_case(seed)
        made, _ = finished(case, random_start(case, seed))
        assert not violations(
            made, case.workload, case.travel, choices=case.choices, today=case.today
        )
