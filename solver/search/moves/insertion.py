"""Putting tasks into rounds at the cheapest place, checked exactly in constant time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.search.compiled import inlined, kernel
from solver.search.state.arrays import (
    ALIKE,
    ARC,
    BUSY,
    BY_METRE,
    BY_SECOND,
    BY_WAIT,
    CAPACITY,
    CHAINED,
    CLOSES,
    DUE,
    EARLIEST,
    FEW,
    HAS_LENGTHS,
    HAS_LOAD,
    HAS_WAIT,
    HI,
    HOME_METRE,
    HOME_SECOND,
    LATE_COST,
    LATEST,
    LEAST,
    LEG,
    LINKED,
    LINKS,
    LINKS_END,
    LO,
    LOAD,
    LOOKED,
    LOOKS,
    MODE,
    MOST,
    NEXT,
    OPENS,
    ORDER,
    ORDERED,
    OTHER,
    PERIOD,
    PERSON,
    PLACE,
    PREVIOUS,
    SEEN,
    SERVICE,
    SOFT,
    SPARED,
    STRETCH,
    TAKES,
    TWIN,
    VEHICLE,
    WAIT,
    WAIT_LIMIT,
    Data,
    State,
)
from solver.search.state.chance import blinks
from solver.search.state.idle import cost_at_work
from solver.search.state.onward import between_vehicles

if TYPE_CHECKING:
    from solver.search.problem import Ints, Longs

NOWHERE = 1 << 60
"""Cost of a place that is not allowed."""


class Work(NamedTuple):
    """Room for candidates, and the neighbours that say where to look.

    ``lists[0][k]`` are the tasks that may well precede task k, nearest first, ``lists[1][k]``
    those that may follow, ``lists[2][k]`` the vehicles that start nearest to it; ``near[k]`` the
    tasks whose removal frees room for it; -1 ends a list early. ``found`` (2, 4, c) has for each
    candidate its cost, earliest start, latest start, and the row after which it stands.
    """

    lists: Ints
    near: Ints
    found: Longs


COST, START, LAST, SPOT = range(4)
"""Rows of ``Work.found``."""


@kernel
def window_of(d: Data, s: State, x: int) -> tuple[int, int]:
    """Window of task x, narrowed by the linked tasks that are done."""
    lo, hi = d.task[x, LO], d.task[x, HI]
    if d.flags[LINKED]:
        for at in range(d.task[x, LINKS], d.task[x, LINKS_END]):
            y = d.links[at, OTHER]
            if s.rows[y, VEHICLE] >= 0:
                lo = max(lo, s.rows[y, EARLIEST] + d.links[at, LEAST])
                if not d.flags[SOFT]:
                    hi = min(hi, s.rows[y, LATEST] + d.links[at, MOST])
    return lo, hi


@inlined
def _in_turn(d: Data, s: State, x: int, before: int, behind: int) -> bool:
    """Say whether task x keeps its carer's order: the nearest on either side that have a place."""
    while before < d.n and d.task[before, ORDER] < 0:
        before = s.rows[before, PREVIOUS]
    while behind < d.n and d.task[behind, ORDER] < 0:
        behind = s.rows[behind, NEXT]
    late = before < d.n and d.task[before, ORDER] > d.task[x, ORDER]
    early = behind < d.n and d.task[behind, ORDER] < d.task[x, ORDER]
    return not (late or early)


