"""Turn restrictions as relations name them → rows, with the steps of the ways that they go via."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, pairwise, permutations
from typing import TYPE_CHECKING, Final

import numpy as np

from solver.roads.read.segments import points_of_ways, steps_of_ways
from solver.roads.read.tags.turn_rules import hours_of_turns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from solver.roads.read.raw import RawRoads
    from solver.roads.read.tags.turn_rules import Turn

BROKEN: Final = "turn restrictions via ways that are missing or do not join up, not applied"

_REORDERED: Final = 4
"""So many ways between may stand in any order in their relation; more only as driven."""

_MOST_JOININGS: Final = 16
"""Ways that join up in more ways than that name no turn."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Points of a way, and the steps between them (n - 1)."""

    nodes: list[int]
    steps: list[int]


def with_turns(raw: RawRoads, relations: Sequence[Sequence[Turn]]) -> RawRoads:
    """Lay turn restrictions out as arrays.

    Parameters
    ----------
    raw
        Ways, without turn restrictions.
    relations
        What each relation says.

    Returns
    -------
    raw
        With a row for each turn via a node, and for each way in which ways between join the way
        in to the way out. Relations whose ways do not are counted in ``notes``.
    """
    lines = _lines(raw, relations)
    rows: list[Turn] = []
    paths: list[tuple[int, ...]] = []
    broken = 0
    for turns in relations:
        before = len(rows)
        for turn in turns:
            for via, path in _joined(raw, turn, lines):
                rows.append(turn._replace(via=via))
                paths.append(path)
        broken += bool(turns) and len(rows) == before
    table = np.array([row[:-1] for row in rows], np.int64).reshape(-1, 5)
    return replace(
        raw,
        turn_from=table[:, 0].copy(),
        turn_via=table[:, 1].copy(),
        turn_to=table[:, 2].copy(),
        turn_only=table[:, 3].astype(np.bool_),
        turn_modes=table[:, 4].astype(np.uint8),
        turn_hours=hours_of_turns(rows),
        turn_path_first=np.cumsum([0, *map(len, paths)]).astype(np.int32),
        turn_path=np.array(list(chain.from_iterable(paths)), np.int64),
        notes={**raw.notes, **({BROKEN: broken} if broken else {})},
    )


def _lines(raw: RawRoads, relations: Sequence[Sequence[Turn]]) -> dict[int, _Line]:
    """Points and steps of the ways that restrictions via ways name, by id.

    A way that was cut at a gate is put together again.
    """
    wanted: set[int] = set()
    for turn in chain.from_iterable(relations):
        if isinstance(turn.via, tuple):
            wanted |= {turn.way_in, *turn.via, turn.way_out}
    if not wanted:
        return {}
    node, owner = points_of_ways(raw)
    way_id, number = raw.way_id[owner], steps_of_ways(owner)
    lines: dict[int, _Line] = {}
    last = -1
    for point in np.flatnonzero(np.isin(way_id, np.fromiter(wanted, np.int64))).tolist():
        line = lines.setdefault(int(way_id[point]), _Line([], []))
        if point and last == point - 1 and owner[point] == owner[last]:
            line.steps.append(int(number[last]))
            line.nodes.append(int(node[point]))
        elif not line.nodes:
            line.nodes.append(int(node[point]))
        last = point
    return lines


def _joined(
    raw: RawRoads, turn: Turn, lines: dict[int, _Line]
) -> list[tuple[int, tuple[int, ...]]]:
    """Node at which the turn is made, and steps that lead there, for each way to go."""
    if not isinstance(turn.via, tuple):
        return [(turn.via, ())]
    named = [turn.way_in, *turn.via, turn.way_out]
    inner = set(turn.via)
    if not lines.keys() >= set(named) or len(inner) < len(turn.via):
        return []
    if inner & {turn.way_in, turn.way_out}:
        return []
    few = len(turn.via) <= _REORDERED
    for order in permutations(turn.via) if few else (turn.via, turn.via[::-1]):
        found = _joinings([lines[way] for way in (turn.way_in, *order, turn.way_out)])
        if found:
            return [(int(raw.node_id[node]), path) for node, path in found]
    return []


def _joinings(along: list[_Line]) -> list[tuple[int, tuple[int, ...]]]:
    """Ways to go from the first of some lines to the last, along the others one by one.

    Of each the node at which the last line is met, and the steps up to there.
    """
    meet = [set(a.nodes) & set(b.nodes) for a, b in pairwise(along)]
    so_far: list[tuple[int, tuple[int, ...]]] = [(node, ()) for node in sorted(meet[0])]
    for line, ends in zip(along[1:-1], meet[1:], strict=True):
        so_far = [
            (end, (*path, *stretch))
            for node, path in so_far
            for end in sorted(ends - {node})
            for stretch in _stretches(line, node, end)
        ]
        if len(so_far) > _MOST_JOININGS:
            return []
    return so_far


def _stretches(line: _Line, here: int, there: int) -> Iterator[tuple[int, ...]]:
    """Follow a line from one node to another; both ways round where it is closed."""
    forward, backward = [2 * step for step in line.steps], [2 * step + 1 for step in line.steps]
    closed = line.nodes[0] == line.nodes[-1]
    places = [i for i, node in enumerate(line.nodes) if node == here]
    goals = [i for i, node in enumerate(line.nodes) if node == there]
    last = len(line.steps)
    if closed:  # its first point is its last
        places, goals = [i for i in places if i < last], [i for i in goals if i < last]
    for a in places:
        for b in goals:
            if closed:
                yield tuple(forward[a:b] if a < b else forward[a:] + forward[:b])
                yield tuple(
                    backward[b:a][::-1] if b < a else backward[:a][::-1] + backward[b:][::-1]
                )
            else:
                yield tuple(forward[a:b] if a < b else backward[b:a][::-1])
