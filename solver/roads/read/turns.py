"""Turn restrictions by splitting nodes.

Arriving by a restricted arc leads to a copy of the via node that lacks the
forbidden exits. Source of the tags: OpenStreetMap, "Relation:restriction".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.roads.read.raw import RawRoads
    from solver.roads.read.segments import Segments


def split_for_turns(
    raw: RawRoads,
    segments: Segments,
    mode_code: int,
    node_junction: np.ndarray,
    tail: np.ndarray,
    head: np.ndarray,
    slot: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Split via nodes so that forbidden turns have no arc.

    Parameters
    ----------
    raw, segments
        Ways with their turn restrictions, and the segments cut from them.
    mode_code
        0 car, 1 bicycle, 2 foot.
    node_junction
        (n,) junction of each node.
    tail, head, slot
        (a,) arcs: nodes, and twice the segment plus the direction.

    Returns
    -------
    node_junction, tail, head, slot
        With copies of nodes and of their exits appended.
    """
    bans = _bans(raw, segments, mode_code, node_junction, tail, head, slot)
    if not bans:
        return node_junction, tail, head, slot
    head = head.copy()
    new_junction: list[int] = []
    new_tail: list[int] = []
    from_arc: list[int] = []
    copies: dict[tuple[int, frozenset[int]], int] = {}
    exits = _exits(tail, {int(head[arc]) for arc in bans})
    for arc, banned in bans.items():
        node = int(head[arc])
        key = (node, frozenset(banned))
        if key not in copies:
            copies[key] = node_junction.size + len(new_junction)
            new_junction.append(int(node_junction[node]))
            for exit_arc in exits[node]:
                if exit_arc not in banned:
                    new_tail.append(copies[key])
                    from_arc.append(exit_arc)
        head[arc] = copies[key]
    # heads of copied exits are read after every redirection, so that two
    # restrictions in a row both hold
    again = np.array(from_arc, np.int64)
    return (
        np.concatenate((node_junction, np.array(new_junction, node_junction.dtype))),
        np.concatenate((tail, np.array(new_tail, tail.dtype))),
        np.concatenate((head, head[again])),
        np.concatenate((slot, slot[again])),
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
    node_junction: np.ndarray,
    tail: np.ndarray,
    head: np.ndarray,
    slot: np.ndarray,
) -> dict[int, set[int]]:
    """Forbidden exits of each restricted arc: ``{arc in: {arcs out}}``."""
    rows = np.flatnonzero(raw.turn_modes >> mode_code & 1)
    if rows.size == 0:
        return {}
    way_id = raw.way_id[segments.way]
    at = np.searchsorted(segments.junction_id, raw.turn_via[rows])
    at = np.minimum(at, segments.junction_id.size - 1)
    known = segments.junction_id[at] == raw.turn_via[rows]
    via_nodes = set(at[known].tolist())
    near = np.array(sorted(via_nodes), np.int64)
    into: dict[int, list[int]] = {j: [] for j in via_nodes}
    out: dict[int, list[int]] = {j: [] for j in via_nodes}
    for arc in np.flatnonzero(np.isin(node_junction[head], near)).tolist():
        into[int(node_junction[head[arc]])].append(int(arc))
    for arc in np.flatnonzero(np.isin(node_junction[tail], near)).tolist():
        out[int(node_junction[tail[arc]])].append(int(arc))
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
        others = {e for e in out[int(node_junction[head[arc]])] if tail[e] == head[arc]} - kept
        bans.setdefault(arc, set()).update(others)
    return {arc: banned for arc, banned in bans.items() if banned}
