"""Segments → the directed network of one mode: what leads through, and what is an end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from solver.roads.network.parts import CLOSED, THROUGH, Arcs, find_parts
from solver.roads.read.tags.classes import BACKWARD, FORWARD, MODE_CODE, access_bit
from solver.roads.read.turns import split_for_turns

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.read.raw import RawRoads
    from solver.roads.read.segments import Segments


@dataclass(frozen=True, eq=False)
class Network:
    """Directed arcs of one mode.

    Parameters
    ----------
    node_junction
        (n,) int32 junction of each node (several nodes share one where a
        barrier or a turn restriction splits it). Nodes of the through network
        come first.
    node_inside
        (n,) bool: the node lies inside a part that is used only at an end.
    tail, head
        (a,) int32 nodes of each arc.
    slot_first
        (2 s + 1,) int32: arcs of segment i in direction d (0 as drawn,
        1 against) are ``slot_first[2 i + d]:slot_first[2 i + d + 1]``; more
        than one where a turn restriction doubled its tail.
    arc_part
        (a,) int32 the part, used only at an end, that an arc belongs to;
        -1 on the through network.
    arc_part_public
        (a,) int32 the same where private ways are closed to cars: -2 on arcs
        that are then of no use.
    dropped
        What is left out, in words → count.
    """

    node_junction: npt.NDArray[np.int32]
    node_inside: npt.NDArray[np.bool_]
    tail: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    slot_first: npt.NDArray[np.int32]
    arc_part: npt.NDArray[np.int32]
    arc_part_public: npt.NDArray[np.int32]
    dropped: dict[str, int]

    @cached_property
    def arc_slot(self) -> np.ndarray:
        """(a,) int32 twice the segment plus the direction, of each arc."""
        sizes = np.diff(self.slot_first)
        return np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)

    @property
    def segments(self) -> np.ndarray:
        """Indices of the segments that the mode may use in some direction."""
        sizes = np.diff(self.slot_first)
        return np.flatnonzero(sizes[0::2] + sizes[1::2])

    @property
    def through(self) -> np.ndarray:
        """(a,) bool: the arc leads through."""
        return self.arc_part == THROUGH

    @property
    def through_nodes(self) -> int:
        """How many nodes the through network has."""
        return int(self.node_inside.size - self.node_inside.sum())

    def parts(self, private: bool) -> npt.NDArray[np.int32]:
        """Part of each arc, with private ways or without them."""
        return self.arc_part if private else self.arc_part_public

    def closed_segments(self, private: bool) -> npt.NDArray[np.bool_]:
        """(s,) bool: no arc of the segment may be used; only for segments of the network."""
        slots = np.zeros(self.slot_first.size - 1, np.bool_)
        slots[self.arc_slot[self.parts(private) != CLOSED]] = True
        return ~(slots[0::2] | slots[1::2])


def build_network(raw: RawRoads, segments: Segments, mode_code: int) -> Network:
    """Build the network of a mode: access, barriers, turns, largest part, ends.

    Parameters
    ----------
    raw, segments
        Ways and the segments cut from them.
    mode_code
        0 car, 1 bicycle, 2 foot.

    Returns
    -------
    network
        The largest strongly connected part (most arcs) of what leads through,
        and what is used only at an end of a journey beside it; empty where
        the mode has no road.
    """
    arcs = _usable_arcs(raw, segments, mode_code)
    ended = _bits(raw.way_end, segments, mode_code)[arcs.slot]
    strong = _strong_parts(arcs, ~ended)
    core = _largest(arcs, strong, ~ended)
    part = find_parts(arcs, core, np.zeros(core.size, np.bool_))
    public = part
    if mode_code == MODE_CODE["car"]:  # whoever walks or cycles goes to the door by private ways
        private = _bits(raw.way_private, segments, mode_code)[arcs.slot]
        public = find_parts(arcs, core, private) if private.any() else part
    kept = _kept(arcs, core, part)
    label = _strong_parts(arcs, np.ones(core.size, np.bool_)) if ended.any() else strong
    dropped = _dropped(arcs, label, kept)
    return _numbered(arcs, core, kept, part, public, segments.start.size, dropped)


def _bits(mask: npt.NDArray[np.uint8], segments: Segments, mode_code: int) -> npt.NDArray[np.bool_]:
    """(2 s,) whether a mask of ways holds for each segment and direction."""
    of_segment = mask[segments.way]
    both = [of_segment & access_bit(mode_code, direction) for direction in (FORWARD, BACKWARD)]
    return np.stack(both, axis=1).reshape(-1).astype(np.bool_)


def _usable_arcs(raw: RawRoads, segments: Segments, mode_code: int) -> Arcs:
    """Arcs by access, split at barriers and at turns."""
    access = raw.way_access[segments.way]
    node_junction = np.arange(segments.junction_lon.size, dtype=np.int32)
    start, end = segments.start.copy(), segments.end.copy()
    blocked = (segments.junction_block >> mode_code & 1).astype(np.bool_)
    extra = [node_junction]
    for ends in (start, end):
        at = np.flatnonzero(blocked[ends])
        extra.append(ends[at].copy())
        ends[at] = sum(map(len, extra[:-1])) + np.arange(at.size, dtype=np.int32)
    node_junction = np.concatenate(extra)

    tails, heads, slots = [], [], []
    for direction, (tail, head) in ((FORWARD, (start, end)), (BACKWARD, (end, start))):
        usable = np.flatnonzero(access & access_bit(mode_code, direction))
        tails.append(tail[usable])
        heads.append(head[usable])
        slots.append(2 * usable + direction)
    tail, head, slot = np.concatenate(tails), np.concatenate(heads), np.concatenate(slots)
    node_junction, tail, head, slot = split_for_turns(
        raw, segments, mode_code, node_junction, tail, head, slot
    )
    base = np.arange(node_junction.size)
    ends = np.stack((start, end), axis=1)
    base[tail] = ends[slot >> 1, slot & 1]
    base[head] = ends[slot >> 1, 1 - (slot & 1)]
    return Arcs(node_junction, base, tail, head, slot)


def _strong_parts(arcs: Arcs, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """(n,) the strongly connected part of each node along some arcs."""
    n = arcs.base.size
    tail, head = arcs.tail[chosen], arcs.head[chosen]
    matrix = coo_array((np.ones(tail.size, np.int8), (tail, head)), shape=(n, n))
    _, label = connected_components(matrix, directed=True, connection="strong")
    return np.asarray(label)


def _largest(
    arcs: Arcs, label: npt.NDArray[np.int32], chosen: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Find the chosen arcs, (a,) bool, of the strongly connected part that has most of them."""
    inside = chosen & (label[arcs.tail] == label[arcs.head])
    if not inside.any():
        return inside
    largest = int(np.argmax(np.bincount(label[arcs.tail[inside]])))
    return inside & (label[arcs.tail] == largest)


