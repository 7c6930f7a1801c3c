"""Pairs of doors: ways that the hierarchy does not hold, and from road weights to door to door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.engine.customise import FAR, LENGTH_BITS, LENGTH_MASK, TICKS_PER_S
from solver.roads.engine.inside import between
from solver.roads.engine.jit import njit
from solver.roads.places.seeds import open_arcs, scaled

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.engine.inside import Inside
    from solver.roads.network import Network
    from solver.roads.places.seeds import ArcCosts, Doors


def along_segment(
    network: Network,
    costs: ArcCosts,
    doors: Doors,
    part: npt.NDArray[np.int32],
    pairs: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
) -> npt.NDArray[np.int64]:
    """Weigh the straight way between pairs of places on one segment.

    Parameters
    ----------
    network, costs, doors
        The mode's network, costs and places.
    part
        (a,) part of each arc, as the scenario has them.
    pairs
        (p,) and (p,) indices of places from which and to which.

    Returns
    -------
    weights
        (p,) packed; :data:`solver.roads.engine.customise.FAR` where the places lie
        on different segments or the direction is closed.
    """
    source, target = pairs
    weight = np.full(source.size, FAR, np.int64)
    segment = doors.segment[source]
    same = (segment >= 0) & (segment == doors.segment[target])
    gap = doors.share[target] - doors.share[source]
    for direction in (0, 1):
        rows = np.flatnonzero(same & (gap >= 0 if direction == 0 else gap <= 0))
        at, arcs = open_arcs(network, part, 2 * segment[rows] + direction)
        at, first = np.unique(at, return_index=True)
        rows, arcs = rows[at], arcs[first]
        weight[rows] = np.minimum(weight[rows], scaled(costs, arcs, np.abs(gap[rows]), False))
    return weight


@dataclass(frozen=True, eq=False)
class Pairs:
    """Ordered pairs of k doors, and the packed weight of a way between them.

    Parameters
    ----------
    first, other, weight
        (k + 1,), (p,) and (p,): pairs of door i are ``first[i]:first[i + 1]``.
    """

    first: npt.NDArray[np.int64]
    other: npt.NDArray[np.int64]
    weight: npt.NDArray[np.int64]


def beside_hierarchy(network: Network, costs: ArcCosts, doors: Doors, inside: Inside) -> Pairs:
    """Find the ways that the hierarchy does not hold: along one segment, or within one part.

    Parameters
    ----------
    network, costs, doors, inside
        The mode's network, costs, places, and parts that are used only at an end.
    """
    left, right = _sharing(doors.segment)
    weight = along_segment(network, costs, doors, inside.part, (left, right))
    if doors.leave.roots.node.size:
        roots = doors.leave.roots, doors.reach.roots
        pairs = _sharing(roots[0].part)
        order = np.argsort(pairs[0], kind="stable")
        pairs = pairs[0][order], pairs[1][order]
        within = between(inside, roots, pairs, costs.packed, chains=False)
        near = within.weight < FAR
        left = np.concatenate((left, pairs[0][near]))
        right = np.concatenate((right, pairs[1][near]))
        weight = np.concatenate((weight, within.weight[near]))
    order = np.argsort(left, kind="stable")
    left, right, weight = left[order], right[order], weight[order]
    return Pairs(np.searchsorted(left, np.arange(doors.segment.size + 1)), right, weight)


def _sharing(label: npt.NDArray[np.int32]) -> tuple[np.ndarray, np.ndarray]:
    """All ordered pairs of different places with the same label, from 0 on."""
    order = np.argsort(label, kind="stable").astype(np.int64)
    on = order[label[order] >= 0]
    return _pairs(label[on], on)


@njit
def _pairs(segment, place):  # type: ignore[no-untyped-def]
    count = 0
    begin = 0
    for end in range(1, place.size + 1):
        if end == place.size or segment[end] != segment[begin]:
            count += (end - begin) * (end - begin - 1)
            begin = end
    left = np.empty(count, np.int64)
    right = np.empty(count, np.int64)
    used = 0
    begin = 0
    for end in range(1, place.size + 1):
        if end == place.size or segment[end] != segment[begin]:
            for i in range(begin, end):
                for j in range(begin, end):
                    if i != j:
                        left[used], right[used] = place[i], place[j]
                        used += 1
            begin = end
    return left, right


@njit
def door_to_door(  # type: ignore[no-untyped-def]
    rows, packed, pair_first, pair_other, pair_weight, walk_ticks, stop_ticks, same_door,
    durations_s, lengths_m,
):  # fmt: skip
    """Packed road weights → whole seconds and metres from door to door.

    Parameters
    ----------
    rows
        (r,) places that the rows of ``packed`` start from.
    packed
        (r, k) int64 packed weights along the roads; changed.
    pair_first, pair_other, pair_weight
        (k + 1,), (p,), (p,): other places on the same segment or part as each
        place, and the packed weight straight to them.
    walk_ticks
        (k,) ticks between road and door, or -1 for a place without a road.
    stop_ticks
        (k,) ticks that arriving at the place takes.
    same_door
        (k,) int: places with the same number share a door.
    durations_s, lengths_m
        (k, k) int32; the rows are filled, -1 where there is no way.
    """
    k = walk_ticks.size
    second = np.uint64(TICKS_PER_S)
    for r in range(rows.size):
        i = rows[r]
        for p in range(pair_first[i], pair_first[i + 1]):
            packed[r, pair_other[p]] = min(packed[r, pair_other[p]], pair_weight[p])
        for j in range(k):
            weight = packed[r, j]
            if same_door[i] == same_door[j]:
                durations_s[i, j] = 0
                lengths_m[i, j] = 0
            elif walk_ticks[i] < 0 or walk_ticks[j] < 0 or weight >= FAR:
                durations_s[i, j] = -1
                lengths_m[i, j] = -1
            else:
                ticks = (weight >> LENGTH_BITS) + walk_ticks[i] + walk_ticks[j] + stop_ticks[j]
                length = weight & LENGTH_MASK
                durations_s[i, j] = np.uint64(ticks + TICKS_PER_S // 2) // second
                lengths_m[i, j] = np.uint64(length + 50) // np.uint64(100)
