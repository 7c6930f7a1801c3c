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

from solver.base.borders import BRITISH_GRID
from solver.intake.checks.polygons import (
    SIMPLIFY_M,
    Repair,
    corners,
    crossings,
    overlaps,
    place_of,
    thinned,
    untied,
)

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

FIXES: dict[Repair, str] = {
    "too-many-vertices": f"Thin the corners out; the border moves by at most {SIMPLIFY_M:g} m.",
    "self-crossing": "Untie it: loops become parts of the zone.",
    "overlap": "Give each area there to the zone that holds more of its packages.",
}
"""What the fix of a flaw in somebody's zones would do."""


@dataclass(frozen=True, slots=True)
class ZoneFlaw:
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


def problems(layer: gpd.GeoDataFrame, column: str, county: shapely.Geometry) -> list[ZoneFlaw]:
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
            ZoneFlaw(
                "no-crs",
                None,
                "The layer does not say in which coordinate reference system it is. "
                "Export it again with one (a shapefile needs its .prj).",
            )
        ]
    if column not in layer.columns:
        have = ", ".join(str(name) for name in layer.columns if name != layer.geometry.name)
        return [
            ZoneFlaw(
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
            ZoneFlaw(
                "not-a-polygon", int(row) + 1, f"Row {row + 1} is not a polygon: draw it again."
            )
            for row in np.flatnonzero(wrong)
        ]
    if not shapely.intersects(shapely.make_valid(shapes), county).any():
        return [
            ZoneFlaw(
                "elsewhere",
                None,
                "None of the polygons touches the county: they are in the wrong place, or in "
                "another coordinate reference system than the layer says.",
            )
        ]
    return [
        *_names(shapes, names),
        *_flaws(shapes, names),
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
        shapes = thinned(shapes)
    if "self-crossing" in kinds:
        shapes = untied(shapes)
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


def _names(shapes: npt.NDArray[np.object_], names: list[str]) -> list[ZoneFlaw]:
    found = []
    for row, name in enumerate(names):
        if not name:
            found.append(
                ZoneFlaw(
                    "missing-name",
                    row + 1,
                    f"The polygon in row {row + 1} has no name.",
                    "Call it Unnamed 1, 2, …; you can rename it afterwards.",
                    *place_of(shapes[row]),
                )
            )
        elif name in names[:row]:
            found.append(
                ZoneFlaw(
                    "duplicate-name",
                    row + 1,
                    f"{name!r} names the polygon in row {row + 1} and an earlier one.",
                    f"Take both as parts of one zone {name!r}.",
                    *place_of(shapes[row]),
                )
            )
    return found


def _flaws(shapes: npt.NDArray[np.object_], names: list[str]) -> list[ZoneFlaw]:
    """List what is wrong with the shapes; two zones that overlap are only told, areas decide."""
    found = [*corners(shapes, names), *crossings(shapes, names), *overlaps(untied(shapes), names)]
    return [
        ZoneFlaw(kind, flaw.row + 1, flaw.message, FIXES[kind], flaw.lon, flaw.lat)
        for flaw in found
        for kind in [flaw.repair or "overlap"]
    ]
