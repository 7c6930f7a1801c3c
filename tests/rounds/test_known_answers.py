"""Tiny days: the search finds the best plan there is, by brute force and by CP-SAT."""

from __future__ import annotations

import numpy as np
import pytest
from rounds.constraint import cheapest_by_constraints
from rounds.tiny import Call, Worker, cheapest, drawn, problem, starts, terms

from solver.search import solve
from solver.stop.rules import AfterIterations

STEPS = 2_000


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("visits", "workers", "doubles"), [(4, 1, 0), (4, 2, 0), (4, 2, 1)])
def test_tiny_days_equal_brute_force(seed: int, visits: int, workers: int, doubles: int) -> None:
    rng = np.random.default_rng([seed, visits, workers, doubles])
    calls, staff = drawn(rng, visits, workers, doubles, wide=seed % 2 == 0)
    p = problem(calls, staff, wait=seed % 3)
    found = solve(p, AfterIterations(STEPS), seed)
    assert found.cost == cheapest(p)


@pytest.mark.parametrize("seed", range(4))
def test_a_carer_who_does_not_fit_is_never_sent(seed: int) -> None:
    rng = np.random.default_rng([seed, 77])
    calls, staff = drawn(rng, 4, 2, 1, wide=True)
    p = problem(calls, staff, unfit=frozenset({(1, 0), (2, 1)}))
    found = solve(p, AfterIterations(STEPS), seed)
    assert found.cost == cheapest(p)
    assert all(p.fit[x, v] >= 0 for v, route in enumerate(found.routes) for x in route)


@pytest.mark.parametrize("seed", range(8))
def test_days_with_pairs_equal_constraint_programming(seed: int) -> None:
    rng = np.random.default_rng([seed, 5])
    calls, staff = drawn(rng, 6, 3, 2, wide=seed % 2 == 0)
    p = problem(calls, staff)
    found = solve(p, AfterIterations(2 * STEPS), seed)
    assert found.cost == cheapest_by_constraints(p)


def test_brute_force_and_constraint_programming_agree() -> None:
    calls, staff = drawn(np.random.default_rng(3), 4, 2, 1)
    p = problem(calls, staff)
    assert cheapest(p) == cheapest_by_constraints(p)


def test_two_carers_meet_at_the_door() -> None:
    # 10 miles apart with a pair half-way: each drives 5 miles there and 5 home, and both start
    # when the later of the two can
    calls = [Call(5, 30, 480, 600, carers=2)]
    p = problem(calls, [Worker(0, 480, 700), Worker(10, 500, 700)])
    found = solve(p, AfterIterations(50), 1)
    assert found.cost == 4 * 10
    assert found.start_s.tolist() == [500, 500]


@pytest.mark.parametrize("seed", range(6))
def test_cost_is_the_sum_of_its_terms_by_definition(seed: int) -> None:
    calls, staff = drawn(np.random.default_rng([seed, 9]), 9, 3, 3, wide=True)
    p = problem(calls, staff, wait=2)
    found = solve(p, AfterIterations(300), seed)
    begin = starts(p, list(found.routes))
    assert begin is not None
    assert begin == {x: int(s) for x, s in enumerate(found.start_s) if s >= 0}
    parts = terms(p, list(found.routes), begin)
    assert parts == {name: getattr(found, name) for name in parts}
    assert found.cost == sum(parts.values())


@pytest.mark.parametrize("seed", range(3))
def test_same_seed_and_steps_give_the_same_plan(seed: int) -> None:
    calls, staff = drawn(np.random.default_rng([seed, 21]), 12, 4, 4, wide=True)
    p = problem(calls, staff, wait=1)
    one, two = (solve(p, AfterIterations(400), seed) for _ in range(2))
    assert one.routes == two.routes
    assert one.start_s.tolist() == two.start_s.tolist()


@pytest.mark.parametrize("seed", range(5))
def test_never_worse_than_a_feasible_start(seed: int) -> None:
    calls, staff = drawn(np.random.default_rng([seed, 33]), 10, 4, 3, wide=True)
    p = problem(calls, staff, wait=1)
    first = solve(p, AfterIterations(200), seed)
    kept = solve(p, AfterIterations(0), seed + 1, start=first.routes)
    assert kept.cost <= first.cost
    later = solve(p, AfterIterations(100), seed + 1, start=first.routes)
    assert later.cost <= first.cost


@pytest.mark.parametrize("way", ["none", "half", "lone"])
def test_days_without_visits_or_carers_end_at_once(way: str) -> None:
    calls, staff = drawn(np.random.default_rng(1), 2, 2, 1)
    if way == "none":
        p = problem([], staff)
    elif way == "half":
        p = problem(calls, [])
    else:
        p = problem(calls[:1], staff[:1])  # one carer for a double-handed visit
    found = solve(p, AfterIterations(100_000), 1)
    assert found.served == 0
    assert found.undone == sum(p.price)


def test_a_window_that_closes_before_it_opens_is_left_undone() -> None:
    calls = [Call(1, 30, 600, 500), Call(1, 30, 540, 600)]
    p = problem(calls, [Worker(0, 480, 700)])
    found = solve(p, AfterIterations(200), 1)
    assert found.start_s[0] == -1
    assert found.start_s[1] >= 540
