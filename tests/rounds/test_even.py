"""Even rounds: counted as defined after any step, best on tiny days, and asked for by points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from rounds.test_network import linked_day, routes_of
from rounds.tiny import Call, Worker, cheapest, drawn, problem, uneven_minutes

from solver.search import Search, solve
from solver.search.state.arrays import EARLIEST, UNEVEN, VEHICLE
from solver.stop.rules import AfterIterations


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("wait", [0, 1])
def test_unevenness_after_many_steps_is_that_worked_out_from_nothing(seed: int, wait: int) -> None:
    p = linked_day(seed, late_cost=0, widest=120)
    pairs = np.arange(p.vehicles, dtype=np.int32) // 2  # two shifts a person, three groups
    p = replace(
        p,
        person=pairs,
        group=pairs % 3,
        uneven_cost=7,
        wait_cost=np.full(p.vehicles, wait, np.int64),
    )
    search = Search(p, seed)
    search.begin()
    seen = set()
    for _ in range(8):
        search.run(40, 3.0, 3.0)
        routes, rows = [tuple(route) for route in routes_of(search)], search.state.rows
        begin = {x: int(rows[x, EARLIEST]) for x in range(p.tasks) if rows[x, VEHICLE] >= 0}
        minutes = uneven_minutes(p, routes, begin)
        assert search.state.totals[UNEVEN] == 7 * minutes
        seen.add(minutes)
    assert len(seen) > 1


@pytest.mark.parametrize("seed", range(6))
def test_tiny_days_with_even_rounds_equal_brute_force(seed: int) -> None:
    calls, staff = drawn(np.random.default_rng([seed, 61]), 4, 3, 1, wide=True)
    p = replace(problem(calls, staff, wait=seed % 2), uneven_cost=5)
    # places are looked for without it, so one search in twelve ends a little above the best
    found = min(solve(p, AfterIterations(3_000), k).cost for k in range(3))
    assert found == cheapest(p)


def test_work_is_shared_where_it_costs_nothing_else() -> None:
    calls = [Call(5, 60, 480 + 70 * k, 500 + 70 * k) for k in range(4)]
    own = frozenset({(0, 1), (1, 0)})  # each has one call that only they can make
    p = problem(calls, [Worker(5, 480, 900), Worker(5, 480, 900)], unfit=own)
    even = solve(replace(p, uneven_cost=10), AfterIterations(500), 1)
    assert (even.cost, [len(route) for route in even.routes]) == (0, [2, 2])
