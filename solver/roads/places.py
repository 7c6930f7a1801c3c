"""Places on the roads: snapped, and seeded into the network with their offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.engine.customise import FAR, LENGTH_BITS, LENGTH_MASK, TICKS_PER_S, pack
from solver.roads.engine.jit import njit
from solver.roads.engine.matrix import Seeds

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.engine.hierarchy import Hierarchy
    from solver.roads.network import Network
    from solver.roads.read.segments import Segments
    from solver.roads.snap import Snapped


@dataclass(frozen=True, eq=False)
class ArcCosts:
    """What moving along each arc takes, apart from waiting at its end.

    Parameters
    ----------
    moving, waiting
        (a,) int32 ticks.
    length_cm
        (a,) int64.
    """

    moving: npt.NDArray[np.int32]
    waiting: npt.NDArray[np.int32]
    length_cm: npt.NDArray[np.int64]

    @property
    def packed(self) -> npt.NDArray[np.int64]:
        """(a,) packed weight of each whole arc."""
        return pack(self.moving.astype(np.int64) + self.waiting, self.length_cm)


@dataclass(frozen=True, eq=False)
class Doors:
    """Places seeded into one network.

    Parameters
    ----------
    share
        (k,) float64 how far along its segment each place lies, 0 to 1.
    segment
        (k,) int32, -1 where the place is not on this network.
    leave, reach
        Seeds of the k places as sources and as targets.
    leave_slot, reach_slot
        (t,) int32 twice the segment plus the direction, of each seed.
    """

    share: npt.NDArray[np.float64]
    segment: npt.NDArray[np.int32]
    leave: Seeds
    reach: Seeds
    leave_slot: npt.NDArray[np.int32]
    reach_slot: npt.NDArray[np.int32]


def _scaled(costs: ArcCosts, arcs: np.ndarray, share: np.ndarray, waits: bool) -> np.ndarray:
    ticks = np.rint(costs.moving[arcs] * share).astype(np.int64)
    if waits:
        ticks += costs.waiting[arcs]
    return pack(ticks, np.rint(costs.length_cm[arcs] * share).astype(np.int64))


def seed_doors(
    network: Network,
    hierarchy: Hierarchy,
    segments: Segments,
    costs: ArcCosts,
    snapped: Snapped,
) -> Doors:
    """Seed snapped places: both directions of the segment, where they are open.

    Parameters
    ----------
    network, hierarchy, segments, costs
        The mode's network and what its arcs cost.
    snapped
        k places on it.

    Returns
    -------
    doors
        Leaving a door leads to the end of its segment (waiting there
        included); reaching it comes from every copy of the start.
    """
    k = snapped.segment.size
    on = np.flatnonzero(snapped.segment >= 0)
    length = segments.length_m[snapped.segment[on]]
    share = np.zeros(k)
    with np.errstate(invalid="ignore", divide="ignore"):
        share[on] = np.where(length > 0, np.clip(snapped.at_m[on] / length, 0, 1), 0)
    leave_place, leave_arc, leave_weight = [], [], []
    reach_place, reach_arc, reach_weight = [], [], []
    for direction in (0, 1):
        slot = 2 * snapped.segment[on] + direction
        begin, count = network.slot_first[slot], np.diff(network.slot_first)[slot]
        done = share[on] if direction == 0 else 1.0 - share[on]
        open_ways = count > 0
        leave_place.append(on[open_ways])
        leave_arc.append(begin[open_ways])
        leave_weight.append(_scaled(costs, begin[open_ways], 1.0 - done[open_ways], True))
        place = np.repeat(on, count)
        run = np.concatenate(([0], np.cumsum(count)))
        arcs = np.repeat(begin, count) + np.arange(run[-1]) - np.repeat(run[:-1], count)
        reach_place.append(place)
        reach_arc.append(arcs)
        reach_weight.append(_scaled(costs, arcs, np.repeat(done, count), False))
    slots = network.arc_slot
    leave, leave_slot = _seeds(
        k, leave_place, leave_arc, leave_weight, hierarchy.rank[network.head], slots
    )
    reach, reach_slot = _seeds(
        k, reach_place, reach_arc, reach_weight, hierarchy.rank[network.tail], slots
    )
    return Doors(share, snapped.segment, leave, reach, leave_slot, reach_slot)


def _seeds(
    k: int,
    places: list[np.ndarray],
    arcs: list[np.ndarray],
    weights: list[np.ndarray],
    rank_of_arc: np.ndarray,
    slots: np.ndarray,
) -> tuple[Seeds, np.ndarray]:
    place, arc, weight = (np.concatenate(parts) for parts in (places, arcs, weights))
    rank = rank_of_arc[arc]
    order = np.lexsort((rank, place))
    first = np.searchsorted(place[order], np.arange(k + 1)).astype(np.int32)
    seeds = Seeds(first, rank[order].astype(np.int32), weight[order].astype(np.int64))
    return seeds, slots[arc[order]].astype(np.int32)


def along_segment(
    network: Network,
    costs: ArcCosts,
    doors: Doors,
    source: npt.NDArray[np.integer],
    target: npt.NDArray[np.integer],
) -> npt.NDArray[np.int64]:
    """Weigh the straight way between pairs of places on one segment.

    Parameters
    ----------
    network, costs, doors
        The mode's network, costs and places.
    source, target
        (p,) indices of places.

    Returns
    -------
    weights
        (p,) packed; :data:`solver.roads.engine.customise.FAR` where the places lie
        on different segments or the direction is closed.
    """
    weight = np.full(source.size, FAR, np.int64)
    segment = doors.segment[source]
    same = (segment >= 0) & (segment == doors.segment[target])
    gap = doors.share[target] - doors.share[source]
    sizes = np.diff(network.slot_first)
    for direction in (0, 1):
        part = np.flatnonzero(same & (gap >= 0 if direction == 0 else gap <= 0))
        slot = 2 * segment[part] + direction
        part, slot = part[sizes[slot] > 0], slot[sizes[slot] > 0]
        arcs = network.slot_first[slot]
        weight[part] = np.minimum(weight[part], _scaled(costs, arcs, np.abs(gap[part]), False))
    return weight


def same_segment_pairs(doors: Doors) -> tuple[np.ndarray, np.ndarray]:
    """All ordered pairs of different places that share a segment."""
    order = np.argsort(doors.segment, kind="stable").astype(np.int64)
    on = order[doors.segment[order] >= 0]
    return _pairs(doors.segment[on], on)


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
        (k + 1,), (p,), (p,): other places on the same segment as each place,
        and the packed weight straight to them.
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
