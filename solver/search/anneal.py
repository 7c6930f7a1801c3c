"""Ruin and recreate under simulated annealing, in batches that can be stopped between."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.search.compiled import kernel, maker
from solver.search.moves.ruin import note_unit, ruin
from solver.search.moves.units import insert_unit
from solver.search.state.arrays import (
    BROKEN,
    DUE,
    EARLIEST,
    HI,
    IDLE,
    LATE,
    LO,
    LOGGED,
    PARTS,
    PAUSES,
    PLACE,
    SERVICE,
    SOFT,
    SPARED,
    TRAVEL,
    UNDONE,
    UNEVEN,
    VEHICLE,
    WAITING,
    WORST,
    WORST_COST,
    Data,
    State,
)
from solver.search.state.cells import parts_of, restore
from solver.search.state.chance import draw, uniform
from solver.search.state.even import settle_all, settle_changed, settle_idle
from solver.search.state.pauses import all_rest

if TYPE_CHECKING:
    from solver.search.moves.insertion import Work
    from solver.search.problem import Ints, Longs


class Memory(NamedTuple):
    """The best plan so far, and what has changed since.

    ``rows`` (n + 2m, 16) and ``parts`` are those of the best plan; ``changed[:size[0]]`` the rows
    in which the present plan may differ, marked in ``differs``; ``undone[:size[1]]`` the units
    left undone in the present plan.
    """

    rows: Ints
    parts: Longs
    changed: Ints
    differs: Ints
    undone: Ints
    size: Longs


BLINK_ONE_IN = 100
"""A place is overlooked once in so many looks (SISR's blink rate of 1 %)."""

UNDONE_ONE_IN = 4
"""A unit that was undone before the step is tried once in so many steps,"""

AROUND_UNDONE_ONE_IN = 8
"""and once in so many steps room is made around one of them."""

SPARING_ONE_IN = 2
"""Once in so many steps, part of what it costs to bring in an idle vehicle is overlooked.

A first task must bear the whole way from and to home, so that vehicles which would pay with three
or four tasks would else hardly ever be tried."""

EVERYWHERE_ONE_IN = 4
"""A unit that fits nowhere near is tried everywhere once in so many times,"""

EVERYWHERE_ABSENT_ONE_IN = 32
"""and more rarely if it was undone before."""


@maker
def total(s: State) -> int:
    """Cost of the plan."""
    return (
        s.totals[TRAVEL]
        + s.totals[WAITING]
        + s.totals[LATE]
        + s.totals[UNDONE]
        + s.totals[WORST]
        + s.totals[UNEVEN]
        + s.totals[IDLE]
    )


@maker
def refresh_worst(d: Data, s: State) -> None:
    """Recompute the cost of the worst lateness."""
    if d.flags[SOFT] and d.flags[WORST_COST]:
        worst = 0
        for x in range(d.n):
            if s.rows[x, VEHICLE] >= 0:
                worst = max(worst, s.rows[x, EARLIEST] - d.task[x, DUE])
        s.totals[WORST] = worst * d.flags[WORST_COST]


@maker
def settle_undone(d: Data, s: State, b: Memory) -> None:
    """List the units that are undone in the present plan."""
    count = 0
    for u in range(len(d.units)):
        if s.rows[d.units[u, 0], VEHICLE] < 0 and count < len(b.undone):
            b.undone[count] = u
            count += 1
    b.size[1] = count


@maker
def remember(s: State, b: Memory) -> None:
    """Keep the present plan as the best one."""
    for at in range(b.size[0]):
        row = b.changed[at]
        b.rows[row] = s.rows[row]
        b.differs[row] = 0
    b.size[0] = 0
    b.parts[:] = s.totals[:PARTS]


@maker
def accept(s: State, b: Memory) -> None:
    """Make the logged changes final."""
    for at in range(s.totals[LOGGED]):
        row = s.log[at, 0]
        if not b.differs[row] and b.size[0] < len(b.changed):
            b.differs[row] = 1
            b.changed[b.size[0]] = row
            b.size[0] += 1
    s.totals[LOGGED] = 0


@maker
def _sort(d: Data, s: State, pool: Ints, count: int, keys: Ints) -> None:
    """Order the units to insert: at random, or by window, length or distance."""
    rule = draw(s) % 16
    for at in range(count):
        x = d.units[pool[at], 0]
        if rule < 6:
            keys[at] = draw(s) & 0x3FFFFFFF
        elif rule < 9:
            keys[at] = d.task[x, HI] - d.task[x, LO]
        elif rule < 11:
            keys[at] = d.task[x, LO]
        elif rule < 12:
            keys[at] = -d.task[x, HI]
        elif rule < 15:
            keys[at] = -d.task[x, SERVICE] * (2 if d.units[pool[at], 1] >= 0 else 1)
        else:
            keys[at] = d.legs[0, 0, s.rows[x, PLACE], s.rows[d.n, PLACE]]
    for at in range(1, count):
        key, unit = keys[at], pool[at]
        back = at - 1
        while back >= 0 and keys[back] > key:
            keys[back + 1], pool[back + 1] = keys[back], pool[back]
            back -= 1
        keys[back + 1], pool[back + 1] = key, unit


@kernel
def _note_undone(s: State, b: Memory, pool: Ints, count: int, wanted: int, most: int) -> int:
    """List some of the undone units as ones to insert, and the wanted one; returns how many."""
    tried = min(b.size[1], most)
    offset = draw(s) % b.size[1] if b.size[1] > tried else 0
    for at in range(tried):
        u = b.undone[(offset + at) % b.size[1]]
        if u != wanted and draw(s) % UNDONE_ONE_IN == 0:
            count = note_unit(s, pool, count, u)
    if wanted >= 0:
        count = note_unit(s, pool, count, wanted)
    return count


@maker
def improve(
    d: Data,
    s: State,
    w: Work,
    b: Memory,
    iterations: int,
    warm: float,
    cold: float,
    average: int,
    limit: int,
    seen: Ints,
    stamp: int,
) -> int:
    """Run ``iterations`` steps, the temperature falling from ``warm`` to ``cold``.

    Returns the last stamp used in ``seen``.
    """
    units = len(d.units)
    pool = np.empty(units + 2, np.int32)
    keys = np.empty(units + 2, np.int32)
    absent = np.zeros(units, np.int8)
    joints = np.empty(8 * d.n + len(d.links) + 16, np.int32)
    room = len(s.log) // 2
    current = total(s)
    best = b.parts.sum()
    ratio = math.log(cold / warm)
    for step in range(iterations):
        stamp += 1
        parts = parts_of(s)
        centre = draw(s) % d.n
        wanted = -1
        if b.size[1] > 0 and draw(s) % AROUND_UNDONE_ONE_IN == 0:
            wanted = b.undone[draw(s) % b.size[1]]
            centre = d.units[wanted, 0]
        count = ruin(d, s, w, centre, average, limit, pool, joints, seen, stamp)
        if s.totals[BROKEN]:
            restore(s, 0, parts)
            continue
        settle_idle(d, s)  # whose hours are free now decides where calls go
        count = _note_undone(s, b, pool, count, wanted, 3 * average)
        for at in range(b.size[1]):
            absent[b.undone[at]] = 1
        _sort(d, s, pool, count, keys)
        sparing = not d.flags[SOFT] and draw(s) % SPARING_ONE_IN == 0
        s.totals[SPARED] = draw(s) % 256 if sparing else 0
        failed = 0
        for at in range(count):
            u = pool[at]
            done = s.totals[LOGGED] < room and insert_unit(d, s, w, u, False, BLINK_ONE_IN)
            rarely = EVERYWHERE_ABSENT_ONE_IN if absent[u] else EVERYWHERE_ONE_IN
            if not done and draw(s) % rarely == 0 and s.totals[LOGGED] < room:
                done = insert_unit(d, s, w, u, True, 0)
            if not done:
                failed += 1
        for at in range(b.size[1]):
            absent[b.undone[at]] = 0
        refresh_worst(d, s)
        if d.flags[PAUSES] and not all_rest(d, s, 0):
            restore(s, 0, parts)
            continue
        settle_changed(d, s)
        if s.totals[BROKEN]:
            restore(s, 0, parts)
            continue
        cost = total(s)
        heat = warm * math.exp(ratio * step / iterations)
        if cost < current - heat * math.log(1.0 - uniform(s)) or cost < best:
            accept(s, b)
            current = cost
            if failed > 0 or b.size[1] > 0:
                settle_undone(d, s, b)
            if cost < best:
                best = cost
                remember(s, b)
        else:
            restore(s, 0, parts)
    return stamp


@maker
def construct(d: Data, s: State, w: Work, order: Ints) -> int:
    """Insert the undone units in the given order wherever each costs least; how many did not fit.

    Every place on every vehicle is looked at.
    """
    missing = 0
    settle_all(d, s)
    s.totals[LOGGED] = 0
    for at in range(len(order)):
        u = order[at]
        if s.rows[d.units[u, 0], VEHICLE] < 0:
            parts = parts_of(s)
            done = insert_unit(d, s, w, u, True, 0)
            if done and d.flags[PAUSES]:
                done = all_rest(d, s, 0)
            if s.totals[BROKEN] or not done:
                restore(s, 0, parts)
                done = False
            if not done:
                missing += 1
            settle_idle(d, s)
        s.totals[LOGGED] = 0
    refresh_worst(d, s)
    settle_all(d, s)
    return missing
