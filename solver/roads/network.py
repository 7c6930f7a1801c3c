"""Segments → the directed network of one mode, its largest connected part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from solver.roads.read.tags.classes import BACKWARD, FORWARD, access_bit
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
        barrier or a turn restriction splits it).
    tail, head
        (a,) int32 nodes of each arc.
    slot_first
        (2 s + 1,) int32: arcs of segment i in direction d (0 as drawn,
        1 against) are ``slot_first[2 i + d]:slot_first[2 i + d + 1]``; more
        than one where a turn restriction doubled its tail.
    dropped
        What the largest strongly connected part leaves out, in words → count.
    """

    node_junction: npt.NDArray[np.int32]
    tail: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    slot_first: npt.NDArray[np.int32]
    dropped: dict[str, int]

    @property
    def arc_slot(self) -> np.ndarray:
        """(a,) int32 twice the segment plus the direction, of each arc."""
        sizes = np.diff(self.slot_first)
        return np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)

    @property
    def segments(self) -> np.ndarray:
        """Indices of the segments that the mode may use in some direction."""
        sizes = np.diff(self.slot_first)
        return np.flatnonzero(sizes[0::2] + sizes[1::2])


def build_network(raw: RawRoads, segments: Segments, mode_code: int) -> Network:
    """Build the network of a mode: access, barriers, turns, largest part.

    Parameters
    ----------
    raw, segments
        Ways and the segments cut from them.
    mode_code
        0 car, 1 bicycle, 2 foot.

    Returns
    -------
    network
        Its largest strongly connected part (most arcs); empty where the mode
        has no road.
    """
    access = raw.way_access[segments.way]
    count = segments.start.size
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
    return _largest_part(node_junction, tail, head, slot, count)


def _largest_part(
    node_junction: np.ndarray, tail: np.ndarray, head: np.ndarray, slot: np.ndarray, count: int
) -> Network:
    n = node_junction.size
    dropped: dict[str, int] = {}
    if tail.size:
        matrix = coo_array((np.ones(tail.size, np.int8), (tail, head)), shape=(n, n))
        parts, label = connected_components(matrix, directed=True, connection="strong")
        inside = label[tail] == label[head]
        sizes = np.bincount(label[tail[inside]], minlength=parts)
        largest = int(np.argmax(sizes))
        keep = inside & (label[tail] == largest)
        used = np.zeros(n, np.bool_)
        used[tail] = used[head] = True
        islands = np.unique(label[used]).size - 1
        if islands:
            dropped["parts that the rest cannot reach both ways"] = islands
            dropped["directed arcs in them or between them"] = int(tail.size - keep.sum())
        tail, head, slot = tail[keep], head[keep], slot[keep]
    order = np.argsort(slot, kind="stable")
    tail, head, slot = tail[order], head[order], slot[order]
    nodes = np.unique(np.concatenate((tail, head)))
    number = np.full(n, -1, np.int32)
    number[nodes] = np.arange(nodes.size, dtype=np.int32)
    slot_first = np.searchsorted(slot, np.arange(2 * count + 1)).astype(np.int32)
    return Network(
        node_junction=node_junction[nodes].astype(np.int32),
        tail=number[tail],
        head=number[head],
        slot_first=slot_first,
        dropped=dropped,
    )
