"""What can be wrong with somebody else's zone polygons, where, and what would mend it.

Nothing is mended silently: a problem that can be is offered with what the fix
would do, and :func:`mend` does only what was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import geopandas as gpd
import numpy as np
import shapely

from solver.zones.borders import BRITISH_GRID

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

Kind = Literal[
    "no-crs",
    "no-name-column",
    "not-a-polygon",
    "elsewhere",
    "missing-name",
    "duplicate-name",
    "self-crossing",
    "too-many-vertices",
    "overlap",
    "gap",
]

MOST_VERTICES = 50_000
"""Corners of one ring beyond which a border is a tracing error or a slow map."""

LEAST_OVERLAP_M2 = 10_000.0
"""Smaller overlaps are slivers along a border (a hectare is 10,000 m²)."""

SIMPLIFY_M = 5.0
"""How far a border may move when its corners are thinned out."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a layer of zones.

    Parameters
    ----------
    kind
        What kind of problem it is.
    row
        Row of the polygon as the layer lists it, from 1; ``None`` for the
        whole layer.
    message
        What is wrong, with the name of the zone.
    fix
        What the fix would do; empty where there is none.
    lon, lat
        Where it is (WGS84); NaN for the whole layer.
    """

    kind: Kind
    row: int | None
    message: str
    fix: str = ""
    lon: float = float("nan")
    lat: float = float("nan")


def problems(layer: gpd.GeoDataFrame, column: str, county: shapely.Geometry) -> list[Problem]:
    """Look a layer of zones over.

    Parameters
    ----------
    layer
        Polygons in any coordinate reference system.
    column
        Column that names the zones.
    county
        Outline of the county's areas, British National Grid.

    Returns
    -------
    Problems, those of the whole layer first; none means that it can be used.
    """
    if layer.crs is None:
        return [
            Problem(
                "no-crs",
                None,
                "The layer does not say in which coordinate reference system it is. "
                "Export it again with one (a shapefile needs its .prj).",
            )
        ]
    if column not in layer.columns:
        have = ", ".join(str(name) for name in layer.columns if name != layer.geometry.name)
        return [
            Problem(
                "no-name-column",
                None,
                f"No column {column!r} names the zones; the layer has {have or 'none'}.",
            )
        ]
    shapes = np.asarray(layer.geometry.to_crs(BRITISH_GRID).values)
    names = zone_names(layer, column)
    wrong = ~np.isin(shapely.get_type_id(shapes), (3, 6)) | shapely.is_empty(shapes)
    if wrong.any():
        return [
            Problem(
                "not-a-polygon", int(row) + 1, f"Row {row + 1} is not a polygon: draw it again."
            )
            for row in np.flatnonzero(wrong)
        ]
    if not shapely.intersects(shapely.make_valid(shapes), county).any():
        return [
            Problem(
                "elsewhere",
                None,
                "None of the polygons touches the county: they are in the wrong place, or in "
                "another coordinate reference system than the layer says.",
            )
        ]
    return [
        *_names(shapes, names),
        *_corners(shapes, names),
        *_crossings(shapes, names),
        *_overlaps(shapes, names),
    ]


def mend(layer: gpd.GeoDataFrame, column: str, kinds: Collection[Kind]) -> gpd.GeoDataFrame:
    """Mend the kinds of problems that were asked for, one polygon a zone.

    Returns
    -------
    frame
        ``zone, geometry`` in British National Grid, zones in the order in which
        the layer names them.
    """
    shapes = np.asarray(layer.geometry.to_crs(BRITISH_GRID).values).copy()
    names = zone_names(layer, column)
    if "missing-name" in kinds:
        blank = [row for row, name in enumerate(names) if not name]
        for count, row in enumerate(blank, start=1):
            names[row] = f"Unnamed {count}"
    if "too-many-vertices" in kinds:
        long = _longest_ring(shapes) > MOST_VERTICES
        shapes[long] = shapely.simplify(shapes[long], SIMPLIFY_M)
    if "self-crossing" in kinds:
        crossed = ~shapely.is_valid(shapes)
        shapes[crossed] = [polygons_only(shape) for shape in shapely.make_valid(shapes[crossed])]
    frame = gpd.GeoDataFrame({"zone": names}, geometry=shapes, crs=BRITISH_GRID)
    return (
        frame.dissolve(by="zone", sort=False, as_index=False)
        if "duplicate-name" in kinds
        else frame
    )


def zone_names(layer: gpd.GeoDataFrame, column: str) -> list[str]:
    """Read the names of the zones as text; empty where there is none."""
    missing = layer[column].isna().tolist()
    return [
        "" if gone else str(name).strip()
        for name, gone in zip(layer[column].tolist(), missing, strict=True)
    ]


def polygons_only(shape: shapely.Geometry) -> shapely.Geometry:
    """Drop the points and lines that mending a polygon can leave."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[np.isin(shapely.get_type_id(parts), (3, 6))])


