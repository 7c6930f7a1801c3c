"""Inserting a unit: one task, twins, or a linked pair; all of it or nothing."""

from __future__ import annotations

from solver.search.compiled import kernel
from solver.search.moves.insertion import COST, LAST, NOWHERE, SPOT, START, Work, gather
from solver.search.moves.lateness import insert_one_late, insert_twins_late
from solver.search.state.arrays import ALIKE, LOGGED, PERSON, SOFT, TWIN, VEHICLE, Data, State
from solver.search.state.cells import parts_of, restore
from solver.search.state.chance import draw
from solver.search.state.idle import note_work
from solver.search.state.network import take_in

TRIES = 8
"""How many pairs of places are tried for twins before the unit is left undone."""


@kernel
def insert_unit(d: Data, s: State, w: Work, u: int, everywhere: bool, blink: int) -> bool:
    """Insert unit u where it costs least; False, with nothing changed, where it does not fit."""
    x, y = d.units[u, 0], d.units[u, 1]
    if y < 0:
        return _insert_one(d, s, w, x, -1, everywhere, blink)
    if d.task[x, TWIN] == y:
        if d.flags[SOFT]:
            return insert_twins_late(d, s, w, x, y, everywhere, blink)
        return _insert_twins(d, s, w, x, y, everywhere, blink)
    mark, parts = s.totals[LOGGED], parts_of(s)
    if draw(s) & 1:
        x, y = y, x
    if _insert_one(d, s, w, x, -1, everywhere, blink):
        person = d.vehicle[s.rows[x, VEHICLE], PERSON]
        if _insert_one(d, s, w, y, person, everywhere, blink):
            return True
        restore(s, mark, parts)
    return False


@kernel
def _insert_one(
    d: Data, s: State, w: Work, x: int, shunned: int, everywhere: bool, blink: int
) -> bool:
    """Insert task x with anybody but the person ``shunned`` (-1: nobody)."""
    count = gather(d, s, w, x, 0, everywhere, blink)
    if shunned >= 0:
        for at in range(count):
            if d.vehicle[s.rows[w.found[0, SPOT, at], VEHICLE], PERSON] == shunned:
                w.found[0, COST, at] = NOWHERE
    if d.flags[SOFT]:
        return insert_one_late(d, s, w, x, count)
    mark, parts = s.totals[LOGGED], parts_of(s)
    for _ in range(TRIES):
        best, cost = -1, NOWHERE
        for at in range(count):
            if w.found[0, COST, at] < cost:
                best, cost = at, w.found[0, COST, at]
        if best < 0:
            return False
        if take_in(d, s, x, w.found[0, SPOT, best], -1, -1):
            note_work(d, s, x)
            return True
        restore(s, mark, parts)
        w.found[0, COST, best] = NOWHERE
    return False


@kernel
def _insert_twins(d: Data, s: State, w: Work, x: int, y: int, everywhere: bool, blink: int) -> bool:
    na = gather(d, s, w, x, 0, everywhere, blink)
    if na == 0:
        return False
    sb = 0 if d.task[x, ALIKE] & 1 else 1
    nb = na if sb == 0 else gather(d, s, w, y, 1, everywhere, blink)
    mark, parts = s.totals[LOGGED], parts_of(s)
    for turn in range(TRIES):
        cost, a, b = _cheapest_pair(d, s, w, na, nb, sb)
        if cost >= NOWHERE:
            return False
        if take_in(d, s, x, w.found[0, SPOT, a], y, w.found[sb, SPOT, b]):
            note_work(d, s, x)
            note_work(d, s, y)
            return True
        restore(s, mark, parts)
        if turn % 2:
            w.found[0, COST, a] = NOWHERE
        else:
            w.found[sb, COST, b] = NOWHERE
    return False


@kernel
def _cheapest_pair(d: Data, s: State, w: Work, na: int, nb: int, sb: int) -> tuple[int, int, int]:
    """Pick the cheapest two places, on two persons, whose starts overlap: (cost, place, place)."""
    best, best_a, best_b = NOWHERE, -1, -1
    least = NOWHERE
    lowest, lowest_cost = -1, NOWHERE
    for b in range(nb):
        least = min(least, w.found[sb, COST, b])
    for a in range(na):
        if w.found[0, COST, a] < lowest_cost:
            lowest, lowest_cost = a, w.found[0, COST, a]
    for turn in range(-1, na):
        a = lowest if turn < 0 else turn
        if a < 0 or (turn >= 0 and a == lowest):
            continue
        cost_a = w.found[0, COST, a]
        if cost_a + least >= best:
            continue
        person = d.vehicle[s.rows[w.found[0, SPOT, a], VEHICLE], PERSON]
        for b in range(nb):
            cost = cost_a + w.found[sb, COST, b]
            if cost >= best:
                continue
            if max(w.found[0, START, a], w.found[sb, START, b]) > min(
                w.found[0, LAST, a], w.found[sb, LAST, b]
            ):
                continue
            if d.vehicle[s.rows[w.found[sb, SPOT, b], VEHICLE], PERSON] == person:
                continue
            best, best_a, best_b = cost, a, b
    return best, best_a, best_b
