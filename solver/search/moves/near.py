"""Neighbours: which tasks may well stand next to which, and which vehicles start nearby."""

from __future__ import annotations

import numpy as np

from solver.search.compiled import maker
from solver.search.moves.insertion import Work
from solver.search.problem import FAR_S, Ints
from solver.search.state.arrays import (
    AT,
    CLOSES,
    DUE,
    HAS_WAIT,
    HI,
    LO,
    MODE,
    OPENS,
    ORIGIN,
    PERIOD,
    PERIODS,
    SERVICE,
    TWIN,
    WAIT_LIMIT,
    Data,
)

HOMES = 12
"""Vehicles that are tried for each task from their start."""

CLOSE = 100
"""Tasks near each task, from which strings are removed."""

WAIT_WEIGHT = 0.2
"""How much a second of waiting that costs counts against a second of travel, among neighbours."""


@maker
def _smallest(values: Ints, count: int, out: Ints, order: Ints, heap: Ints) -> None:
    """Write the indices of the ``len(out)`` smallest values below FAR_S, ascending; -1 after."""
    size = 0
    room = len(out)
    for at in range(count):
        value = values[at]
        if value >= FAR_S or (size == room and value >= heap[0]):
            continue
        if size < room:
            child = size
            size += 1
            while child > 0 and heap[(child - 1) // 2] < value:
                heap[child] = heap[(child - 1) // 2]
                order[child] = order[(child - 1) // 2]
                child = (child - 1) // 2
            heap[child], order[child] = value, at
        else:
            spot = 0
            while True:
                child = 2 * spot + 1
                if child >= size:
                    break
                if child + 1 < size and heap[child + 1] > heap[child]:
                    child += 1
                if heap[child] <= value:
                    break
                heap[spot], order[spot] = heap[child], order[child]
                spot = child
            heap[spot], order[spot] = value, at
    out[:] = -1
    ranked = np.argsort(heap[:size], kind="mergesort")
    for at in range(size):
        out[at] = order[ranked[at]]


@maker
def _lists(
    d: Data, lists: Ints, near: Ints, shared: Ints, idle_weight: float, apart_weight: float
) -> None:
    n, m = d.n, d.m
    paid_s = d.flags[WAIT_LIMIT] if d.flags[HAS_WAIT] else 0
    widest = max(n, m)
    ahead, behind = np.empty(widest, np.int32), np.empty(widest, np.int32)
    apart = np.empty(widest, np.int32)
    size = max(lists.shape[2], near.shape[1])
    order, heap = np.empty(size, np.int32), np.empty(size, np.int32)
    for x in range(n):
        k = shared[d.task[x, PERIOD]]
        a, twin = d.task[x, AT], d.task[x, TWIN]
        lo, hi, due, length = d.task[x, LO], d.task[x, HI], d.task[x, DUE], d.task[x, SERVICE]
        for u in range(n):
            if u == x or u == twin:  # noqa: SIM109 (numba compares one by one)
                ahead[u], behind[u], apart[u] = FAR_S, FAR_S, FAR_S
                continue
            coming, going = d.legs[1, k, a, d.task[u, AT]], d.legs[0, k, a, d.task[u, AT]]
            opens, due_u = d.task[u, LO], d.task[u, DUE]
            takes, late = d.task[u, SERVICE] + coming, d.task[u, HI]
            ahead[u] = _strain(opens, due_u, takes, lo, due, hi, coming, paid_s, idle_weight)
            behind[u] = _strain(
                lo, due, length + going, opens, due_u, late, going, paid_s, idle_weight
            )
            middle = abs(lo + due - opens - due_u) // 2
            apart[u] = min(FAR_S - 1, min(coming, going) + int(apart_weight * middle))
        _smallest(ahead, n, lists[0, x], order, heap)
        _smallest(behind, n, lists[1, x], order, heap)
        _smallest(apart, n, near[x], order, heap)
        for v in range(m):
            matrix = d.vehicle[v, MODE] + d.task[x, PERIOD]
            ahead[v] = d.legs[1, matrix, a, d.vehicle[v, ORIGIN]]
            outside = lo > d.vehicle[v, CLOSES] - length or hi < d.vehicle[v, OPENS]
            if outside or d.fit[x, v] < 0:
                ahead[v] = FAR_S
        _smallest(ahead, m, lists[2, x], order, heap)
        lists[2, x, HOMES:] = -1


@maker
def _strain(
    lo: int,
    due: int,
    takes: int,
    lo_to: int,
    due_to: int,
    hi_to: int,
    leg: int,
    paid_s: int,
    idle_weight: float,
) -> int:
    """Say how ill one task follows another: travel, time between, forced lateness.

    Up to ``paid_s`` the time between is waiting that costs.
    """
    if lo + takes > hi_to or leg >= FAR_S:
        return FAR_S
    wait = max(0, lo_to - due - takes)
    late = max(0, lo + takes - due_to)
    weight = WAIT_WEIGHT if wait <= paid_s else idle_weight
    return leg + int(weight * wait) + late


def look_around(data: Data, neighbours: int, idle_weight: float, apart_weight: float) -> Work:
    """Find the neighbours of every task, at most ``neighbours`` before and after it.

    A second of idle time between two tasks counts ``idle_weight`` of a second of travel where a
    task is to stand, one between the middles of their windows ``apart_weight`` where rounds are
    taken apart.
    """
    n, m = data.n, data.m
    lists = np.full((3, n, max(1, min(neighbours, max(n, m)))), -1, np.int32)
    near = np.empty((n, max(1, min(CLOSE, n))), np.int32)
    common = int(np.bincount(data.vehicle[:, MODE]).argmax()) if m else 0
    shared = (common + np.arange(int(data.flags[PERIODS]))).astype(np.int32)
    _lists(data, lists, near, shared, idle_weight, apart_weight)
    return Work(lists=lists, near=near, found=np.zeros((2, 4, 2 * n + 2 * m + 8), np.int64))
