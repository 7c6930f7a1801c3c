"""Turn restrictions that together forbid every way on: the least strict reading is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.read.segments import points_of_ways, steps_of_ways
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
    step, direction
        First step on it, and whether one leaves forward (1 backward).
    """

    way_id: int
    access: int
    step: int
    direction: int


@dataclass(frozen=True, slots=True)
class _Group:
    """Turn restrictions that bind whoever comes one way.

    Parameters
    ----------
    rows
        Of the restrictions.
    via, way_in
        Ids of the node at which they turn, and of the way that one comes from.
    path
        Steps of the ways between, as in ``turn_path``.
    within
        Rows of those that bind the same people because they come along the end of that path.
    """

    rows: list[int]
    via: int
    way_in: int
    path: tuple[int, ...]
    within: list[int]


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
        Those via ways give way to those that bind anybody on the last of them.
        Counted in ``notes``, as are turns prescribed onto a way that is closed.
    """
    if raw.turn_via.size == 0:
        return raw
    exits = _exits(raw)
    groups = _groups(raw)
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
    groups: list[_Group],
    exits: dict[int, list[_Exit]],
) -> tuple[npt.NDArray[np.uint8], set[int], set[int]]:
    """Modes that each restriction binds, and rows that clash or prescribe a turn to nowhere."""
    modes = told.copy()
    clashing: set[int] = set()
    nowhere: set[int] = set()
    for code in (MODE_CODE["car"], MODE_CODE["bicycle"]):
        for group in groups:
            rows, within = (
                [row for row in every if modes[row] >> code & 1]
                for every in (group.rows, group.within)
            )
            around = exits.get(group.via, [])
            for arrival in _arrivals(group, around):
                lost, void = _settle(raw, rows, within, arrival, _usable(around, code), code)
                clashing |= lost
                nowhere |= void if code == MODE_CODE["car"] else set()
                modes[list(lost)] &= np.uint8(0xFF & ~(1 << code))
    return modes, clashing, nowhere


def _groups(raw: RawRoads) -> list[_Group]:
    """Gather restrictions by whom they bind: via a node first, then by ever longer paths."""
    rows: dict[tuple[int, int, tuple[int, ...]], list[int]] = {}
    keys = zip(raw.turn_via.tolist(), raw.turn_from.tolist(), raw.turn_paths(), strict=True)
    for row, key in enumerate(keys):
        rows.setdefault(key, []).append(row)
    order = sorted(rows, key=lambda key: len(key[2]))
    way_of: dict[int, int] = {}
    if raw.turn_path.size:
        _, owner = points_of_ways(raw)
        found = np.searchsorted(steps_of_ways(owner), raw.turn_path >> 1, side="right") - 1
        way_of = dict(zip(raw.turn_path.tolist(), raw.way_id[owner[found]].tolist(), strict=True))
    groups = []
    for via, way_in, path in order:
        within = []
        for i in range(1, len(path) + 1):
            within += rows.get((via, way_of[path[-i]], path[len(path) - i + 1 :]), [])
        groups.append(_Group(rows[via, way_in, path], via, way_in, path, within))
    return groups


def _arrivals(group: _Group, around: list[_Exit]) -> list[_Exit]:
    """Find the exits that lead back to where a group comes from."""
    if not group.path:
        return [way for way in around if way.way_id == group.way_in]
    last = group.path[-1]
    return [way for way in around if (way.step, way.direction) == (last >> 1, 1 - (last & 1))]


def _usable(around: list[_Exit], code: int) -> set[_Exit]:
    return {way for way in around if way.access & access_bit(code, way.direction)}


def _exits(raw: RawRoads) -> dict[int, list[_Exit]]:
    """Ways on from each junction with a restriction, by its id."""
    via = np.searchsorted(raw.node_id, raw.turn_via)
    via = np.unique(via[via < raw.node_id.size])
    node, owner = points_of_ways(raw)
    number = steps_of_ways(owner)
    exits: dict[int, list[_Exit]] = {}
    for point in np.flatnonzero(np.isin(node, via)).tolist():
        way = owner[point]
        traits = int(raw.way_id[way]), int(raw.way_access[way])
        here = exits.setdefault(int(raw.node_id[node[point]]), [])
        if point + 1 < owner.size and owner[point + 1] == way:
            here.append(_Exit(*traits, int(number[point]), FORWARD))
        if point and owner[point - 1] == way:
            here.append(_Exit(*traits, int(number[point]) - 1, BACKWARD))
    return exits


def _settle(
    raw: RawRoads,
    rows: list[int],
    within: list[int],
    back: _Exit,
    usable: set[_Exit],
    code: int,
) -> tuple[set[int], set[int]]:
    """Rows that no longer bind who comes against ``back``, and those that name no exit."""
    if not usable or not back.access & access_bit(code, 1 - back.direction):
        return set(), set()
    free = usable
    if within:  # bind the same people, and are settled
        only, bans, _ = _named(raw, within, back, usable)
        free = set().union(*only.values()) if only else usable
        free = free - set().union(*bans.values())
    only, bans, void = _named(raw, rows, back, usable)
    chosen = free & set().union(*only.values()) if only else free
    banned: set[_Exit] = set().union(*bans.values())
    if chosen - banned:
        return set(), void
    left = free - banned
    if only and chosen and len(chosen) >= len(left):
        return set(bans), void
    return (set(only) if left else {*only, *bans}), void


def _named(
    raw: RawRoads, rows: list[int], back: _Exit, usable: set[_Exit]
) -> tuple[dict[int, set[_Exit]], dict[int, set[_Exit]], set[int]]:
    """Find exits that rows prescribe and forbid, and the rows that prescribe none there is."""
    only: dict[int, set[_Exit]] = {}
    bans: dict[int, set[_Exit]] = {}
    for row in rows:
        named = {way for way in usable if way.way_id == raw.turn_to[row]}
        round_again = raw.turn_to[row] == raw.turn_from[row] and not raw.turn_only[row]
        if round_again and raw.turn_path_first[row] == raw.turn_path_first[row + 1]:
            named &= {back}
        (only if raw.turn_only[row] else bans)[row] = named
    void = {row for row, named in only.items() if not named}
    return {row: named for row, named in only.items() if named}, bans, void
