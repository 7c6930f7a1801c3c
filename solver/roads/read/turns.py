"""Turn restrictions by splitting nodes.

Arriving by a restricted arc leads to a copy of the via node that lacks the
forbidden exits, or, where they are forbidden by hour, that has exits of its own
which are closed at those hours. Where ways lie between, arriving leads to a copy
whose exit onto the first of them is an arc of its own, and so on to the last, at
whose end the forbidden exits are missing; who joins those ways elsewhere, or begins
on them, drives the plain arcs. On the copies there is no turning round where another
way leads on: else two turns on the spot would undo the restriction. Source of the tags:
OpenStreetMap, "Relation:restriction".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.roads.read.segments import slots_of_steps

if TYPE_CHECKING:
    from collections.abc import Container

    from solver.roads.read.raw import RawRoads
    from solver.roads.read.segments import Segments

History = tuple[int, ...]
"""Arcs driven one after the other, the latest last."""


@dataclass(frozen=True, eq=False)
class Junctions:
    """Arcs of a mode between nodes, before or after nodes are split.

    Parameters
    ----------
    node_junction
        (n,) junction of each node.
    tail, head, slot
        (a,) nodes of each arc, and twice the segment plus the direction. Copies of an arc come
        after it.
    banned
        (k, a) bool under each set of rules: a turn restriction forbids the arc. Only copies of
        exits may be, where some of the rules forbid them and others do not.
    """

    node_junction: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    slot: np.ndarray
    banned: np.ndarray = field(default_factory=lambda: np.zeros((1, 0), np.bool_))


class HourRules(NamedTuple):
    """Rules that hold together: an hour at which they do, and the arcs (a,) open, and through."""

    hour: int
    usable: np.ndarray
    through: np.ndarray


@dataclass(frozen=True, eq=False)
class _Copy:
    """A copy of a node for those who come with some history.

    Parameters
    ----------
    number, node
        Of the copy, and the node that it is a copy of.
    forbidden
        Exits that each of k sets of rules forbids.
    onward
        Exits after which the history still counts → that history.
    """

    number: int
    node: int
    forbidden: tuple[frozenset[int], ...]
    onward: dict[int, History]


def split_for_turns(
    raw: RawRoads,
    segments: Segments,
    mode_code: int,
    arcs: Junctions,
    rules: list[HourRules],
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
        The k sets of rules.

    Returns
    -------
    arcs
        With copies of nodes and of their exits appended.
    """
    paths = _paths(raw, segments, arcs)
    bans = [_bans(raw, segments, mode_code, arcs, paths, rule) for rule in rules]
    exits = _exits(arcs.tail, {int(arcs.head[arc]) for told in bans for way in told for arc in way})
    copy_of = _copies(arcs, exits, bans, rules)
    head, slot = arcs.head.copy(), arcs.slot
    for history, copy in copy_of.items():
        if len(history) == 1:
            head[history[0]] = copy.number
    every = list({copy.number: copy for copy in copy_of.values()}.values())
    new_tail: list[int] = []
    from_arc: list[int] = []
    new_head: list[int] = []
    new_banned: list[tuple[bool, ...]] = []
    for copy in every:
        for arc in exits[copy.node]:
            forbidden = tuple(arc in banned for banned in copy.forbidden)
            if not all(forbidden):
                new_tail.append(copy.number)
                from_arc.append(arc)
                # read after every redirection, so that two restrictions in a row both hold
                onward = copy.onward.get(arc)
                new_head.append(copy_of[onward].number if onward else int(head[arc]))
                new_banned.append(forbidden)
    banned = np.zeros((len(rules), arcs.tail.size + len(from_arc)), np.bool_)
    if new_banned:
        banned[:, arcs.tail.size :] = np.array(new_banned).T
    junctions = [int(arcs.node_junction[copy.node]) for copy in every]
    return Junctions(
        np.concatenate((arcs.node_junction, np.array(junctions, arcs.node_junction.dtype))),
        np.concatenate((arcs.tail, np.array(new_tail, arcs.tail.dtype))),
        np.concatenate((head, np.array(new_head, head.dtype))),
        np.concatenate((slot, slot[np.array(from_arc, np.int64)])),
        banned,
    )


def _copies(
    arcs: Junctions,
    exits: dict[int, list[int]],
    bans: list[dict[History, set[int]]],
    rules: list[HourRules],
) -> dict[History, _Copy]:
    """Copy nodes for every history that leads to a restriction; alike ones share a copy."""
    between = [{way[:i] for way in told for i in range(2, len(way) + 1)} for told in bans]
    known = dict.fromkeys(way[:i] for told in bans for way in told for i in range(1, len(way) + 1))
    numbers: dict[object, int] = {}
    copies = {}
    for history in known:
        node = int(arcs.head[history[-1]])
        ends = [history[i:] for i in range(len(history))]
        back = {arc for arc in exits[node] if arcs.slot[arc] == arcs.slot[history[-1]] ^ 1}
        forbidden = []
        for told, bound, rule in zip(bans, between, rules, strict=True):
            here = set().union(*(told[end] for end in ends if end in told))
            others = (arc for arc in exits[node] if arc not in here | back)
            if not bound.isdisjoint(ends) and any(rule.through[arc] for arc in others):
                here |= back
            forbidden.append(frozenset(here))
        onward = {}
        for arc in exits[node]:
            way = _longest((*history, arc), known)
            if len(way) > 1:
                onward[arc] = way
        key = node, tuple(forbidden), frozenset(onward.items())
        number = numbers.setdefault(key, arcs.node_junction.size + len(numbers))
        copies[history] = _Copy(number, node, tuple(forbidden), onward)
    return copies