@inlined
def look_inline(d: Data, s: State, x: int, i: int, lo: int, hi: int) -> tuple[int, int, int]:
    """Cost, earliest and latest start of task x if put after row i.

    Compiled into the loops that call it most. Exact as to feasibility: the starts of rows i and
    next(i) hold everything that binds them.
    Where lateness counts, the cost is a lower bound: it follows the delay down this round alone.
    """
    rows = s.rows
    n = d.n
    v = rows[i, VEHICLE]
    j = rows[i, NEXT]
    service = d.task[x, SERVICE]
    if rows[i, EARLIEST] + rows[i, BUSY] > hi or rows[j, LATEST] - service < lo:
        return NOWHERE, 0, 0
    fit = 0
    if d.task[x, ALIKE] < 2:
        fit = d.fit[x, v]
        if fit < 0:
            return NOWHERE, 0, 0
    k = d.vehicle[v, MODE]
    here, there = rows[x, PLACE], rows[i, PLACE]
    inward = k + d.task[x, PERIOD]
    outward = k + rows[j, STRETCH] if j < n else inward
    coming = d.legs[1, inward, here, there]
    ready = rows[i, EARLIEST] + rows[i, BUSY] + coming
    start = max(ready, lo, d.vehicle[v, OPENS])
    beyond = rows[j, PLACE]
    going = d.legs[0, outward, here, beyond]
    latest = min(rows[j, LATEST] - going - service, hi, d.vehicle[v, CLOSES] - service)
    if d.flags[CHAINED] and (i >= n or j >= n):
        start, latest = between_vehicles(d, s, x, i, start, latest)
    if start > latest:
        return NOWHERE, 0, 0
    if d.flags[HAS_LOAD] and rows[n + 2 * v, LOAD] + d.task[x, TAKES] > d.vehicle[v, CAPACITY]:
        return NOWHERE, 0, 0
    if d.flags[ORDERED] and d.task[x, ORDER] >= 0 and not _in_turn(d, s, x, i, j):
        return NOWHERE, 0, 0
    cost = np.int64(fit) - rows[i, ARC]
    a = BY_SECOND if i < n else HOME_SECOND
    b = BY_SECOND if j < n else HOME_SECOND
    cost += coming * d.vehicle[v, a] + going * d.vehicle[v, b]
    if d.flags[HAS_LENGTHS]:
        a = BY_METRE if i < n else HOME_METRE
        b = BY_METRE if j < n else HOME_METRE
        cost += d.metres[1, inward, here, there] * d.vehicle[v, a]
        cost += d.metres[0, outward, here, beyond] * d.vehicle[v, b]
    if d.flags[HAS_WAIT]:
        cost -= rows[i, WAIT]
        if i < n and 0 < start - ready <= d.flags[WAIT_LIMIT]:
            cost += (start - ready) * d.vehicle[v, BY_WAIT]
        if j < n:
            gap = rows[j, EARLIEST] - start - service - going
            if 0 < gap <= d.flags[WAIT_LIMIT]:
                cost += gap * d.vehicle[v, BY_WAIT]
    if i >= n and j >= n:
        cost -= cost * s.totals[SPARED] >> 8
    cost += cost_at_work(d, s, x, i, coming, going)
    if d.flags[SOFT]:
        late = max(0, start - d.task[x, DUE])
        moved = start + service + going
        while j < n and moved > rows[j, EARLIEST]:
            more = max(0, moved - max(d.task[j, DUE], rows[j, EARLIEST]))
            late += 2 * more if d.task[j, TWIN] >= 0 else more
            moved += rows[j, BUSY] + rows[j, LEG]
            j = rows[j, NEXT]
        cost += late * d.flags[LATE_COST]
    return cost, start, latest


@kernel
def look(d: Data, s: State, x: int, i: int, lo: int, hi: int) -> tuple[int, int, int]:
    """Do as :func:`look_inline`, compiled on its own."""
    return look_inline(d, s, x, i, lo, hi)


@kernel
def _mark(s: State) -> int:
    """Draw a new mark, so that each place is looked at once though two lists lead to it."""
    s.totals[LOOKED] += 1
    return s.totals[LOOKED] & 0x7FFFFFFF


@inlined
def _keep(w: Work, side: int, count: int, i: int, cost: int, start: int, latest: int) -> int:
    """Keep a candidate while there is room; returns how many. The only writer of new ones."""
    if cost >= NOWHERE or count >= w.found.shape[2]:
        return count
    w.found[side, SPOT, count] = i
    w.found[side, COST, count] = cost
    w.found[side, START, count] = start
    w.found[side, LAST, count] = latest
    return count + 1


@kernel
def gather(d: Data, s: State, w: Work, x: int, side: int, everywhere: bool, blink: int) -> int:
    """List where task x can go; returns how many places. ``side`` picks the row of the lists."""
    if everywhere or d.few[x, 0] >= 0:
        return _gather_everywhere(d, s, w, x, side, blink)
    rows = s.rows
    lo, hi = window_of(d, s, x)
    n = d.n
    mark = _mark(s)
    width = w.lists.shape[2]
    count = 0
    looks = 0
    which, at = 0, 0
    while which < 3:
        u = w.lists[which, x, at] if at < width else -1
        at += 1
        if u < 0:
            which += 1
            at = 0
            continue
        if which == 2:
            i = n + 2 * u
        elif rows[u, VEHICLE] < 0:
            continue
        else:
            i = u if which == 0 else rows[u, PREVIOUS]
        if rows[i, SEEN] == mark:
            continue
        rows[i, SEEN] = mark
        if blink > 0 and blinks(s, blink):
            continue
        looks += 1
        cost, start, latest = look_inline(d, s, x, i, lo, hi)
        count = _keep(w, side, count, i, cost, start, latest)
    s.totals[LOOKS] += looks
    return count


@kernel
def _gather_everywhere(d: Data, s: State, w: Work, x: int, side: int, blink: int) -> int:
    rows = s.rows
    lo, hi = window_of(d, s, x)
    room = w.found.shape[2]
    few = d.few[x, 0] >= 0
    count, looks = 0, 0
    for at in range(FEW if few else d.m):
        v = d.few[x, at] if few else at
        if v < 0:
            break
        j = d.n + 2 * v + 1
        while rows[j, LATEST] >= lo and count < room:
            i = rows[j, PREVIOUS]
            if rows[i, EARLIEST] + rows[i, BUSY] <= hi:
                looks += 1
                cost, start, latest = look_inline(d, s, x, i, lo, hi)
                if cost < NOWHERE and not (blink > 0 and blinks(s, blink)):
                    count = _keep(w, side, count, i, cost, start, latest)
            if i >= d.n:
                break
            j = i
    s.totals[LOOKS] += looks
    return count


@kernel
def different_persons(d: Data, s: State, i: int, k: int) -> bool:
    """Say whether rows i and k stand on vehicles of two persons."""
    return d.vehicle[s.rows[i, VEHICLE], PERSON] != d.vehicle[s.rows[k, VEHICLE], PERSON]