def _kept(
    arcs: Arcs, core: npt.NDArray[np.bool_], part: npt.NDArray[np.int32]
) -> npt.NDArray[np.bool_]:
    """Keep the core and what ends need, (a,) bool; copies of exits only where an arc leads."""
    n = arcs.base.size
    ends = part >= 0
    fed = np.zeros(n, np.bool_)
    fed[arcs.head[ends]] = True
    beside = ~core & (part == THROUGH) & fed[arcs.tail]
    fed[arcs.tail[core]] = True
    return core | beside | (ends & fed[arcs.tail])


def _dropped(
    arcs: Arcs, label: npt.NDArray[np.int32], kept: npt.NDArray[np.bool_]
) -> dict[str, int]:
    used = np.union1d(arcs.tail, arcs.head)
    inside = np.union1d(arcs.tail[kept], arcs.head[kept])
    islands = np.setdiff1d(label[used], label[inside]).size
    if not islands:
        return {}
    return {
        "parts that the rest cannot reach both ways": int(islands),
        "directed arcs in them or between them": int(kept.size - kept.sum()),
    }


def _numbered(
    arcs: Arcs,
    core: npt.NDArray[np.bool_],
    kept: npt.NDArray[np.bool_],
    part: npt.NDArray[np.int32],
    public: npt.NDArray[np.int32],
    count: int,
    dropped: dict[str, int],
) -> Network:
    """Arcs by segment and direction; nodes of the through network before those inside parts."""
    n = arcs.base.size
    crossed = np.zeros(n, np.bool_)
    crossed[arcs.base[arcs.tail[core]]] = crossed[arcs.base[arcs.head[core]]] = True
    chosen = np.flatnonzero(kept)
    chosen = chosen[np.argsort(arcs.slot[chosen], kind="stable")]
    tail, head, slot = arcs.tail[chosen], arcs.head[chosen], arcs.slot[chosen]
    nodes = np.unique(np.concatenate((tail, head)))
    inside = ~crossed[arcs.base[nodes]]
    nodes = np.concatenate((nodes[~inside], nodes[inside]))
    number = np.full(n, -1, np.int32)
    number[nodes] = np.arange(nodes.size, dtype=np.int32)
    return Network(
        node_junction=arcs.node_junction[nodes].astype(np.int32),
        node_inside=~crossed[arcs.base[nodes]],
        tail=number[tail],
        head=number[head],
        slot_first=np.searchsorted(slot, np.arange(2 * count + 1)).astype(np.int32),
        arc_part=part[chosen],
        arc_part_public=public[chosen],
        dropped=dropped,
    )
