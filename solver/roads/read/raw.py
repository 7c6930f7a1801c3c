"""Ways as read, before they become a graph: plain arrays, one format for every source."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.roads.read.land import Land, no_land
from solver.roads.read.tags.turn_rules import no_turn_hours
from solver.roads.read.tags.way_hours import NO_HOURS

if TYPE_CHECKING:
    import numpy.typing as npt


def _none() -> npt.NDArray[np.uint8]:
    return np.empty(0, np.uint8)


@dataclass(frozen=True, eq=False)
class RawRoads:
    """Highway ways and what bears on them.

    Parameters
    ----------
    node_id
        (n,) int64 ids of the nodes that the ways use, ascending.
    node_lon, node_lat
        (n,) int32 coordinates in 1e-7 degrees.
    node_block
        (n,) uint8 modes that cannot pass the node (bit 0 car, 1 bicycle, 2 foot).
    way_id
        (w,) int64.
    way_first, way_node
        (w + 1,) int32 and (r,) int32: nodes of way i, as indices into
        ``node_id``, at ``way_node[way_first[i]:way_first[i + 1]]``.
    way_class
        (w,) uint8 index into :data:`solver.roads.read.tags.classes.CLASSES`.
    way_access
        (w,) uint8 mask of :func:`solver.roads.read.tags.access.way_access`.
    way_end
        (w,) uint8 mask with the bits of ``way_access``: usable by that mode in that direction
        only to or from a door on it. Bits that are set here are set there as well.
    way_private
        (w,) uint8 mask, within ``way_end``: only at an end because it is private.
    way_limit_kmh
        (w, 2) float32 limit forward and backward; NaN where none is given.
    way_setting
        (w,) uint8: 1 built-up, 2 open country, 0 where the tags do not say.
    way_name
        (w,) int32 index into ``names``.
    way_number
        (w,) int32 index into ``names`` of the road's number, such as A606.
    names
        Road names and numbers; the first is empty.
    turn_from, turn_via, turn_to
        (t,) int64 ids of way, node and way of each turn restriction. Where ways lie between
        them, the node is the end of the last.
    turn_only
        (t,) bool: only this turn is allowed, rather than forbidden.
    turn_modes
        (t,) uint8 modes that it binds (bits as ``node_block``), if no condition holds.
    turn_path_first, turn_path
        (t + 1,) int32 and (q,) int64: what lies between way and node of restriction i is
        ``turn_path[turn_path_first[i]:turn_path_first[i + 1]]``, nothing where it is via a node.
        Each is a step between two points of a way: twice its number, over all ways in order
        (:func:`solver.roads.read.segments.steps_of_ways`), plus one against the way.
    way_hours
        (w,) int32 index into ``hours``; 0 where no condition bears on the way.
    turn_hours
        (t, HOURS) uint8 the modes that each turn restriction binds at each hour, as settled;
        (0, HOURS) where none has a condition.
    hours
        (r, HOURS, 3) uint8 masks (access, end, private) by weekday and time of day, as
        :mod:`solver.roads.read.tags.hours` counts them; the first of r is not read.
    land
        What a basemap shows besides roads.
    notes
        What was dropped or looked odd: ``{what: how many}``.
    remarks
        The same in sentences, where a number does not say it all.
    """

    node_id: npt.NDArray[np.int64]
    node_lon: npt.NDArray[np.int32]
    node_lat: npt.NDArray[np.int32]
    node_block: npt.NDArray[np.uint8]
    way_id: npt.NDArray[np.int64]
    way_first: npt.NDArray[np.int32]
    way_node: npt.NDArray[np.int32]
    way_class: npt.NDArray[np.uint8]
    way_access: npt.NDArray[np.uint8]
    way_limit_kmh: npt.NDArray[np.float32]
    way_setting: npt.NDArray[np.uint8]
    way_name: npt.NDArray[np.int32]
    way_number: npt.NDArray[np.int32]
    names: tuple[str, ...]
    turn_from: npt.NDArray[np.int64]
    turn_via: npt.NDArray[np.int64]
    turn_to: npt.NDArray[np.int64]
    turn_only: npt.NDArray[np.bool_]
    turn_modes: npt.NDArray[np.uint8]
    way_end: npt.NDArray[np.uint8] = field(default_factory=_none)
    way_private: npt.NDArray[np.uint8] = field(default_factory=_none)
    way_hours: npt.NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    hours: npt.NDArray[np.uint8] = field(default_factory=lambda: NO_HOURS)
    turn_hours: npt.NDArray[np.uint8] = field(default_factory=no_turn_hours)
    turn_path_first: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(1, np.int32))
    turn_path: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    land: Land = field(default_factory=no_land)
    notes: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Where a source says nothing of ends, hours and ways between, there are none."""
        for name in ("way_end", "way_private", "way_hours"):
            given = getattr(self, name)
            if given.size != self.way_access.size:
                object.__setattr__(self, name, np.zeros(self.way_access.size, given.dtype))
        if self.turn_path_first.size != self.turn_via.size + 1:
            none = np.zeros(self.turn_via.size + 1, np.int32)
            object.__setattr__(self, "turn_path_first", none)

    def masks_at(self, row: int) -> tuple[npt.NDArray[np.uint8], ...]:
        """Access, end and private masks (w,) at an hour (``solver.roads.read.tags.hours``).

        Ends that are such for what lies before them, such as a gate, stay so at every hour.
        """
        plain = self.way_access, self.way_end, self.way_private
        if row == 0 or self.hours.shape[0] == 1:
            return plain
        told = self.way_hours > 0
        here, at_rest = self.hours[self.way_hours, row], self.hours[self.way_hours, 0]
        found = [np.where(told, here[:, 0], self.way_access).astype(np.uint8)]
        for which in (1, 2):
            added = plain[which] & ~at_rest[:, which]
            found.append(np.where(told, here[:, which] | added, plain[which]).astype(np.uint8))
        return found[0], found[1] & found[0], found[2] & found[0]

    def turns_at(self, row: int) -> npt.NDArray[np.uint8]:
        """Modes (t,) that each turn restriction binds at an hour."""
        return self.turn_hours[:, row] if self.turn_hours.size else self.turn_modes

    def turn_paths(self) -> list[tuple[int, ...]]:
        """List the steps of the ways between, for each turn restriction (t)."""
        steps = self.turn_path.tolist()
        return [tuple(steps[a:b]) for a, b in pairwise(self.turn_path_first.tolist())]


def no_turns() -> dict[str, Any]:
    """Empty turn restrictions, for sources that have none."""
    empty = np.empty(0, np.int64)
    return {
        "turn_from": empty,
        "turn_via": empty,
        "turn_to": empty,
        "turn_only": np.empty(0, np.bool_),
        "turn_modes": np.empty(0, np.uint8),
    }
