"""What lies around the roads on the basemap: water, woods, parks, streets' surroundings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from solver.roads.read.tags.classes import SCALE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

AREA_TAGS: Final[tuple[tuple[str, str], ...]] = (
    ("natural", "water"),
    ("waterway", "riverbank"),
    ("landuse", "reservoir"),
    ("landuse", "basin"),
    ("natural", "wood"),
    ("landuse", "forest"),
    ("leisure", "park"),
    ("leisure", "golf_course"),
    ("landuse", "recreation_ground"),
    ("landuse", "village_green"),
    ("landuse", "cemetery"),
    ("landuse", "residential"),
    ("landuse", "commercial"),
    ("landuse", "industrial"),
    ("landuse", "retail"),
)
WATER, WOOD, PARK, BUILT = range(4)
_AREA_KIND: Final = (
    dict.fromkeys(AREA_TAGS[:4], WATER)
    | dict.fromkeys(AREA_TAGS[4:6], WOOD)
    | dict.fromkeys(AREA_TAGS[6:11], PARK)
    | dict.fromkeys(AREA_TAGS[11:], BUILT)
)
RIVER, STREAM, RAIL = range(3)
_LINE_KIND: Final = {
    ("waterway", "river"): RIVER,
    ("waterway", "canal"): RIVER,
    ("waterway", "stream"): STREAM,
    ("railway", "rail"): RAIL,
    ("railway", "light_rail"): RAIL,
}


@dataclass(frozen=True, eq=False)
class Land:
    """Areas and lines that a map shows besides roads.

    Parameters
    ----------
    area_kind
        (a,) uint8: water, wood, park, built-up.
    area_box
        (a, 4) int32 west, south, east, north, 1e-7 degrees.
    area_first
        (a + 1,) int32: rings of each area.
    ring_first
        (g + 1,) int32: points of each ring; inner rings run the other way
        round than outer ones.
    line_kind
        (l,) uint8: river or canal, stream, railway.
    line_box
        (l, 4) int32.
    line_first
        (l + 1,) int32: points of each line.
    ring_lon, ring_lat, line_lon, line_lat
        int32, 1e-7 degrees.
    """

    area_kind: npt.NDArray[np.uint8]
    area_box: npt.NDArray[np.int32]
    area_first: npt.NDArray[np.int32]
    ring_first: npt.NDArray[np.int32]
    ring_lon: npt.NDArray[np.int32]
    ring_lat: npt.NDArray[np.int32]
    line_kind: npt.NDArray[np.uint8]
    line_box: npt.NDArray[np.int32]
    line_first: npt.NDArray[np.int32]
    line_lon: npt.NDArray[np.int32]
    line_lat: npt.NDArray[np.int32]


def area_kind(tags: Mapping[str, str]) -> int:
    """Kind of an area by its tags; -1 where a map does not show it."""
    return next((k for (key, value), k in _AREA_KIND.items() if tags.get(key) == value), -1)


def line_kind(tags: Mapping[str, str]) -> int:
    """Kind of a line by its tags; -1 where a map does not show it or it is in a tunnel."""
    if tags.get("tunnel", "no") != "no":
        return -1
    return next((k for (key, value), k in _LINE_KIND.items() if tags.get(key) == value), -1)


def gather_land(
    areas: Sequence[tuple[int, bytes]], lines: Sequence[tuple[int, np.ndarray]]
) -> Land:
    """Put areas and lines into arrays.

    Parameters
    ----------
    areas
        Kind and WKB of each area.
    lines
        Kind and (p, 2) degrees of each line.

    Returns
    -------
    land
        Empty areas are left out.
    """
    shapes = shapely.orient_polygons(shapely.from_wkb([wkb for _, wkb in areas]))
    kinds = np.array([kind for kind, _ in areas], np.uint8)
    parts, owner = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    degrees = np.rint(points * SCALE).astype(np.int32)
    ring_first = np.searchsorted(ring, np.arange(len(rings) + 1)).astype(np.int32)
    path = np.concatenate([np.empty((0, 2)), *(points for _, points in lines)])
    line_degrees = np.rint(path * SCALE).astype(np.int32)
    sizes = [len(points) for _, points in lines]
    line_first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    area_first = np.searchsorted(part, np.arange(len(parts) + 1)).astype(np.int32)
    return Land(
        area_kind=kinds[owner],
        area_box=_boxes(degrees, ring_first[area_first]),
        area_first=area_first,
        ring_first=ring_first,
        ring_lon=degrees[:, 0].copy(),
        ring_lat=degrees[:, 1].copy(),
        line_kind=np.array([kind for kind, _ in lines], np.uint8),
        line_box=_boxes(line_degrees, line_first),
        line_first=line_first,
        line_lon=line_degrees[:, 0].copy(),
        line_lat=line_degrees[:, 1].copy(),
    )


def _boxes(points: npt.NDArray[np.int32], first: npt.NDArray[np.int32]) -> np.ndarray:
    """West, south, east, north of runs of points, none of which is empty."""
    if first.size <= 1:
        return np.empty((0, 4), np.int32)
    low = np.minimum.reduceat(points, first[:-1])
    high = np.maximum.reduceat(points, first[:-1])
    return np.concatenate((low, high), axis=1).astype(np.int32)


def no_land() -> Land:
    """Nothing but roads."""
    return gather_land([], [])
