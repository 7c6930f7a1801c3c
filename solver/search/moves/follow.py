"""Following a plan that is given: as much of it as windows and roads allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.search.compiled import maker
from solver.search.moves.insertion import NOWHERE, different_persons, look, window_of
from solver.search.state.arrays import (
    BROKEN,
    DUE,
    LO,
    LOGGED,
    NEXT,
    PAUSES,
    TWIN,
    VEHICLE,
    Data,
    State,
)
from solver.search.state.cells import parts_of, restore
from solver.search.state.network import take_in
from solver.search.state.pauses import all_rest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.search.problem import Ints


@maker
def _spot(d: Data, s: State, x: int, v: int, place: Ints) -> int:
    """Find the row after which task x stands in the given order of vehicle v."""
    i = d.n + 2 * v
    while s.rows[i, NEXT] < d.n and place[s.rows[i, NEXT]] < place[x]:
        i = s.rows[i, NEXT]
    return i


@maker
def _follow(d: Data, s: State, units: Ints, vehicle: Ints, place: Ints, one_by_one: bool) -> int:
    """Put units in; how many could be kept.

    ``one_by_one`` gives rounds their pauses after each, and makes each final.
    """
    kept = 0
    for at in range(len(units)):
        u = units[at]
        x, y = d.units[u, 0], d.units[u, 1]
        if vehicle[x] < 0 or (y >= 0 and vehicle[y] < 0):
            continue
        mark, parts = s.totals[LOGGED], parts_of(s)
        i = _spot(d, s, x, vehicle[x], place)
        lo, hi = window_of(d, s, x)
        good = bool(look(d, s, x, i, lo, hi)[0] < NOWHERE)
        if good and y >= 0 and d.task[x, TWIN] == y:
            k = _spot(d, s, y, vehicle[y], place)
            good = look(d, s, y, k, lo, hi)[0] < NOWHERE and different_persons(d, s, i, k)
            good = good and take_in(d, s, x, i, y, k)
        elif good:
            good = take_in(d, s, x, i, -1, -1)
            if good and y >= 0:
                k = _spot(d, s, y, vehicle[y], place)
                lo, hi = window_of(d, s, y)
                good = look(d, s, y, k, lo, hi)[0] < NOWHERE and different_persons(d, s, x, k)
                good = good and take_in(d, s, y, k, -1, -1)
        if good and one_by_one and d.flags[PAUSES]:
            good = all_rest(d, s, mark)
        if good and not s.totals[BROKEN]:
            kept += 1
        else:
            restore(s, mark, parts)
        if one_by_one:
            s.totals[LOGGED] = 0
    return kept


@maker
def _follow_whole(d: Data, s: State, units: Ints, vehicle: Ints, place: Ints) -> bool:
    """Put all units in, then give rounds their pauses; False, with nothing changed, if one fails.

    A pause that half a round gets may stand where the other half has no room for it.
    """
    parts = parts_of(s)
    wanted = 0
    for u in units:
        x, y = d.units[u, 0], d.units[u, 1]
        if vehicle[x] >= 0 and (y < 0 or vehicle[y] >= 0):
            wanted += 1
    kept = _follow(d, s, units, vehicle, place, False)
    whole = kept == wanted and (d.flags[PAUSES] == 0 or all_rest(d, s, 0))
    if not whole or s.totals[BROKEN]:
        restore(s, 0, parts)
        return False
    s.totals[LOGGED] = 0
    return True


def follow(data: Data, state: State, routes: Sequence[Sequence[int]]) -> int:
    """Put the tasks of ``routes`` (one a vehicle) into the empty plan, in their order.

    Returns
    -------
    int
        How many units could be kept; the others stay undone.
    """
    vehicle = np.full(data.n, -1, np.int32)
    place = np.zeros(data.n, np.int32)
    for v, route in enumerate(routes):
        for position, task in enumerate(route):
            vehicle[task] = v
            place[task] = position
    units = np.argsort(place[data.units[:, 0]], kind="stable").astype(np.int32)
    middle = data.task[data.units[:, 0], LO].astype(np.int64) + data.task[data.units[:, 0], DUE]
    by_time = np.argsort(middle[units], kind="stable")
    in_turn = units[by_time].astype(np.int32)
    if _follow_whole(data, state, in_turn, vehicle, place):
        return int((state.rows[data.units[:, 0], VEHICLE] >= 0).sum())
    return int(_follow(data, state, in_turn, vehicle, place, True))
