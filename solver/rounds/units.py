"""Inserting a unit: one task, twins, or a linked pair; all of it or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.rounds.arrays import (
    ALIKE,
    DUE,
    LATE_COST,
    LOGGED,
    PARTS,
    PERSON,
    PRICE,
    SOFT,
    TWIN,
    VEHICLE,
    Data,
    State,
)
from solver.rounds.compiled import kernel
from solver.rounds.insertion import (
    COST,
    NOWHERE,
    SPOT,
    START,
    Parts,
    Work,
    cheapest_pair,
    draw,
    gather,
    restore,
)
from solver.rounds.network import take_in

if TYPE_CHECKING:
    from solver.rounds.problem import Longs

TRIES = 8
"""How many pairs of places are tried for twins before the unit is left undone."""

SHORTLIST = 14
"""Places of each twin that are paired where lateness counts."""

TRIALS = 8
"""How many places are tried in full where lateness counts, best bound first."""


@kernel
def parts_of(s: State) -> Parts:
    """Copy the parts of the cost."""
    return s.totals[0], s.totals[1], s.totals[2], s.totals[3], s.totals[4]


@kernel
def insert_unit(d: Data, s: State, w: Work, u: int, everywhere: bool, blink: int) -> bool:
    """Insert unit u where it costs least; False, with nothing changed, where it does not fit."""
    x, y = d.units[u, 0], d.units[u, 1]
    if y < 0:
        return _insert_one(d, s, w, x, -1, everywhere, blink)
    if d.task[x, TWIN] == y:
        if d.flags[SOFT]:
            return _insert_twins_soft(d, s, w, x, y, everywhere, blink)
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
        return _insert_one_soft(d, s, w, x, count)
    mark, parts = s.totals[LOGGED], parts_of(s)
    for _ in range(TRIES):
        best, cost = -1, NOWHERE
        for at in range(count):
            if w.found[0, COST, at] < cost:
                best, cost = at, w.found[0, COST, at]
        if best < 0:
            return False
        if take_in(d, s, x, w.found[0, SPOT, best], -1, -1):
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
        cost, a, b = cheapest_pair(d, s, w, na, nb, sb)
        if cost >= NOWHERE:
            return False
        if take_in(d, s, x, w.found[0, SPOT, a], y, w.found[sb, SPOT, b]):
            return True
        restore(s, mark, parts)
        if turn % 2:
            w.found[0, COST, a] = NOWHERE
        else:
            w.found[sb, COST, b] = NOWHERE
    return False


@kernel
def _cost_since(s: State, parts: Parts) -> int:
    total = 0
    for part in range(PARTS):
        total += s.totals[part] - parts[part]
    return total


@kernel
def _insert_one_soft(d: Data, s: State, w: Work, x: int, count: int) -> bool:
    mark, parts = s.totals[LOGGED], parts_of(s)
    found, lowest = -1, NOWHERE
    for _ in range(TRIALS):
        best, bound = -1, NOWHERE
        for at in range(count):
            if w.found[0, COST, at] < bound:
                best, bound = at, w.found[0, COST, at]
        if best < 0 or bound - d.task[x, PRICE] >= lowest:
            break
        w.found[0, COST, best] = NOWHERE
        if take_in(d, s, x, w.found[0, SPOT, best], -1, -1):
            cost = _cost_since(s, parts)
            if cost < lowest:
                found, lowest = best, cost
        restore(s, mark, parts)
    return found >= 0 and take_in(d, s, x, w.found[0, SPOT, found], -1, -1)


@kernel
def _best_first(w: Work, side: int, count: int) -> int:
    """Move the cheapest candidates of one side to the front; returns how many are kept."""
    kept = min(count, SHORTLIST)
    for at in range(kept):
        best = at
        for other in range(at + 1, count):
            if w.found[side, COST, other] < w.found[side, COST, best]:
                best = other
        for row in range(4):
            w.found[side, row, at], w.found[side, row, best] = (
                w.found[side, row, best],
                w.found[side, row, at],
            )
    return kept


@kernel
def _insert_twins_soft(
    d: Data, s: State, w: Work, x: int, y: int, everywhere: bool, blink: int
) -> bool:
    na = gather(d, s, w, x, 0, everywhere, blink)
    nb = gather(d, s, w, y, 1, everywhere, blink)
    na, nb = _best_first(w, 0, na), _best_first(w, 1, nb)
    mark, parts = s.totals[LOGGED], parts_of(s)
    found_a, found_b, lowest = -1, -1, NOWHERE
    done = -NOWHERE
    for _ in range(TRIALS):
        best_a, best_b, bound = -1, -1, NOWHERE
        for a in range(na):
            if w.found[0, COST, a] >= bound:
                continue
            for b in range(nb):
                value = pair_bound(d, w.found, x, a, b) * 4096 + (a * 61 + b) % 4096
                if done < value < bound:
                    best_a, best_b, bound = a, b, value
        if best_a < 0:
            break
        done = bound
        if bound // 4096 - d.task[x, PRICE] - d.task[y, PRICE] >= lowest:
            break
        i, k = w.found[0, SPOT, best_a], w.found[1, SPOT, best_b]
        if different_persons(d, s, i, k) and take_in(d, s, x, i, y, k):
            cost = _cost_since(s, parts)
            if cost < lowest:
                found_a, found_b, lowest = best_a, best_b, cost
        restore(s, mark, parts)
    if found_a < 0:
        return False
    return take_in(d, s, x, w.found[0, SPOT, found_a], y, w.found[1, SPOT, found_b])


@kernel
def different_persons(d: Data, s: State, i: int, k: int) -> bool:
    """Say whether rows i and k stand on vehicles of two persons."""
    return d.vehicle[s.rows[i, VEHICLE], PERSON] != d.vehicle[s.rows[k, VEHICLE], PERSON]


@kernel
def pair_bound(d: Data, found: Longs, x: int, a: int, b: int) -> int:
    """Bound the cost of twins at places a and b: both are as late as the later of the two."""
    start_a, start_b = found[0, START, a], found[1, START, b]
    late = 2 * max(0, max(start_a, start_b) - d.task[x, DUE])
    late -= max(0, start_a - d.task[x, DUE]) + max(0, start_b - d.task[x, DUE])
    return found[0, COST, a] + found[1, COST, b] + late * d.flags[LATE_COST]
