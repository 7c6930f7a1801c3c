"""Doses that lie apart, and visits that follow others: known answers, valid plans, reasons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from rounds.tiny import Call, Worker, cheapest, drawn, problem
from rounds.towns import HOUR, Town, build, planned, towns
from score_town import carer, plan, visit

from solver.check import violations
from solver.domain import Plan
from solver.search import solve
from solver.search.problem import FAR_S
from solver.stop.rules import AfterIterations

ANN, BOB = carer("ann"), carer("bob")
NOBODY = Plan("mon", ())


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("doubles", [0, 1])
def test_linked_tiny_days_equal_brute_force(seed: int, doubles: int) -> None:
    rng = np.random.default_rng([seed, doubles, 4])
    calls, staff = drawn(rng, 4, 2, doubles, wide=True)
    # the first call is followed by two others: one link more than one slot a task would hold
    top = int(rng.choice([60, 90, FAR_S]))
    links = [(0, 1, 30, top), (0, 2, int(rng.integers(0, 90)), FAR_S), (1, 3, 20, FAR_S)]
    p = problem(calls, staff, wait=seed % 2, links=links)
    assert solve(p, AfterIterations(2_000), seed).cost == cheapest(p)


def test_a_link_from_one_carer_to_a_pair_binds_both_of_the_pair() -> None:
    # the pair may start 60 minutes after the single call at the earliest, whoever gets there
    calls = [Call(0, 30, 500, 520), Call(0, 30, 480, 700, carers=2)]
    p = problem(calls, [Worker(0, 480, 900), Worker(0, 480, 900)], links=[(0, 1, 60, 90)])
    found = solve(p, AfterIterations(100), 1)
    assert found.undone == 0
    single, *pair = found.start_s.tolist()
    assert pair[0] == pair[1]
    assert 60 <= pair[0] - single <= 90


def starts(made: Plan) -> dict[str, int]:
    return {stop.visit_id: stop.start_s // 60 for item in made.rounds for stop in item.stops}


def dose(name: str, start: str, **more):
    return visit(name, start, 30, person_id="p", place="person:p", **more)


def town_of(visits, today: Plan = NOBODY, **choices) -> Town:
    return build(
        visits,
        [ANN, BOB],
        {"home:ann": 0.0, "home:bob": 1.0} | {item.place: 2.0 for item in visits},
        today,
        **choices,
    )


def test_doses_lie_apart_though_one_visit_after_the_other_is_cheaper() -> None:
    near = [dose("one", "08:00"), dose("two", "09:00")]
    free = starts(planned(town_of(near, cap_s=HOUR)))
    assert free["two"] - free["one"] < 90
    apart = [replace(near[0], apart_s=60 * 60), replace(near[1], apart_s=90 * 60)]
    made = starts(planned(town_of(apart, cap_s=HOUR)))
    assert made["two"] - made["one"] >= 90  # the longer of the two times counts
    lone = [near[0], replace(near[1], apart_s=90 * 60)]
    assert starts(planned(town_of(lone, cap_s=HOUR))) == free


@pytest.mark.parametrize(("least", "most"), [(60, 70), (0, 10)])
def test_a_visit_follows_another_within_its_gap(least: int, most: int) -> None:
    insulin = dose("insulin", "08:00")
    meal = dose("meal", "08:45", after="insulin", gap_least_s=60 * least, gap_most_s=60 * most)
    made = starts(planned(town_of([insulin, meal], cap_s=HOUR)))
    assert least <= made["meal"] - made["insulin"] <= most


def test_doses_whose_windows_lie_too_near_are_left_with_the_reason() -> None:
    tight = [dose("one", "08:00", apart_s=4 * HOUR), dose("two", "10:00", apart_s=4 * HOUR)]
    (left,) = planned(town_of(tight, cap_s=1_800)).unserved
    assert left.reason == "gap"
    assert "at least 240 minutes" in left.detail


def test_linked_visits_of_two_providers_are_planned_together() -> None:
    # within their providers, and yet the second dose waits for the first
    mine, theirs = dose("one", "08:00", apart_s=HOUR), dose("two", "08:30", apart_s=HOUR)
    theirs = replace(theirs, provider_id="B")
    cat = carer("cat", provider="B")
    miles = {"home:ann": 0.0, "home:cat": 0.0, "person:p": 2.0}
    town = build([mine, theirs], [ANN, cat], miles, NOBODY, cap_s=1_800)
    made = planned(town)
    assert made.unserved == ()
    assert {item.carer_id for item in made.rounds} == {"ann", "cat"}
    (left,) = planned(town, cap_s=600).unserved
    assert left.reason == "gap"


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.data(), towns(), st.sampled_from(["re-time", "re-allocate", "re-provide"]))
def test_any_gaps_are_kept(data, town: Town, freedom: str) -> None:
    minutes = st.sampled_from([0, 0, 30, 60, 120])
    visits = []
    for k, item in enumerate(town.workload.visits):
        after = data.draw(st.sampled_from(["", "", *(f"v{i}" for i in range(k))]))
        least = 60 * data.draw(minutes)
        most = data.draw(st.sampled_from([None, 1_800, 7_200])) if after else None
        visits.append(
            replace(
                item,
                person_id=f"p{k % 3}",
                apart_s=60 * data.draw(minutes),
                after=after,
                gap_least_s=least if after else 0,
                gap_most_s=None if most is None else max(least, most),
            )
        )
    planned(replace(town, workload=replace(town.workload, visits=tuple(visits))), freedom=freedom)


def test_the_checker_finds_gaps_that_are_broken() -> None:
    one = dose("one", "08:00", apart_s=HOUR)
    two = dose("two", "09:00", apart_s=HOUR, after="one", gap_least_s=HOUR, gap_most_s=2 * HOUR)
    town = town_of([one, two], cap_s=3 * HOUR)
    for start, rules in (
        ("09:00", []),
        ("10:00", []),
        ("08:59", ["apart", "after"]),
        ("10:01", ["after"]),
        ("07:00", ["after"]),
    ):
        made = plan({"ann": [("one", "08:00")], "bob": [("two", start)]})
        found = violations(made, town.workload, town.travel, choices=town.choices)
        assert [item.rule for item in found] == rules
