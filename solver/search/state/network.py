"""The network of rounds: who follows whom, and between when and when each task can start.

Tasks are taken in and out here. Earliest and latest starts hold over the whole network: along each
round, across twins (two tasks, one start) and across linked tasks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.search.compiled import kernel
from solver.search.state.arrays import (
    ARC,
    BUSY,
    CEILING,
    CHAINED,
    DUE,
    EARLIEST,
    GAPS_BOUND,
    HAS_WAIT,
    HI,
    LATE,
    LATE_COST,
    LATEST,
    LINKED,
    LOAD,
    NEXT,
    PAUSE,
    PREVIOUS,
    PRICE,
    SERVICE,
    SOFT,
    TAKES,
    TRAVEL,
    UNDONE,
    VEHICLE,
    WAIT,
    WAITING,
    Data,
    State,
)
from solver.search.state.bounds import (
    carry_earliest,
    carry_latest,
    clear,
    earliest_of,
    latest_of,
    loosen_earliest,
    loosen_latest,
    push_links,
    set_earliest,
)
from solver.search.state.cells import join, push, put, refresh_wait
from solver.search.state.onward import last_before, push_onward

if TYPE_CHECKING:
    from solver.search.problem import Ints


@kernel
def link_in(d: Data, s: State, x: int, i: int) -> None:
    """Put task x after row i, without looking at times."""
    rows = s.rows
    v = rows[i, VEHICLE]
    j = rows[i, NEXT]
    s.totals[TRAVEL] += d.fit[x, v] - rows[i, ARC]
    s.totals[UNDONE] -= d.task[x, PRICE]
    put(s, x, VEHICLE, v)
    join(d, s, i, x, v)
    join(d, s, x, j, v)
    begin = d.n + 2 * v
    put(s, begin, LOAD, rows[begin, LOAD] + d.task[x, TAKES])


@kernel
def take_in(d: Data, s: State, x: int, i: int, y: int, k: int) -> bool:
    """Put task x after row i, and its twin y (or -1) after row k; False if times do not allow.

    After False the caller takes the changes back. Where lateness counts it is also False as soon
    as travel and lateness together reach ``totals[CEILING]``.
    """
    soft = d.flags[SOFT] > 0
    link_in(d, s, x, i)
    if y >= 0:
        link_in(d, s, y, k)
    start = earliest_of(d, s, x)
    latest = d.task[x, HI] if soft else latest_of(d, s, x)
    if start > latest:
        return False
    if soft:
        put(s, x, EARLIEST, d.task[x, DUE])
        if y >= 0:
            put(s, y, EARLIEST, d.task[y, DUE])
    put(s, x, LATEST, latest)
    set_earliest(d, s, x, start)
    tail = push_onward(d, s, x, 0, True)
    if y >= 0:
        put(s, y, LATEST, latest)
        set_earliest(d, s, y, start)
        tail = push_onward(d, s, y, tail, True)
    if d.flags[LINKED]:
        tail = push_links(d, s, x, tail)
        if y >= 0:
            tail = push_links(d, s, y, tail)
    if soft and s.totals[TRAVEL] + s.totals[LATE] >= s.totals[CEILING]:
        clear(s, 0, tail)
        return False
    if not carry_earliest(d, s, tail, True, x):
        return False
    if soft:
        return True
    tail = push_onward(d, s, x, 0, False)
    if y >= 0:
        tail = push_onward(d, s, y, tail, False)
    if d.flags[LINKED]:
        tail = push_links(d, s, x, tail)
        if y >= 0:
            tail = push_links(d, s, y, tail)
    return carry_latest(d, s, tail, True)


@kernel
def take_out(d: Data, s: State, x: int) -> None:
    """Take task x out of its round; times are refreshed later by :func:`refresh_after`."""
    rows = s.rows
    v = rows[x, VEHICLE]
    i, j = rows[x, PREVIOUS], rows[x, NEXT]
    s.totals[TRAVEL] -= d.fit[x, v] + rows[i, ARC] + rows[x, ARC]
    s.totals[UNDONE] += d.task[x, PRICE]
    if d.flags[SOFT]:
        s.totals[LATE] -= max(0, rows[x, EARLIEST] - d.task[x, DUE]) * d.flags[LATE_COST]
    if rows[x, WAIT]:
        s.totals[WAITING] -= rows[x, WAIT]
        put(s, x, WAIT, 0)
    if rows[x, PAUSE]:
        put(s, x, BUSY, d.task[x, SERVICE])
        put(s, x, PAUSE, 0)
    join(d, s, i, j, v)
    put(s, x, VEHICLE, -1)
    begin = d.n + 2 * v
    put(s, begin, LOAD, rows[begin, LOAD] - d.task[x, TAKES])
    if d.flags[HAS_WAIT]:
        refresh_wait(d, s, i)


@kernel
def refresh_after(d: Data, s: State, joints: Ints, count: int) -> bool:
    """Bring all starts up to date after tasks were taken out; False if what is left cannot stand.

    ``joints[:count]`` are the rows before each gap, and the tasks linked to what was taken out.
    Where all ways are shortest ones and each leg lasts as long at any time, what is left can stand.
    After False the caller takes the changes back.
    """
    rows = s.rows
    bound = d.flags[LINKED] == GAPS_BOUND
    tail = 0
    for at in range(count):
        i = joints[at]
        if rows[i, VEHICLE] >= 0:
            tail = push_onward(d, s, i, tail, True)
            if i < d.n and d.flags[LINKED]:
                tail = push(s, i, tail)
    stands = loosen_earliest(d, s, tail) if bound else carry_earliest(d, s, tail, False, -1)
    if not stands or d.flags[SOFT]:
        return stands
    tail = 0
    for at in range(count):
        i = joints[at]
        if i < d.n:
            if rows[i, VEHICLE] >= 0:
                tail = push(s, i, tail)
        elif d.flags[CHAINED]:
            y = last_before(d, s, rows[i, VEHICLE])
            if y >= 0:
                tail = push(s, y, tail)
    if bound:
        return loosen_latest(d, s, tail)
    return carry_latest(d, s, tail, False)
