"""Which areas touch, and along how many metres of border."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import numpy.typing as npt

BRITISH_GRID = "EPSG:27700"
"""Lengths and areas are computed in British National Grid, metres."""

SLIVER_M = 1.0
"""Borders closer than this count as touching: layers drawn by hand leave slivers."""

_GRID_PER_M = 1_000  # shared corners are recognised to the millimetre


@dataclass(frozen=True, eq=False)
class Borders:
    """Borders between n areas, lengths in metres, areas in square metres.

    Parameters
    ----------
    pairs
        (m, 2) int64 rows of areas that share a border, first below second.
        Areas that meet in a point only do not share one.
    shared_m
        (m,) float64 length of each shared border.
    perimeter_m
        (n,) float64 perimeter of each area, holes included.
    outer_m
        (n,) float64 part of the perimeter that no other area shares.
    area_m2
        (n,) float64.
    x_m, y_m
        (n,) float64 centroids, British National Grid.
    """

    pairs: npt.NDArray[np.int64]
    shared_m: npt.NDArray[np.float64]
    perimeter_m: npt.NDArray[np.float64]
    outer_m: npt.NDArray[np.float64]
    area_m2: npt.NDArray[np.float64]
    x_m: npt.NDArray[np.float64]
    y_m: npt.NDArray[np.float64]


def borders_of(polygons: npt.NDArray[np.object_]) -> Borders:
    """Find the borders between polygons in metres (British National Grid).

    Equal segments are matched first: in a layer whose neighbours share their
    corners that is all. Where neighbours touch without sharing corners, or lie
    within :data:`SLIVER_M` of each other, the borders are intersected.

    Parameters
    ----------
    polygons
        (n,) shapely polygons or multipolygons.
    """
    n = len(polygons)
    near = shapely.STRtree(polygons).query(polygons, predicate="dwithin", distance=SLIVER_M)
    near = near[:, near[0] < near[1]].T
    found = _matched_segments(polygons)
    keys = near[:, 0] * n + near[:, 1]
    shared = np.array([found.get(int(key), 0.0) for key in keys], dtype=np.float64)
    unmatched = shared == 0.0
    if unmatched.any():
        shared[unmatched] = _near_lengths(polygons, near[unmatched])
    keep = shared > 0.0
    pairs, shared = near[keep].astype(np.int64), shared[keep]
    perimeter = shapely.length(polygons)
    inner = np.bincount(pairs[:, 0], shared, n) + np.bincount(pairs[:, 1], shared, n)
    centre = shapely.centroid(polygons)
    return Borders(
        pairs=pairs,
        shared_m=shared,
        perimeter_m=perimeter,
        outer_m=np.maximum(perimeter - inner, 0.0),
        area_m2=shapely.area(polygons),
        x_m=shapely.get_x(centre),
        y_m=shapely.get_y(centre),
    )


def _matched_segments(polygons: npt.NDArray[np.object_]) -> dict[int, float]:
    """Length of identical segments of two areas, by ``first * n + second``."""
    n = len(polygons)
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    begin, end = points[:-1][joined], points[1:][joined]
    area = owner[ring_part[ring[1:][joined]]]
    length = np.hypot(*(end - begin).T)
    corners = np.round(np.vstack([begin, end]) * _GRID_PER_M).astype(np.int64)
    _, code = np.unique(corners, axis=0, return_inverse=True)
    a, b = code[: len(begin)], code[len(begin) :]
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((area, high, low))
    low, high, area, length = low[order], high[order], area[order], length[order]
    same = (low[1:] == low[:-1]) & (high[1:] == high[:-1]) & (area[1:] != area[:-1])
    keys = area[:-1][same] * n + area[1:][same]
    unique, inverse = np.unique(keys, return_inverse=True)
    total = np.bincount(inverse, length[1:][same], len(unique))
    return dict(zip(unique.tolist(), total.tolist(), strict=True))


def _near_lengths(
    polygons: npt.NDArray[np.object_], pairs: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Measure the border of areas that share no corner-to-corner segment: (m,) float64.

    Where the borders lie on each other, their intersection; where they run
    within a sliver of each other, what of the first lies beside the second,
    less the two ends that reach around its corners.
    """
    first, second = shapely.boundary(polygons[pairs[:, 0]]), shapely.boundary(polygons[pairs[:, 1]])
    exact = shapely.length(shapely.intersection(first, second))
    beside = shapely.intersection(first, shapely.buffer(second, SLIVER_M))
    along = shapely.length(beside) - 2 * SLIVER_M
    return np.where(exact > 0.0, exact, np.where(along > 2 * SLIVER_M, along, 0.0))