def _longest(history: History, known: Container[History]) -> History:
    """Find the longest end of a history that is known; empty where none is."""
    ends = (history[i:] for i in range(len(history)))
    return next((end for end in ends if end in known), ())


def _exits(tail: np.ndarray, nodes: set[int]) -> dict[int, list[int]]:
    arcs = np.flatnonzero(np.isin(tail, np.fromiter(nodes, tail.dtype)))
    exits: dict[int, list[int]] = {node: [] for node in nodes}
    for arc in arcs:
        exits[int(tail[arc])].append(int(arc))
    return exits


def _paths(raw: RawRoads, segments: Segments, arcs: Junctions) -> dict[int, History]:
    """Arcs of the ways between, of each restriction via ways; none where they cannot be driven."""
    if raw.turn_path.size == 0:
        return {}
    arc_of = np.full(2 * segments.start.size, -1, np.int64)
    arc_of[arcs.slot] = np.arange(arcs.slot.size)
    every = arc_of[slots_of_steps(segments, raw.turn_path)]
    first = raw.turn_path_first
    paths: dict[int, History] = {}
    for row in np.flatnonzero(np.diff(first)).tolist():
        path = every[first[row] : first[row + 1]]
        path = path[np.concatenate(([True], path[1:] != path[:-1]))]
        joined = (path >= 0).all() and (arcs.head[path[:-1]] == arcs.tail[path[1:]]).all()
        paths[row] = tuple(path.tolist()) if joined else ()
    return paths


def _bans(
    raw: RawRoads,
    segments: Segments,
    mode_code: int,
    arcs: Junctions,
    paths: dict[int, History],
    rule: HourRules,
) -> dict[History, set[int]]:
    """Forbidden exits at an hour, of each restricted history: ``{arcs driven: {arcs out}}``."""
    usable = rule.usable
    tail, head, slot = arcs.tail, arcs.head, arcs.slot
    rows = np.flatnonzero(raw.turns_at(rule.hour) >> mode_code & 1)
    if rows.size == 0:
        return {}
    way_id = raw.way_id[segments.way]
    at = np.searchsorted(segments.junction_id, raw.turn_via[rows])
    at = np.minimum(at, segments.junction_id.size - 1)
    known = segments.junction_id[at] == raw.turn_via[rows]
    begins = [arcs.node_junction[tail[path[0]]] for path in paths.values() if path]
    into, out = _around(arcs, np.concatenate((at[known], begins)).astype(np.int64), usable)
    chosen: dict[History, set[int]] = {}
    bans: dict[History, set[int]] = {}
    for row, junction, found in zip(rows.tolist(), at.tolist(), known.tolist(), strict=True):
        if not found:
            continue
        for way in _histories(into, arcs, junction, paths.get(row), usable):
            if way_id[slot[way[0]] >> 1] != raw.turn_from[row]:
                continue
            exits = {e for e in out[junction] if tail[e] == head[way[-1]]}
            named = {e for e in exits if way_id[slot[e] >> 1] == raw.turn_to[row]}
            if raw.turn_only[row]:
                if named:  # else the way to take is closed to this mode: it binds nobody
                    chosen.setdefault(way, set()).update(named)
                continue
            if raw.turn_from[row] == raw.turn_to[row] and row not in paths:
                named = {e for e in named if slot[e] == slot[way[0]] ^ 1}  # no U-turn
            bans.setdefault(way, set()).update(named)
    for way, kept in chosen.items():  # several that prescribe leave each what it prescribes
        others = {
            e for e in out[int(arcs.node_junction[head[way[-1]]])] if tail[e] == head[way[-1]]
        }
        bans.setdefault(way, set()).update(others - kept)
    return {way: banned for way, banned in bans.items() if banned}


def _histories(
    into: dict[int, list[int]],
    arcs: Junctions,
    junction: int,
    path: History | None,
    usable: np.ndarray,
) -> list[History]:
    """Ways to come to a junction: by each arc, or by each that leads onto the ways between."""
    if path is None:
        return [(arc,) for arc in into[junction]]
    if not path or not usable[list(path)].all():
        return []
    begin = arcs.tail[path[0]]
    return [(arc, *path) for arc in into[int(arcs.node_junction[begin])] if arcs.head[arc] == begin]


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
