"""Ways as read, before they become a graph: plain arrays, one format for every source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.roads.read.land import Land, no_land

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
        (t,) int64 ids of way, node and way of each turn restriction.
    turn_only
        (t,) bool: only this turn is allowed, rather than forbidden.
    turn_modes
        (t,) uint8 modes that it binds (bits as ``node_block``).
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
    land: Land = field(default_factory=no_land)
    notes: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Where a source says nothing of ends, no way is only at an end."""
        for name in ("way_end", "way_private"):
            if getattr(self, name).size != self.way_access.size:
                object.__setattr__(self, name, np.zeros_like(self.way_access))


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
