"""Inserting a task, or twins, where lateness may be bought: by bounds first, then in full.

A delay that reaches a twin or a linked task travels on along other rounds, so what a place costs is
known only once the task stands there. The places are tried in the order of their bounds, until the
next bound is no better than the best cost found; the last one tried is kept if it is the best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.search.compiled import kernel
from solver.search.moves.insertion import (
    COST,
    NOWHERE,
    SPOT,
    START,
    Work,
    different_persons,
    gather,
)
from solver.search.state.arrays import (
    CEILING,
    DUE,
    HAS_WAIT,
    LATE,
    LATE_COST,
    LOGGED,
    NO_CEILING,
    TRAVEL,
    WAITING,
    Data,
    State,
)
from solver.search.state.cells import Parts, parts_of, restore
from solver.search.state.network import take_in

if TYPE_CHECKING:
    from solver.search.problem import Longs

SHORTLIST = 14
"""Places of each twin that are paired."""

TRIALS = 8
"""How many places are tried in full at most."""

TIES = 4096
"""Pairs with the same bound are told apart by a number below this."""


@kernel
def _try(d: Data, s: State, x: int, i: int, y: int, k: int, parts: Parts, lowest: int) -> int:
    """Put x after row i, and y (or -1) after row k; what it costs, NOWHERE if not below lowest.

    After NOWHERE the caller takes the changes back.
    """
    if not d.flags[HAS_WAIT] and lowest < NOWHERE:
        s.totals[CEILING] = parts[TRAVEL] + parts[LATE] + lowest
    fits = take_in(d, s, x, i, y, k)
    s.totals[CEILING] = NO_CEILING
    if not fits:
        return NOWHERE
    cost = s.totals[TRAVEL] + s.totals[WAITING] + s.totals[LATE]
    cost -= parts[TRAVEL] + parts[WAITING] + parts[LATE]
    return cost if cost < lowest else NOWHERE


@kernel
def _lowest_bound(w: Work, count: int) -> int:
    best, bound = -1, NOWHERE
    for at in range(count):
        if w.found[0, COST, at] < bound:
            best, bound = at, w.found[0, COST, at]
    return best


@kernel
def insert_one_late(d: Data, s: State, w: Work, x: int, count: int) -> bool:
    """Insert task x at the cheapest of ``count`` places gathered; False if none will do."""
    mark, parts = s.totals[LOGGED], parts_of(s)
    found, lowest = -1, NOWHERE
    at = _lowest_bound(w, count)
    for _ in range(TRIALS):
        if at < 0:
            break
        spot = w.found[0, SPOT, at]
        w.found[0, COST, at] = NOWHERE
        cost = _try(d, s, x, spot, -1, -1, parts, lowest)
        at = _lowest_bound(w, count)
        if cost < lowest:
            found, lowest = spot, cost
            if at < 0 or w.found[0, COST, at] >= lowest:
                return True
        restore(s, mark, parts)
        if at >= 0 and w.found[0, COST, at] >= lowest:
            break
    return found >= 0 and take_in(d, s, x, found, -1, -1)


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
def _next_pair(
    d: Data, s: State, w: Work, x: int, na: int, nb: int, done: int
) -> tuple[int, int, int]:
    """Find the two places with the lowest bound above ``done``: (place, place, bound)."""
    best_a, best_b, bound = -1, -1, NOWHERE
    for a in range(na):
        if (w.found[0, COST, a] + w.found[1, COST, 0]) * TIES >= bound:
            break
        for b in range(nb):
            if (w.found[0, COST, a] + w.found[1, COST, b]) * TIES >= bound:
                break
            value = pair_bound(d, w.found, x, a, b) * TIES + (a * 61 + b) % TIES
            if done < value < bound and different_persons(
                d, s, w.found[0, SPOT, a], w.found[1, SPOT, b]
            ):
                best_a, best_b, bound = a, b, value
    return best_a, best_b, bound


@kernel
def insert_twins_late(
    d: Data, s: State, w: Work, x: int, y: int, everywhere: bool, blink: int
) -> bool:
    """Insert twins x and y at the cheapest two places found; False if none will do."""
    na = gather(d, s, w, x, 0, everywhere, blink)
    nb = gather(d, s, w, y, 1, everywhere, blink)
    na, nb = _best_first(w, 0, na), _best_first(w, 1, nb)
    if na == 0 or nb == 0:
        return False
    mark, parts = s.totals[LOGGED], parts_of(s)
    found_i, found_k, lowest = -1, -1, NOWHERE
    a, b, bound = _next_pair(d, s, w, x, na, nb, -NOWHERE)
    for _ in range(TRIALS):
        if a < 0:
            break
        i, k = w.found[0, SPOT, a], w.found[1, SPOT, b]
        cost = _try(d, s, x, i, y, k, parts, lowest)
        a, b, bound = _next_pair(d, s, w, x, na, nb, bound)
        if cost < lowest:
            found_i, found_k, lowest = i, k, cost
            if a < 0 or bound // TIES >= lowest:
                return True
        restore(s, mark, parts)
        if a >= 0 and bound // TIES >= lowest:
            break
    return found_i >= 0 and take_in(d, s, x, found_i, y, found_k)


@kernel
def pair_bound(d: Data, found: Longs, x: int, a: int, b: int) -> int:
    """Bound the cost of twins at places a and b: both are as late as the later of the two."""
    start_a, start_b = found[0, START, a], found[1, START, b]
    late = 2 * max(0, max(start_a, start_b) - d.task[x, DUE])
    late -= max(0, start_a - d.task[x, DUE]) + max(0, start_b - d.task[x, DUE])
    return found[0, COST, a] + found[1, COST, b] + late * d.flags[LATE_COST]
