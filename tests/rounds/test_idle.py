"""Hours paid anyway: idle time counted as defined after any step, best on tiny days, and filled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from rounds.test_network import linked_day, routes_of
from rounds.tiny import Call, Worker, cheapest, drawn, idle_cost, problem, uneven_minutes

from solver.search import Search, solve
from solver.search.state.arrays import EARLIEST, IDLE, UNEVEN, VEHICLE
from solver.stop.rules import AfterIterations


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("wait", [0, 1])
def test_idle_time_after_many_steps_is_that_worked_out_from_nothing(seed: int, wait: int) -> None:
    p = linked_day(seed, late_cost=0, widest=120)
    pairs = np.arange(p.vehicles, dtype=np.int32) // 2  # two shifts a person
    rng = np.random.default_rng(seed)
    paid, cost = rng.integers(0, 1_500, pairs.max() + 1), rng.integers(0, 9, pairs.max() + 1)
    p = replace(
        p,
        person=pairs,
        group=pairs % 3,
        uneven_cost=7 if seed else 0,
        wait_cost=np.full(p.vehicles, wait, np.int64),
        paid_anyway_s=paid[pairs].astype(np.int32),
        idle_cost=cost[pairs].astype(np.int64),
    )
    search = Search(p, seed)
    search.begin()
    seen = set()
    for _ in range(8):
        search.run(40, 3.0, 3.0)
        routes, rows = [tuple(route) for route in routes_of(search)], search.state.rows
        begin = {x: int(rows[x, EARLIEST]) for x in range(p.tasks) if rows[x, VEHICLE] >= 0}
        assert search.state.totals[IDLE] == idle_cost(p, routes, begin)
        uneven = p.uneven_cost * uneven_minutes(p, routes, begin)
        assert search.state.totals[UNEVEN] == uneven
        seen.add(int(search.state.totals[IDLE]))
    assert len(seen) > 1


@pytest.mark.parametrize("seed", range(6))
def test_tiny_days_with_hours_paid_anyway_equal_brute_force(seed: int) -> None:
    rng = np.random.default_rng([seed, 62])
    calls, staff = drawn(rng, 4, 3, 1, wide=True)
    wait = seed % 2
    p = problem(calls, staff, wait=wait)
    paid = rng.integers(0, 200, p.vehicles).astype(np.int32)
    p = replace(p, paid_anyway_s=paid, idle_cost=np.full(p.vehicles, wait or 3, np.int64))
    found = min(solve(p, AfterIterations(3_000), k).cost for k in range(3))
    assert found == cheapest(p)


def test_work_up_to_the_hours_paid_anyway_goes_to_who_is_paid_and_no_more() -> None:
    calls = [Call(5, 60, 480 + 70 * k, 500 + 70 * k) for k in range(4)]
    far, near = Worker(15, 480, 900), Worker(5, 480, 900)
    p = problem(calls, [far, near])
    assert [len(route) for route in solve(p, AfterIterations(500), 1).routes] == [0, 4]
    p = replace(p, paid_anyway_s=np.array([120, 0], np.int32), idle_cost=np.ones(2, np.int64))
    filled = solve(p, AfterIterations(500), 1)  # 40 on the way costs less than 120 idle
    assert len(filled.routes[0]) >= 2
    assert (filled.idle, filled.cost) == (0, 40)
    p = replace(p, paid_anyway_s=np.array([30, 0], np.int32))  # 40 on the way costs more than 30
    assert [len(route) for route in solve(p, AfterIterations(500), 1).routes] == [0, 4]
