"""A person's vehicles one after another: the way from the last task of one to the next one's first.

Only where that way may bind; what follows a vehicle's end looks past vehicles without a task.
"""

from __future__ import annotations

from solver.search.compiled import inlined, kernel
from solver.search.state.arrays import (
    CHAINED,
    EARLIER,
    EARLIEST,
    LATER,
    LATEST,
    MODE,
    NEXT,
    PERIOD,
    PLACE,
    PREVIOUS,
    SERVICE,
    VEHICLE,
    Data,
    State,
)
from solver.search.state.cells import push


@kernel
def last_before(d: Data, s: State, v: int) -> int:
    """Last task that the person of vehicle v does on an earlier vehicle; -1 for none."""
    v = d.vehicle[v, EARLIER]
    while v >= 0:
        x = s.rows[d.n + 2 * v + 1, PREVIOUS]
        if x < d.n:
            return x
        v = d.vehicle[v, EARLIER]
    return -1


@kernel
def first_after(d: Data, s: State, v: int) -> int:
    """First task that the person of vehicle v does on a later vehicle; -1 for none."""
    v = d.vehicle[v, LATER]
    while v >= 0:
        x = s.rows[d.n + 2 * v, NEXT]
        if x < d.n:
            return x
        v = d.vehicle[v, LATER]
    return -1


@kernel
def apart_s(d: Data, s: State, x: int, y: int, v: int) -> int:
    """Least seconds between the starts of x, last on its vehicle, and y, first on a later one.

    ``v`` is either vehicle.
    """
    k = d.vehicle[v, MODE] + d.task[y, PERIOD]
    return d.task[x, SERVICE] + d.legs[0, k, s.rows[x, PLACE], s.rows[y, PLACE]]


@kernel
def between_vehicles(d: Data, s: State, x: int, i: int, start: int, latest: int) -> tuple[int, int]:
    """Narrow the starts of task x after row i by what its person does before and after the round.

    ``start`` and ``latest`` are narrowed already by all else.
    """
    rows = s.rows
    v = rows[i, VEHICLE]
    if i >= d.n:
        y = last_before(d, s, v)
        if y >= 0:
            start = max(start, rows[y, EARLIEST] + apart_s(d, s, y, x, v))
    if rows[i, NEXT] >= d.n:
        y = first_after(d, s, v)
        if y >= 0:
            latest = min(latest, rows[y, LATEST] - apart_s(d, s, x, y, v))
    return start, latest


@inlined
def push_onward(d: Data, s: State, x: int, tail: int, forward: bool) -> int:
    """Queue the task that the person of row x does next (``forward``) or before."""
    y = s.rows[x, NEXT if forward else PREVIOUS]
    if y >= d.n:
        if d.flags[CHAINED] == 0:
            return tail
        v = s.rows[x, VEHICLE]
        y = first_after(d, s, v) if forward else last_before(d, s, v)
        if y < 0:
            return tail
    return push(s, y, tail)
