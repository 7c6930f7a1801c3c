"""Polygons of a GeoPackage, a GeoJSON or a zipped shapefile → EPSG:4326.

Files lie quietly about where they are: a shapefile without ``.prj`` and a
GeoPackage with an undefined reference system raise nothing. Here they are
faults that name the cure. Each file must *be* what its name says (its first
bytes are looked at), so that no other driver is talked into opening it.
"""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from solver.intake.files.folder import LAYER_ENDINGS, ending, find_one, fits, safe_archive
from solver.intake.files.geopackage import read_geopackage
from solver.intake.files.systems import GRID_OR_DEGREES, WGS84, known_system, to_wgs84
from solver.intake.findings import listed, quoted

if TYPE_CHECKING:
    from pathlib import Path

    from pyproj import CRS

    from solver.intake.findings import Findings


def read_layer(folder: Path, stem: str, findings: Findings) -> tuple[str, gpd.GeoDataFrame] | None:
    """Read a layer of polygons.

    Returns
    -------
    File name and frame in EPSG:4326, column names in lower case; ``None``
    where there is no such file, or where a fault was added.
    """
    path = find_one(folder, stem, LAYER_ENDINGS, findings)
    if path is None or not fits(path, findings):
        return None
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            frame = _READERS[ending(path.name)](path, stem, findings)
        for warning in told:
            findings.notice(path.name, None, "", f"The reader warns: {str(warning.message)[:200]}")
    except MemoryError:
        raise
    except Exception as error:  # GDAL and shapely raise whatever the damage led to
        findings.fault(
            path.name,
            None,
            "",
            f"The layer cannot be read ({type(error).__name__}).",
            "Export it again as a GeoPackage.",
        )
        return None
    if frame is None or not _polygons(frame, path.name, findings):
        return None
    placed = to_wgs84(frame, path.name, findings)
    if placed is None:
        return None
    lower = {name: str(name).casefold() for name in placed.columns}
    return path.name, placed.rename(columns=lower)


def _read_geojson(path: Path, _stem: str, findings: Findings) -> gpd.GeoDataFrame | None:
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        findings.fault(path.name, None, "", "The file is not GeoJSON.", "Export it again.")
        return None
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        findings.fault(
            path.name, None, "", "The file has no FeatureCollection.", "Export it as GeoJSON."
        )
        return None
    crs = _geojson_crs(data, path.name, findings)
    if crs is None:
        return None
    if not data["features"]:
        return gpd.GeoDataFrame({"geometry": []}, crs=crs)
    return gpd.GeoDataFrame.from_features(data["features"], crs=crs)


def _geojson_crs(data: dict[str, Any], file: str, findings: Findings) -> CRS | None:
    """GeoJSON is in longitude and latitude, unless it carries the old ``crs`` member."""
    named = data.get("crs")
    if named is None:
        return known_system(WGS84)
    properties = named.get("properties") if isinstance(named, dict) else None
    name = str(properties.get("name")) if isinstance(properties, dict) else str(named)
    system = known_system(name)
    if system is None:
        findings.fault(
            file, None, "", f"Its reference system is not known: {quoted(name)}.",
            f"Export it in {GRID_OR_DEGREES}.",
        )  # fmt: skip
    return system


def _read_shapefile(path: Path, _stem: str, findings: Findings) -> gpd.GeoDataFrame | None:
    archive = safe_archive(path, findings)
    if archive is None:
        return None
    with archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        shapes = [name for name in names if name.casefold().endswith(".shp")]
        if len(shapes) != 1:
            findings.fault(
                path.name,
                None,
                "",
                f"The archive has {len(shapes)} shapefiles.",
                "Pack one: .shp, .shx, .dbf and .prj.",
            )
            return None
        stem = shapes[0][:-4].casefold()
        parts = {name.casefold() for name in names}
        missing = [end for end in (".shx", ".dbf") if stem + end not in parts]
        if missing:
            findings.fault(
                path.name, None, "", f"The shapefile lacks {listed(missing)}.", "Pack it with them."
            )
            return None
        with archive.open(shapes[0]) as stream:
            if stream.read(4) != b"\x00\x00\x27\x0a":
                findings.fault(path.name, None, "", "The .shp is not a shapefile.", "Export again.")
                return None
    # a shapefile without .cpg is taken for ISO 8859-1 by GDAL, as its standard says
    frame: gpd.GeoDataFrame = pyogrio.read_dataframe(f"/vsizip/{path}/{shapes[0]}")
    return frame


_READERS = {".gpkg": read_geopackage, ".geojson": _read_geojson, ".zip": _read_shapefile}


def _polygons(frame: gpd.GeoDataFrame, file: str, findings: Findings) -> bool:
    """Add faults for what is no polygon."""
    if "geometry" not in frame.columns or frame.empty:
        findings.fault(file, None, "", "The layer has no shapes.", "Export it again.")
        return False
    shapes = frame.geometry.to_numpy()
    kinds = shapely.get_type_id(shapes)
    wrong = np.flatnonzero(~np.isin(kinds, (3, 6)) | shapely.is_empty(shapes))
    for i in wrong:
        findings.fault(
            file, int(i) + 1, "", "The shape is not a polygon, or it is empty.", "Draw it again."
        )
    return not len(wrong)
