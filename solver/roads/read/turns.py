"""Turn restrictions by splitting nodes.

Arriving by a restricted arc leads to a copy of the via node that lacks the
forbidden exits, or, where they are forbidden by hour, that has exits of its own
which are closed at those hours. Source of the tags: OpenStreetMap, "Relation:restriction".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.roads.read.raw import RawRoads
    from solver.roads.read.segments import Segments


@dataclass(frozen=True, eq=False)
class Junctions:
    """Arcs of a mode between nodes, before or after nodes are split.

    Parameters
    ----------
    node_junction
        (n,) junction of each node.
    tail, head, slot
        (a,) nodes of each arc, and twice the segment plus the direction.
    banned
        (k, a) bool under each set of rules: a turn restriction forbids the arc. Only copies of
        exits may be, where some of the rules forbid them and others do not.
    """

    node_junction: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    slot: np.ndarray
    banned: np.ndarray = field(default_factory=lambda: np.zeros((1, 0), np.bool_))


def split_for_turns(
    raw: RawRoads,
    segments: Segments,
    mode_code: int,
    arcs: Junctions,
    rules: list[tuple[int, np.ndarray]],
) -> Junctions:
    """Split via nodes so that forbidden turns have no arc.

    Parameters
    ----------
    raw, segments
        Ways with their turn restrictions, and the segments cut from them.
    mode_code
        0 car, 1 bicycle, 2 foot.
    arcs
        Every arc that some of the rules leave open.
    rules
        Of each of k sets of rules an hour at which it holds, and the arcs (a,) that it opens.

    Returns
    -------
    arcs
        With copies of nodes and of their exits appended.
    """
    bans = [_bans(raw, segments, mode_code, arcs, hour, usable) for hour, usable in rules]
    head, slot = arcs.head.copy(), arcs.slot
    new_junction: list[int] = []
    new_tail: list[int] = []
    from_arc: list[int] = []
    new_banned: list[tuple[bool, ...]] = []
    copies: dict[tuple[int, tuple[frozenset[int], ...]], int] = {}
    restricted = list(dict.fromkeys(arc for banned in bans for arc in banned))
    exits = _exits(arcs.tail, {int(head[arc]) for arc in restricted})
    for arc in restricted:
        node = int(head[arc])
        key = (node, tuple(frozenset(banned.get(arc, ())) for banned in bans))
        if key not in copies:
            copies[key] = arcs.node_junction.size + len(new_junction)
            new_junction.append(int(arcs.node_junction[node]))
            for exit_arc in exits[node]:
                forbidden = tuple(exit_arc in banned for banned in key[1])
                if not all(forbidden):
                    new_tail.append(copies[key])
                    from_arc.append(exit_arc)
                    new_banned.append(forbidden)
        head[arc] = copies[key]
    # heads of copied exits are read after every redirection, so that two
    # restrictions in a row both hold
    again = np.array(from_arc, np.int64)
    banned = np.zeros((len(rules), arcs.tail.size + again.size), np.bool_)
    if new_banned:
        banned[:, arcs.tail.size :] = np.array(new_banned).T
    return Junctions(
        np.concatenate((arcs.node_junction, np.array(new_junction, arcs.node_junction.dtype))),
        np.concatenate((arcs.tail, np.array(new_tail, arcs.tail.dtype))),
        np.concatenate((head, head[again])),
        np.concatenate((slot, slot[again])),
        banned,
    )


def _exits(tail: np.ndarray, nodes: set[int]) -> dict[int, list[int]]:
    arcs = np.flatnonzero(np.isin(tail, np.fromiter(nodes, tail.dtype)))
    exits: dict[int, list[int]] = {node: [] for node in nodes}
    for arc in arcs:
        exits[int(tail[arc])].append(int(arc))
    return exits


def _bans(
    raw: RawRoads,
    segments: Segments,
    mode_code: int,
    arcs: Junctions,
    hour: int,
    usable: np.ndarray,
) -> dict[int, set[int]]:
    """Forbidden exits of each restricted arc at an hour: ``{arc in: {arcs out}}``."""
    tail, head, slot = arcs.tail, arcs.head, arcs.slot
    rows = np.flatnonzero(raw.turns_at(hour) >> mode_code & 1)
    if rows.size == 0:
        return {}
    way_id = raw.way_id[segments.way]
    at = np.searchsorted(segments.junction_id, raw.turn_via[rows])
    at = np.minimum(at, segments.junction_id.size - 1)
    known = segments.junction_id[at] == raw.turn_via[rows]
    into, out = _around(arcs, at[known], usable)
    chosen: dict[int, set[int]] = {}
    bans: dict[int, set[int]] = {}
    for row, junction, found in zip(rows.tolist(), at.tolist(), known.tolist(), strict=True):
        if not found:
            continue
        for arc in into[junction]:
            if way_id[slot[arc] >> 1] != raw.turn_from[row]:
                continue
            exits = {e for e in out[junction] if tail[e] == head[arc]}
            named = {e for e in exits if way_id[slot[e] >> 1] == raw.turn_to[row]}
            if raw.turn_only[row]:
                if named:  # else the way to take is closed to this mode: it binds nobody
                    chosen.setdefault(arc, set()).update(named)
                continue
            if raw.turn_from[row] == raw.turn_to[row]:
                named = {e for e in named if slot[e] == slot[arc] ^ 1}  # no U-turn
            bans.setdefault(arc, set()).update(named)
    for arc, kept in chosen.items():  # several that prescribe leave each what it prescribes
        others = {e for e in out[int(arcs.node_junction[head[arc]])] if tail[e] == head[arc]}
        bans.setdefault(arc, set()).update(others - kept)
    return {arc: banned for arc, banned in bans.items() if banned}


def _around(
    arcs: Junctions, junctions: np.ndarray, usable: np.ndarray
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Usable arcs into and out of some junctions: ``{junction: [arcs]}``."""
    both = []
    near = np.unique(junctions)
    for ends in (arcs.head, arcs.tail):
        at = arcs.node_junction[ends]
        found: dict[int, list[int]] = {junction: [] for junction in near.tolist()}
        for arc in np.flatnonzero(usable & np.isin(at, near)).tolist():
            found[int(at[arc])].append(int(arc))
        both.append(found)
    return both[0], both[1]
