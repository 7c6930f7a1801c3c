"""Shapes on a printed map: areas, roads, borders, in British National Grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyproj
import shapely
from matplotlib import colormaps
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from solver.roads.read.tags.classes import CLASSES, SCALE

if TYPE_CHECKING:
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from solver.roads import Roads

BRITISH_GRID: Final = "EPSG:27700"
HATCHES: Final = ("", "....", "////", "xxxx", "----", "++++", "||||", "oooo")
"""Patterns of the bands, nearest town first; with more bands they come round again."""

ZONE_TINTS: Final = ("#CFE3EE", "#F6E3C5", "#D9E8CF", "#E9D8EA", "#F3D6D2", "#E6E2BE", "#D5DEE8")
"""Soft fills for zones: neighbours differ, names tell which is which."""

LARGE_PART: Final = 0.15
"""A part of a zone with this share of its area has the name once more."""

_ROAD_WIDTH: Final = {
    "motorway": 1.5,
    "trunk": 1.2,
    "primary": 0.95,
    "secondary": 0.7,
    "tertiary": 0.45,
    "unclassified": 0.3,
}
"""Widths of roads, points; the others are too fine for a county on one page."""


def band_colours(count: int) -> list[str]:
    """Return colours of the bands: cividis, darker away from town, softened for words on top."""
    shades = colormaps["cividis"](np.linspace(0.97, 0.12, max(count, 2)))[:count, :3]
    return [to_hex(0.52 * shade + 0.48) for shade in shades]


def zone_tints(shapes: npt.NDArray[np.object_]) -> list[str]:
    """Give neighbours different tints, fewest first (greedy, largest degree first)."""
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="intersects")
    near: list[set[int]] = [set() for _ in shapes]
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        if i != j and shapely.length(shapely.intersection(shapes[i], shapes[j])) > 0:
            near[i].add(j)
    tint = [-1] * len(near)
    for i in sorted(range(len(near)), key=lambda i: (-len(near[i]), i)):
        used = {tint[j] for j in near[i]}
        tint[i] = next(k for k in range(len(near) + 1) if k not in used)
    return [ZONE_TINTS[k % len(ZONE_TINTS)] for k in tint]


def fill(axes: Axes, shape: shapely.Geometry, **style: Any) -> None:
    """Draw a polygon or several, holes left open."""
    outline = outline_of(shape)
    if outline is not None:
        axes.add_patch(PathPatch(outline, **style))


def outline_of(shape: shapely.Geometry) -> Outline | None:
    """Turn polygons into one outline for matplotlib; ``None`` where there is nothing."""
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    rings = [
        shapely.get_coordinates(ring)
        for part in polygons
        for ring in shapely.get_rings(part)
        if not ring.is_empty
    ]
    if not rings:
        return None
    codes = [
        np.concatenate(
            ([Outline.MOVETO], np.full(len(ring) - 2, Outline.LINETO), [Outline.CLOSEPOLY])
        )
        for ring in rings
    ]
    return Outline(np.concatenate(rings), np.concatenate(codes))


def draw_roads(
    axes: Axes, roads: Roads, scale: float, *, colour: str, alpha: float, zorder: float
) -> None:
    """Draw the larger roads lightly, wider ones for the more important classes."""
    segments, klass = roads.fabric.segments, roads.fabric.traits.klass
    grid = pyproj.Transformer.from_crs("EPSG:4326", BRITISH_GRID, always_xy=True)
    x, y = grid.transform(segments.shape_lon / SCALE, segments.shape_lat / SCALE)
    points = np.column_stack((x, y))
    for name, width in _ROAD_WIDTH.items():
        codes = [i for i, known in enumerate(CLASSES) if known in (name, f"{name}_link")]
        chosen = np.flatnonzero(np.isin(klass, codes))
        lines = [points[segments.shape_first[i] : segments.shape_first[i + 1]] for i in chosen]
        axes.add_collection(
            LineCollection(
                lines,
                colors=colour,
                linewidths=width * scale,
                alpha=alpha,
                zorder=zorder,
                capstyle="round",
            ),
            autolim=False,
        )


def name_points(shape: shapely.Geometry, point: shapely.Point) -> list[shapely.Point]:
    """Say where a zone's name stands: at its label, and in each other large part of it."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    whole = sum(part.area for part in parts)
    others = [
        part for part in parts if part.area >= LARGE_PART * whole and not part.contains(point)
    ]
    return [point, *(_middle(part) for part in others)]


def _middle(part: shapely.Polygon) -> shapely.Point:
    fine_enough = float(part.area) ** 0.5 / 100
    return shapely.Point(shapely.maximum_inscribed_circle(part, tolerance=fine_enough).coords[0])


def in_metres(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Project shapes from longitude and latitude to British National Grid."""
    grid = pyproj.Transformer.from_crs("EPSG:4326", BRITISH_GRID, always_xy=True)

    def project(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(grid.transform(points[:, 0], points[:, 1]))

    return np.asarray(shapely.transform(shapes, project), dtype=object)
