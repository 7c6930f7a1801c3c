"""Reference systems of layers: known ones, and the way from each to longitude and latitude.

PROJ always finds *a* way. Where a system names no datum, that way is a guess
that puts British National Grid some 100 m off, and says nothing. Here a guess
is a fault that names the cure.
"""

from __future__ import annotations

import warnings

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import Transformer, TransformerGroup

from solver.errors import InputError
from solver.intake.findings import Findings, quoted

WGS84 = "EPSG:4326"
GRID_OR_DEGREES = "EPSG:27700 (British National Grid) or EPSG:4326 (longitude and latitude)"
NO_SYSTEM = (
    "The layer does not say in which reference system its coordinates are.",
    f"Export it in {GRID_OR_DEGREES}; a shapefile needs its .prj in the archive.",
)

MOST_LETTERS = 20_000
"""Longest definition of a system that is read; EPSG's own have at most some 5,000 letters."""


def known_system(definition: str) -> CRS | None:
    """Return the system that a definition describes, or ``None``."""
    if len(definition) > MOST_LETTERS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the old +init= form, which reads well
            return CRS.from_user_input(definition)
    except CRSError:
        return None


def way_to_wgs84(system: CRS) -> Transformer | None:
    """Return the transformation to longitude and latitude, WGS84; ``None`` where it is a guess.

    A guess is one that PROJ calls *ballpark* (the datum is taken for WGS84), or
    whose accuracy PROJ does not know.
    """
    try:
        with warnings.catch_warnings():
            # pyproj warns that a grid would be better still: 1 m instead of 2 m
            warnings.simplefilter("ignore")
            ways = TransformerGroup(system, WGS84, always_xy=True, allow_ballpark=False)
            if not ways.transformers or any(way.accuracy < 0 for way in ways.transformers):
                return None
            return Transformer.from_crs(system, WGS84, always_xy=True, allow_ballpark=False)
    except ProjError:
        return None


def to_wgs84(frame: gpd.GeoDataFrame, file: str, findings: Findings) -> gpd.GeoDataFrame | None:
    """Put a layer into longitude and latitude; ``None`` where a fault was added instead."""
    if frame.crs is None:
        findings.fault(file, None, "", *NO_SYSTEM)
        return None
    way = way_to_wgs84(frame.crs)
    if way is None:
        findings.fault(
            file,
            None,
            "",
            f"Its reference system ({quoted(frame.crs.name)}) does not say how it lies on the "
            "globe, so that every place could be 100 m off.",
            "Where the coordinates are British National Grid, give the layer EPSG:27700 in your "
            "mapping program (set it, do not convert) and export it again.",
        )
        return None
    shapes = shapely.transform(
        frame.geometry.to_numpy(),
        lambda points: np.column_stack(way.transform(points[:, 0], points[:, 1])),
    )
    placed = frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=WGS84))
    return placed if _fit(placed, frame.crs.name, file, findings) else None


def in_wgs84(frame: gpd.GeoDataFrame, file: str) -> gpd.GeoDataFrame:
    """Put a layer into longitude and latitude.

    Raises
    ------
    InputError
        Where its place on the globe is not known.
    """
    findings = Findings()
    placed = to_wgs84(frame, file, findings)
    if placed is None:
        raise InputError(findings.faults)
    return placed


def _fit(placed: gpd.GeoDataFrame, system: str, file: str, findings: Findings) -> bool:
    """Add a fault where coordinates cannot be longitude and latitude."""
    west, south, east, north = placed.total_bounds
    if not (np.isfinite([west, south, east, north]).all() and -180 <= west <= east <= 180
            and -90 <= south <= north <= 90):  # fmt: skip
        findings.fault(
            file,
            None,
            "",
            f"The coordinates do not fit the reference system that the layer names "
            f"({quoted(system)}).",
            f"Set the right one and export it in {GRID_OR_DEGREES}.",
        )
        return False
    if west >= 45 and north <= 15:
        findings.fault(
            file,
            None,
            "",
            "Longitude and latitude are swapped.",
            "Export it with longitude first.",
        )
        return False
    return True
