"""Turn restrictions that together forbid every way on: the least strict reading is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.read.tags.classes import BACKWARD, FORWARD, MODE_CODE, access_bit

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.read.raw import RawRoads

_CLASH = "turn restrictions that left no way on, not applied"
_NOWHERE = "turns prescribed onto a way that is closed to cars or not there, not applied"


@dataclass(frozen=True, slots=True)
class _Exit:
    """A way that leads away from a junction.

    Parameters
    ----------
    way_id, access
        Of the way.
    point, direction
        Where on it the junction lies, and whether one leaves forward.
    """

    way_id: int
    access: int
    point: int
    direction: int


def settle_turns(raw: RawRoads) -> RawRoads:
    """Free each mode of the turn restrictions that would leave it no way on.

    Parameters
    ----------
    raw
        Ways with all turn restrictions as tagged.

    Returns
    -------
    raw
        Where those that bind who comes along a way forbid every exit, turning
        round included, either the ones that prescribe or the ones that forbid
        no longer bind: whichever leaves more exits; both, if neither does.
        Counted in ``notes``, as are turns prescribed onto a way that is closed.
    """
    if raw.turn_via.size == 0:
        return raw
    exits = _exits(raw)
    groups: dict[tuple[int, int], list[int]] = {}
    for row, key in enumerate(zip(raw.turn_via.tolist(), raw.turn_from.tolist(), strict=True)):
        groups.setdefault(key, []).append(row)
    modes, clashing, nowhere = _settled(raw, raw.turn_modes, groups, exits)
    hours = raw.turn_hours.copy()
    known = {raw.turn_modes.tobytes(): modes}
    for hour in range(hours.shape[1] if hours.size else 0):
        told = hours[:, hour].tobytes()
        if told not in known:
            known[told], lost, void = _settled(raw, hours[:, hour], groups, exits)
            clashing |= lost
            nowhere |= void
        hours[:, hour] = known[told]
    found = {_CLASH: len(clashing), _NOWHERE: len(nowhere - clashing)}
    notes = {**raw.notes, **{what: count for what, count in found.items() if count}}
    return replace(raw, turn_modes=modes, turn_hours=hours, notes=notes)


def _settled(
    raw: RawRoads,
    told: npt.NDArray[np.uint8],
    groups: dict[tuple[int, int], list[int]],
    exits: dict[int, list[_Exit]],
) -> tuple[npt.NDArray[np.uint8], set[int], set[int]]:
    """Modes that each restriction binds, and rows that clash or prescribe a turn to nowhere."""
    modes = told.copy()
    clashing: set[int] = set()
    nowhere: set[int] = set()
    for code in (MODE_CODE["car"], MODE_CODE["bicycle"]):
        for (via, way_in), all_rows in groups.items():
            rows = [row for row in all_rows if modes[row] >> code & 1]
            around = exits.get(via, [])
            for arrival in (way for way in around if way.way_id == way_in):
                lost, void = _settle(raw, rows, arrival, around, code)
                clashing |= lost
                nowhere |= void if code == MODE_CODE["car"] else set()
                modes[list(lost)] &= np.uint8(0xFF & ~(1 << code))
    return modes, clashing, nowhere


def _exits(raw: RawRoads) -> dict[int, list[_Exit]]:
    """Ways on from each junction with a restriction, by its id."""
    via = np.searchsorted(raw.node_id, raw.turn_via)
    via = np.unique(via[via < raw.node_id.size])
    owner = np.repeat(np.arange(raw.way_id.size), np.diff(raw.way_first))
    exits: dict[int, list[_Exit]] = {}
    for point in np.flatnonzero(np.isin(raw.way_node, via)).tolist():
        way = owner[point]
        here = exits.setdefault(int(raw.node_id[raw.way_node[point]]), [])
        for direction, other in ((FORWARD, point + 1), (BACKWARD, point - 1)):
            if 0 <= other < owner.size and owner[other] == way:
                here.append(_Exit(int(raw.way_id[way]), int(raw.way_access[way]), point, direction))
    return exits


def _settle(
    raw: RawRoads, rows: list[int], back: _Exit, around: list[_Exit], code: int
) -> tuple[set[int], set[int]]:
    """Rows that no longer bind who comes against ``back``, and those that name no exit."""
    usable = {way for way in around if way.access & access_bit(code, way.direction)}
    if not usable or not back.access & access_bit(code, 1 - back.direction):
        return set(), set()
    named = {
        row: {way for way in usable if way.way_id == raw.turn_to[row]}
        & ({back} if raw.turn_to[row] == raw.turn_from[row] and not raw.turn_only[row] else usable)
        for row in rows
    }
    only = {row for row in rows if raw.turn_only[row] and named[row]}
    void = {row for row in rows if raw.turn_only[row] and not named[row]}
    bans = {row for row in rows if not raw.turn_only[row]}
    chosen = set().union(*(named[row] for row in only)) if only else usable
    banned: set[_Exit] = set().union(*(named[row] for row in bans))
    if chosen - banned:
        return set(), void
    left = usable - banned
    if only and len(chosen) >= len(left):
        return bans, void
    return (only if left else only | bans), void
