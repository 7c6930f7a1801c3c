"""The starts that the search keeps must be those that a plan has when worked out from nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from rounds.tiny import Call, Worker, problem

from solver.search import Problem, Search
from solver.search.state.arrays import EARLIEST, LATE, LATEST, NEXT, TRAVEL, VEHICLE


def linked_day(seed: int, *, late_cost: int, widest: int) -> Problem:
    """Forty calls, a third of them by two, some of them bound to another within a most time."""
    rng = np.random.default_rng([seed, widest])
    calls = []
    for _ in range(40):
        start = int(rng.integers(480, 900))
        last = start + int(rng.integers(0, widest))
        by = 2 if rng.random() < 0.3 else 1
        calls.append(Call(int(rng.integers(0, 40)), 20, start, last, carers=by))
    staff = [Worker(int(rng.integers(0, 40)), 420, 1_200) for _ in range(14)]
    links = []
    for one in range(0, 39, 3):
        least = int(rng.integers(0, 60))
        links.append((one, one + 1, least, least + int(rng.integers(1, 90))))
    p = problem(calls, staff, links=links, price=100_000)
    if late_cost:
        due = p.latest_s
        p = replace(p, due_s=due, latest_s=np.full(p.tasks, 3_000, np.int32), late_cost=late_cost)
        p = replace(p, closes_s=np.full(p.vehicles, 6_000, np.int32))
    return p


def worked_out(p: Problem, routes: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Earliest and latest starts of a plan, pass by pass until nothing moves (-1: undone)."""
    done = {x for route in routes for x in route}
    lo, hi = p.earliest_s.astype(int).copy(), p.latest_s.astype(int).copy()
    bounds: list[tuple[int, int, int]] = []  # start of the second less start of the first
    for v, route in enumerate(routes):
        for x in route:
            lo[x] = max(lo[x], p.opens_s[v])
            hi[x] = min(hi[x], p.closes_s[v] - p.service_s[x])
        for x, y in pairwise(route):
            leg = p.durations_s[p.mode[v], p.place[x], p.place[y]]
            bounds.append((x, y, int(p.service_s[x] + leg)))
    for x in done:
        if p.twin[x] >= 0:
            bounds.append((x, int(p.twin[x]), 0))
    for one, two, least, most in p.links.tolist():
        ones = [t for t in (one, int(p.twin[one])) if t in done]
        twos = [t for t in (two, int(p.twin[two])) if t in done]
        bounds += [(a, b, least) for a in ones for b in twos]
        bounds += [(b, a, -most) for a in ones for b in twos]
    for _ in range(10_000):
        before = lo.copy(), hi.copy()
        for a, b, gap in bounds:
            lo[b] = max(lo[b], lo[a] + gap)
            hi[a] = min(hi[a], hi[b] - gap)
        if np.array_equal(before[0], lo) and np.array_equal(before[1], hi):
            break
    undone = [x for x in range(p.tasks) if x not in done]
    lo[undone] = hi[undone] = -1
    return lo, hi


def routes_of(search: Search) -> list[list[int]]:
    """Routes of the plan under way."""
    n, rows = search.data.n, search.state.rows
    routes = []
    for v in range(search.data.m):
        route = []
        x = int(rows[n + 2 * v, NEXT])
        while x < n:
            route.append(x)
            x = int(rows[x, NEXT])
        routes.append(route)
    return routes


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("late_cost", [0, 1])
@pytest.mark.parametrize("widest", [30, 240])
def test_starts_after_many_steps_are_those_worked_out_from_nothing(
    seed: int, late_cost: int, widest: int
) -> None:
    p = linked_day(seed, late_cost=late_cost, widest=widest)
    search = Search(p, seed)
    search.begin()
    for _ in range(8):
        search.run(40, 3.0, 3.0)
        routes, rows = routes_of(search), search.state.rows[: p.tasks]
        lo, hi = worked_out(p, routes)
        done = rows[:, VEHICLE] >= 0
        assert done.sum() > p.tasks // 2
        assert np.array_equal(np.where(done, rows[:, EARLIEST], -1), lo)
        if late_cost:
            late = np.maximum(lo - p.due_s, 0)[done].sum()
            assert search.state.totals[LATE] == late * late_cost
        else:
            assert np.array_equal(np.where(done, rows[:, LATEST], -1), hi)
        assert search.state.totals[TRAVEL] == travelled(p, routes)


def travelled(p: Problem, routes: list[list[int]]) -> int:
    """Cost of the legs of the routes, with those from and to home."""
    total = 0
    for v, route in enumerate(routes):
        if route:
            stops = [p.origin[v], *p.place[route], p.target[v]]
            legs = [p.durations_s[p.mode[v], a, b] for a, b in pairwise(stops)]
            between = sum(legs[1:-1]) * int(p.second_cost[v])
            total += int(between + (legs[0] + legs[-1]) * int(p.home_second_cost[v]))
    return total
