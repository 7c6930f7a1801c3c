"""Compile the search once, so that the first plan of a process does not wait for it."""

from __future__ import annotations

import numpy as np

from solver.search.problem import FAR_S, Problem
from solver.search.solve import solve
from solver.stop.rules import AfterIterations


def warm_up() -> None:
    """Solve a tiny problem with a twin, a link and a given start; compiled code is cached."""
    tasks, vehicles, places = 6, 3, 4
    apart = np.abs(np.arange(places)[:, None] - np.arange(places)[None, :]).astype(np.int32) * 60
    problem = Problem(
        place=np.array([1, 1, 2, 3, 2, 3], np.int32),
        service_s=np.full(tasks, 600, np.int32),
        earliest_s=np.full(tasks, 28_800, np.int32),
        latest_s=np.full(tasks, 36_000, np.int32),
        price=np.full(tasks, 1_000_000, np.int64),
        origin=np.zeros(vehicles, np.int32),
        target=np.zeros(vehicles, np.int32),
        opens_s=np.full(vehicles, 25_200, np.int32),
        closes_s=np.full(vehicles, 43_200, np.int32),
        mode=np.zeros(vehicles, np.int32),
        person=np.arange(vehicles, dtype=np.int32),
        second_cost=np.ones(vehicles, np.int64),
        metre_cost=np.ones(vehicles, np.int64),
        fit=np.zeros((tasks, vehicles), np.int32),
        durations_s=apart[None],
        lengths_m=apart[None] * 10,
        twin=np.array([1, 0, -1, -1, -1, -1], np.int32),
        links=np.array([[2, 3, 0, FAR_S]], np.int32),
        wait_cost=np.ones(vehicles, np.int64),
        most_s=np.array([FAR_S, 14_400, 14_400], np.int32),
        pause_s=1_200,
        pause_after_s=21_600,
    )
    solve(problem, AfterIterations(50), 1, start=[[0, 2], [1], []])