def _names(shapes: npt.NDArray[np.object_], names: list[str]) -> list[Problem]:
    found = []
    for row, name in enumerate(names):
        if not name:
            found.append(
                Problem(
                    "missing-name",
                    row + 1,
                    f"The polygon in row {row + 1} has no name.",
                    "Call it Unnamed 1, 2, …; you can rename it afterwards.",
                    *place_of(shapes[row]),
                )
            )
        elif name in names[:row]:
            found.append(
                Problem(
                    "duplicate-name",
                    row + 1,
                    f"{name!r} names the polygon in row {row + 1} and an earlier one.",
                    f"Take both as parts of one zone {name!r}.",
                    *place_of(shapes[row]),
                )
            )
    return found


def _corners(shapes: npt.NDArray[np.object_], names: list[str]) -> list[Problem]:
    most = _longest_ring(shapes)
    return [
        Problem(
            "too-many-vertices",
            int(row) + 1,
            f"A border of {names[row]!r} has {most[row]:,} corners (at most {MOST_VERTICES:,}).",
            f"Thin the corners out; the border moves by at most {SIMPLIFY_M:g} m.",
            *place_of(shapes[row]),
        )
        for row in np.flatnonzero(most > MOST_VERTICES)
    ]


def _longest_ring(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    """Count the corners of the longest ring of each shape: (n,) int64."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    most = np.zeros(len(shapes), dtype=np.int64)
    np.maximum.at(most, owner[ring_part], shapely.get_num_coordinates(rings))
    return most


def _crossings(shapes: npt.NDArray[np.object_], names: list[str]) -> list[Problem]:
    found = []
    for row in np.flatnonzero(~shapely.is_valid(shapes)).tolist():
        why = shapely.is_valid_reason(shapes[row])
        found.append(
            Problem(
                "self-crossing",
                row + 1,
                f"The border of {names[row]!r} crosses or touches itself.",
                "Untie it: loops become parts of the zone.",
                *_point_of(why, shapes[row]),
            )
        )
    return found


def _overlaps(shapes: npt.NDArray[np.object_], names: list[str]) -> list[Problem]:
    sound = shapely.make_valid(shapes)
    a, b = shapely.STRtree(sound).query(sound, predicate="intersects")
    pairs = [(i, j) for i, j in zip(a.tolist(), b.tolist(), strict=True) if i < j]
    found = []
    for i, j in pairs:
        if names[i] == names[j]:
            continue
        common = shapely.intersection(sound[i], sound[j])
        if common.area > LEAST_OVERLAP_M2:
            found.append(
                Problem(
                    "overlap",
                    j + 1,
                    f"{names[i]!r} and {names[j]!r} overlap by {common.area / 1e6:.2f} km².",
                    "Give each area there to the zone that holds more of its packages.",
                    *place_of(common),
                )
            )
    return found


def _point_of(reason: str, shape: shapely.Geometry) -> tuple[float, float]:
    """Read the place out of GEOS's reason, such as ``Self-intersection[440500 310200]``."""
    numbers = reason.partition("[")[2].rstrip("]").split()
    if len(numbers) < 2:
        return place_of(shape)
    return place_of(shapely.Point(float(numbers[0]), float(numbers[1])))


def place_of(shape: shapely.Geometry) -> tuple[float, float]:
    """Give the middle of a shape in British National Grid as longitude and latitude."""
    point = shapely.Point(shape.centroid)
    degrees = gpd.GeoSeries([point], crs=BRITISH_GRID).to_crs("EPSG:4326").iloc[0]
    return float(degrees.x), float(degrees.y)
