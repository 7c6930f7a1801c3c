"""Single changes of a plan: one cell, one leg, one wait, each logged so that it can be taken back.

What they add up to, and what must hold between them, stands in ``bounds.py`` and ``network.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from solver.search.compiled import kernel
from solver.search.state.arrays import (
    ARC,
    BROKEN,
    BUSY,
    BY_METRE,
    BY_SECOND,
    BY_WAIT,
    EARLIEST,
    HAS_LENGTHS,
    HOME_METRE,
    HOME_SECOND,
    LEG,
    LOGGED,
    MODE,
    NEXT,
    PARTS,
    PERIOD,
    PLACE,
    PREVIOUS,
    QUEUED,
    TRAVEL,
    VEHICLE,
    WAIT,
    WAIT_LIMIT,
    WAITING,
    Data,
    State,
)

Parts = tuple[int, int, int, int, int, int, int]
"""The parts of the cost, kept to be put back."""

COST_LIMIT = 1_000_000_000
"""No leg costs more than this (a leg without a way is never taken)."""


@kernel
def put(s: State, row: int, column: int, value: int) -> None:
    """Change one cell of the plan, and log what it was; the only writer of the log.

    Where the log is full nothing changes, so that all before can still be taken back.
    """
    old = s.rows[row, column]
    if old != value:
        at = s.totals[LOGGED]
        if at >= len(s.log):
            s.totals[BROKEN] = 1
            return
        s.log[at, 0] = row
        s.log[at, 1] = column
        s.log[at, 2] = old
        s.totals[LOGGED] = at + 1
        s.rows[row, column] = value


@kernel
def take_back(s: State, mark: int) -> None:
    """Undo every change after ``mark`` (the parts of the cost are the caller's)."""
    for at in range(s.totals[LOGGED] - 1, mark - 1, -1):
        s.rows[s.log[at, 0], s.log[at, 1]] = s.log[at, 2]
    s.totals[LOGGED] = mark
    s.totals[BROKEN] = 0


@kernel
def parts_of(s: State) -> Parts:
    """Copy the parts of the cost."""
    t = s.totals
    return t[0], t[1], t[2], t[3], t[4], t[5], t[6]


@kernel
def restore(s: State, mark: int, parts: Parts) -> None:
    """Take back everything after ``mark`` and put the parts of the cost back."""
    take_back(s, mark)
    for part in range(PARTS):
        s.totals[part] = parts[part]


@kernel
def push(s: State, x: int, tail: int) -> int:
    """Queue task x to be looked at; returns the new end of the queue. The only writer of the queue.

    The queue comes round, and no task is in it twice, so that it never holds more than there are.
    """
    if s.rows[x, QUEUED]:
        return tail
    s.rows[x, QUEUED] = 1
    s.queue[tail] = x
    tail += 1
    return 0 if tail == len(s.queue) else tail


@kernel
def leg_of(d: Data, s: State, i: int, j: int, v: int) -> tuple[int, int]:
    """Seconds and cost of the leg from row i to row j by vehicle v."""
    n = d.n
    if j < n:
        period = d.task[j, PERIOD]
    elif i < n:
        period = d.task[i, PERIOD]
    else:
        return 0, 0
    k = d.vehicle[v, MODE] + period
    a, b = s.rows[i, PLACE], s.rows[j, PLACE]
    seconds: Any = np.int64(d.legs[0, k, a, b])  # products below pass 32 bits
    metres: Any = np.int64(d.metres[0, k, a, b]) if d.flags[HAS_LENGTHS] else np.int64(0)
    if i < n and j < n:
        cost = seconds * d.vehicle[v, BY_SECOND] + metres * d.vehicle[v, BY_METRE]
    else:
        cost = seconds * d.vehicle[v, HOME_SECOND] + metres * d.vehicle[v, HOME_METRE]
    return seconds, min(cost, COST_LIMIT)


@kernel
def join(d: Data, s: State, i: int, j: int, v: int) -> None:
    """Let row j follow row i on vehicle v."""
    seconds, cost = leg_of(d, s, i, j, v)
    s.totals[TRAVEL] += cost
    put(s, i, NEXT, j)
    put(s, j, PREVIOUS, i)
    put(s, i, LEG, seconds)
    put(s, i, ARC, cost)


@kernel
def refresh_wait(d: Data, s: State, i: int) -> None:
    """Recompute the cost of waiting between row i and the one after it."""
    rows = s.rows
    cost = 0
    v = rows[i, VEHICLE]
    if v >= 0 and i < d.n and rows[i, NEXT] < d.n:
        gap = rows[rows[i, NEXT], EARLIEST] - rows[i, EARLIEST] - rows[i, BUSY] - rows[i, LEG]
        if 0 < gap <= d.flags[WAIT_LIMIT]:
            cost = min(gap * d.vehicle[v, BY_WAIT], COST_LIMIT)
    if cost != rows[i, WAIT]:
        s.totals[WAITING] += cost - rows[i, WAIT]
        put(s, i, WAIT, cost)
