"""Segments → the directed network of one mode: what leads through, and what is an end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.network.parts import CLOSED, THROUGH, Arcs
from solver.roads.network.states import (
    ArcState,
    Masks,
    kept_arcs,
    masks_at,
    rules_of_mode,
    state_of,
)
from solver.roads.read.tags.classes import BACKWARD, FORWARD, MODE_CODE
from solver.roads.read.turns import HourRules, Junctions, split_for_turns

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.read.raw import RawRoads
    from solver.roads.read.segments import Segments


@dataclass(frozen=True, eq=False)
class Network:
    """Directed arcs of one mode.

    What may be used changes with the hours where conditional tags say so. Each different state of
    the network is one of k ``rules``; the first is that no condition holds, and the only one where
    the source has none.

    Parameters
    ----------
    node_junction
        (n,) int32 junction of each node (several nodes share one where a
        barrier or a turn restriction splits it). Nodes of the through network
        of any of the rules come first.
    node_inside
        (k, n) bool: under each of the rules, the node lies inside a part that is used only at an
        end.
    tail, head
        (a,) int32 nodes of each arc.
    slot_first
        (2 s + 1,) int32: arcs of segment i in direction d (0 as drawn,
        1 against) are ``slot_first[2 i + d]:slot_first[2 i + d + 1]``; more
        than one where a turn restriction doubled its tail. The first is for whoever
        begins there; others may lead to another node, where a restriction goes via ways.
    arc_part
        (k, a) int32 the part, used only at an end, that an arc belongs to
        under each of the rules; -1 on the through network, -2 on arcs that
        are then closed.
    arc_part_public
        (k, a) int32 the same where private ways are closed to cars.
    rules_at
        (HOURS,) int32: which of the rules hold at each hour
        (:mod:`solver.roads.read.tags.hours`).
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
    rules_at: npt.NDArray[np.int32]
    dropped: dict[str, int]

    @cached_property
    def arc_slot(self) -> np.ndarray:
        """(a,) int32 twice the segment plus the direction, of each arc."""
        sizes = np.diff(self.slot_first)
        return np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)

    @property
    def segments(self) -> np.ndarray:
        """Indices of the segments that the mode may use somehow, if no condition holds."""
        return np.unique(self.arc_slot[self.arc_part[0] != CLOSED] >> 1)

    @property
    def through(self) -> np.ndarray:
        """(a,) bool: the arc leads through, under some of the rules at least."""
        return (self.arc_part == THROUGH).any(axis=0)

    @property
    def through_nodes(self) -> int:
        """How many nodes the through network has, over all rules."""
        return int((~self.node_inside.all(axis=0)).sum())

    def parts(self, private: bool, rules: int = 0) -> npt.NDArray[np.int32]:
        """Part of each arc under some of the rules, with private ways or without them."""
        return (self.arc_part if private else self.arc_part_public)[rules]

    def closed_segments(self, private: bool) -> npt.NDArray[np.bool_]:
        """(s,) bool: no arc of the segment may be used, if no condition holds."""
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
    rules_at, hours = rules_of_mode(raw, mode_code)
    masks = [masks_at(raw, segments, mode_code, hour) for hour in hours.tolist()]
    arcs, banned = _usable_arcs(raw, segments, mode_code, hours, masks)
    states: list[ArcState] = []
    for mask, turned in zip(masks, banned, strict=True):
        shut = turned | ~mask.access[arcs.slot]
        plain = states[0] if states else None
        states.append(state_of(arcs, shut, mask, mode_code == MODE_CODE["car"], plain))
    kept = np.any([kept_arcs(arcs, state) for state in states], axis=0)
    dropped = _dropped(arcs, states[0].label, kept)
    return _numbered(arcs, states, kept, rules_at, segments.start.size, dropped)


def _usable_arcs(
    raw: RawRoads,
    segments: Segments,
    mode_code: int,
    hours: npt.NDArray[np.int64],
    masks: list[Masks],
) -> tuple[Arcs, npt.NDArray[np.bool_]]:
    """Arcs by access at any hour, split at barriers and at turns; and turns banned, (k, a)."""
    node_junction = np.arange(segments.junction_lon.size, dtype=np.int32)
    start, end = segments.start.copy(), segments.end.copy()
    blocked = (segments.junction_block >> mode_code & 1).astype(np.bool_)
    extra = [node_junction]
    for ends in (start, end):
        at = np.flatnonzero(blocked[ends])
        extra.append(ends[at].copy())
        ends[at] = sum(map(len, extra[:-1])) + np.arange(at.size, dtype=np.int32)
    node_junction = np.concatenate(extra)

    ever = np.any([mask.access for mask in masks], axis=0)
    usable = [np.flatnonzero(ever[direction::2]) for direction in (FORWARD, BACKWARD)]
    tail = np.concatenate((start[usable[0]], end[usable[1]]))
    head = np.concatenate((end[usable[0]], start[usable[1]]))
    slot = np.concatenate((2 * usable[0] + FORWARD, 2 * usable[1] + BACKWARD))
    split = split_for_turns(
        raw, segments, mode_code, Junctions(node_junction, tail, head, slot),
        [
            HourRules(hour, mask.access[slot], (mask.access & ~mask.end)[slot])
            for hour, mask in zip(hours.tolist(), masks, strict=True)
        ],
    )  # fmt: skip
    base = np.arange(split.node_junction.size)
    ends = np.stack((start, end), axis=1)
    base[split.tail] = ends[split.slot >> 1, split.slot & 1]
    base[split.head] = ends[split.slot >> 1, 1 - (split.slot & 1)]
    return Arcs(split.node_junction, base, split.tail, split.head, split.slot), split.banned


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
    states: list[ArcState],
    kept: npt.NDArray[np.bool_],
    rules_at: npt.NDArray[np.int32],
    count: int,
    dropped: dict[str, int],
) -> Network:
    """Arcs by segment and direction; nodes of the through network before those inside parts."""
    n = arcs.base.size
    chosen = np.flatnonzero(kept)
    chosen = chosen[np.argsort(arcs.slot[chosen], kind="stable")]
    tail, head, slot = arcs.tail[chosen], arcs.head[chosen], arcs.slot[chosen]
    nodes = np.unique(np.concatenate((tail, head)))
    inside = np.all([~state.crossed[arcs.base[nodes]] for state in states], axis=0)
    nodes = np.concatenate((nodes[~inside], nodes[inside]))
    number = np.full(n, -1, np.int32)
    number[nodes] = np.arange(nodes.size, dtype=np.int32)
    return Network(
        node_junction=arcs.node_junction[nodes].astype(np.int32),
        node_inside=np.array([~state.crossed[arcs.base[nodes]] for state in states]),
        tail=number[tail],
        head=number[head],
        slot_first=np.searchsorted(slot, np.arange(2 * count + 1)).astype(np.int32),
        arc_part=np.array([state.part[chosen] for state in states]),
        arc_part_public=np.array([state.public[chosen] for state in states]),
        rules_at=rules_at,
        dropped=dropped,
    )
