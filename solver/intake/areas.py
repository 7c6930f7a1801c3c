"""Areas, their zones and their bands, from whichever files a council has.

- ``areas`` layer: each polygon is an area (``area_id``, and ``name``,
  ``settlement``, ``zone``, ``band`` where it has them).
- Only a ``zones`` layer: each polygon is an area.
- Neither: the catchments of the settlements are the areas.

The zone of an area comes from ``zones.csv``, from the polygon of the ``zones``
layer that holds most of its middle, or from the areas layer itself; its band
from ``bands.csv`` or from the areas layer; its residents from
``population.csv`` or from the areas layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from solver.intake.catchments import catchments, slug
from solver.intake.cells.limits import BadValue
from solver.intake.cells.values import read_value
from solver.intake.checks.each_area import every_area, with_table
from solver.intake.checks.layer_names import in_our_names
from solver.intake.checks.mending import sound_layer, wanted_repairs
from solver.intake.checks.residents import COUNTED, with_population
from solver.intake.files.layers import read_layer
from solver.intake.files.moments import as_text
from solver.intake.findings import hint, quoted
from solver.intake.schema.layers import LAYERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from solver.intake.findings import Findings
    from solver.intake.mapping.mapping import ColumnMapping
    from solver.intake.schema.columns import Table
    from solver.intake.typed import Typed


def read_areas(
    folder: Path,
    typed: Mapping[str, Typed | None],
    mapping: ColumnMapping,
    findings: Findings,
) -> gpd.GeoDataFrame | None:
    """Read the areas of a world, each with its zone and band.

    Returns
    -------
    area_id, name, settlement, zone, band, geometry (EPSG:4326), and population,
    population_65, population_75 and population_85 (Int64) where a file has them;
    ``None`` where a fault was added that leaves no areas. An area without a zone or band is a
    fault too, but is returned, so that later checks can go on.
    """
    zones_table, bands_table = typed["zones"], typed["bands"]
    before = len(findings.faults)
    areas_layer = read_layer(folder, "areas", findings)
    zones_layer = read_layer(folder, "zones", findings)
    if len(findings.faults) > before and areas_layer is None:
        return None
    repairs = wanted_repairs(folder, findings)
    if zones_layer is not None:
        renamed = in_our_names(*zones_layer, "zones", mapping, (), findings)
        names = _named(renamed, "zone")
        zones_layer = zones_layer[0], sound_layer(zones_layer[0], renamed, names, repairs, findings)
    if areas_layer is not None:
        file = areas_layer[0]
        population = typed["population"]
        counted = COUNTED if population is not None and population.file else ()
        renamed = in_our_names(*areas_layer, "areas", mapping, counted, findings)
        names = _named(renamed, "name", "area_id")
        tidy = _from_layer(file, sound_layer(file, renamed, names, repairs, findings), findings)
    elif zones_layer is not None:
        file = zones_layer[0]
        tidy = _from_zones(*zones_layer, findings)
        zones_layer = None
    else:
        file, tidy = "settlements", _from_settlements(typed, findings)
    if tidy is None or len(findings.faults) > before:
        return None
    tidy = with_population(tidy, typed["population"], file, findings)
    if zones_layer is not None and zones_table is not None and zones_table.file:
        findings.fault(
            zones_layer[0], None, "", f"Zones are also in {zones_table.file}.", "Keep one of them."
        )
    elif zones_layer is not None:
        tidy["zone"] = _zone_of_middle(tidy, *zones_layer, findings)
        every_area(tidy, "zone", zones_layer[0], findings)
        return with_table(tidy, "band", bands_table, file, findings)
    tidy = with_table(tidy, "zone", zones_table, file, findings)
    return with_table(tidy, "band", bands_table, file, findings)


def _texts(frame: gpd.GeoDataFrame, column: str) -> pd.Series[str]:
    """Return a column of a layer as text; empty where it is absent or null."""
    if column not in frame.columns:
        return pd.Series([""] * len(frame), index=frame.index, dtype="str")
    values = ["" if _null(value) else as_text(value) for value in frame[column].tolist()]
    return pd.Series(values, index=frame.index, dtype="str")


def _named(layer: gpd.GeoDataFrame, *columns: str) -> list[str]:
    """Name each shape by the first column that has a word, else by its row."""
    names = [""] * len(layer)
    for column in columns:
        names = [one or other for one, other in zip(names, _texts(layer, column), strict=True)]
    return [name or f"the shape in row {row}" for row, name in enumerate(names, start=1)]


def _null(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value))


def _from_layer(file: str, layer: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoDataFrame | None:
    if not _known_columns(file, layer, LAYERS["areas"], findings):
        return None
    ids = _texts(layer, "area_id")
    for i in np.flatnonzero((ids == "").to_numpy()):
        findings.fault(file, int(i) + 1, "area_id", "The shape has no id.", "Give it one.")
    _no_doubles(file, ids, findings)
    names = _texts(layer, "name")
    names = names.where(names != "", ids)
    settlements = _texts(layer, "settlement")
    settlements = settlements.where(settlements != "", names)
    areas = _frame(layer, ids, names, settlements, _texts(layer, "zone"), _texts(layer, "band"))
    for column in COUNTED:
        if column in layer.columns:
            areas[column] = _counts(file, layer, column, findings)
    return areas


def _from_zones(file: str, layer: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoDataFrame | None:
    if not _known_columns(file, layer, LAYERS["zones"], findings):
        return None
    zones = _texts(layer, "zone")
    for i in np.flatnonzero((zones == "").to_numpy()):
        findings.fault(file, int(i) + 1, "zone", "The shape has no zone.", "Name its zone.")
    given = _texts(layer, "area_id")
    count = zones.groupby(zones).cumcount() + 1
    many = zones.duplicated(keep=False)
    made = zones.map(slug) + np.where(many, "-" + count.astype("str"), "")
    ids = given.where(given != "", made)
    _no_doubles(file, ids, findings)
    names = _texts(layer, "name")
    names = names.where(names != "", zones)
    return _frame(layer, ids, names, names, zones, _texts(layer, "band"))


def _known_columns(file: str, layer: gpd.GeoDataFrame, table: Table, findings: Findings) -> bool:
    """Note columns that are not known; say whether the needed ones are there."""
    names = [str(name) for name in layer.columns if name != "geometry"]
    for name in names:
        if name not in table.by_name:
            findings.notice(file, None, name, "The column is not known and was not stored.")
    missing = [column for column in table.columns if column.required and column.name not in names]
    for column in missing:
        unknown = [name for name in names if name not in table.by_name]
        cure = hint(column.name, unknown) or f"Add it: {column.description}"
        findings.fault(file, None, column.name, "The column is missing.", cure)
    return not missing


def _no_doubles(file: str, ids: pd.Series[str], findings: Findings) -> None:
    for i in np.flatnonzero((ids.duplicated() & (ids != "")).to_numpy()):
        findings.fault(
            file,
            int(i) + 1,
            "area_id",
            f"{quoted(ids.iloc[int(i)])} is already the id of another shape.",
            "Each may stand once; merge the shapes of an area.",
        )


def _counts(file: str, layer: gpd.GeoDataFrame, column: str, findings: Findings) -> pd.Series[Any]:
    """Read a column of head counts: Int64, missing where it is empty."""
    values: list[Any] = []
    for i, text in enumerate(_texts(layer, column)):
        try:
            values.append(read_value(text, LAYERS["areas"].by_name[column]) if text else pd.NA)
        except BadValue as error:
            findings.fault(file, i + 1, column, f"{quoted(text)} {error.wrong}", error.cure)
            values.append(pd.NA)
    return pd.Series(values, dtype="Int64")


def _from_settlements(
    typed: Mapping[str, Typed | None], findings: Findings
) -> gpd.GeoDataFrame | None:
    settlements, postcodes = typed["settlements"], typed["postcodes"]
    if settlements is None or postcodes is None:
        return None
    if settlements.frame.empty:
        findings.fault(
            "areas.gpkg", None, "", "There are no areas.",
            "Add areas or zones as .gpkg, .geojson or a zipped shapefile, or settlements.csv.",
        )  # fmt: skip
        return None
    points = settlements.frame
    if not findings.sound(settlements.file, settlements.rows).all():
        return None
    if points["lon"].min() >= 45 and points["lat"].max() <= 15:
        findings.fault(
            settlements.file, None, "lon", "Longitude and latitude are swapped in every row.",
            "Swap the two columns.",
        )  # fmt: skip
        return None
    again = points[["lon", "lat"]].round(6).duplicated()  # 10 cm
    for i in np.flatnonzero(again.to_numpy()):
        findings.fault(
            settlements.file, int(settlements.rows[i]), "lon",
            "Another settlement is at the same place.", "Correct one of them, or remove it.",
        )  # fmt: skip
    if again.any():
        return None
    shapes = catchments(points, postcodes.frame.dropna())
    empty = pd.Series([""] * len(shapes), dtype="str")
    return _frame(shapes, shapes["area_id"], shapes["name"], shapes["settlement"], empty, empty)


def _frame(
    layer: gpd.GeoDataFrame,
    ids: pd.Series[str],
    names: pd.Series[str],
    settlements: pd.Series[str],
    zones: pd.Series[str],
    bands: pd.Series[str],
) -> gpd.GeoDataFrame:
    columns = {
        "area_id": ids, "name": names, "settlement": settlements, "zone": zones, "band": bands,
    }  # fmt: skip
    texts = {name: pd.Series(column.tolist(), dtype="str") for name, column in columns.items()}
    return gpd.GeoDataFrame(texts, geometry=layer.geometry.to_numpy(), crs=layer.crs)


def _zone_of_middle(
    areas: gpd.GeoDataFrame, file: str, layer: gpd.GeoDataFrame, findings: Findings
) -> pd.Series[str]:
    """Zone of the polygon that holds a point inside each area; empty where none does."""
    zones = _texts(layer, "zone")
    if not _known_columns(file, layer, LAYERS["zones"], findings):
        return pd.Series(["?"] * len(areas), dtype="str")
    middles = shapely.point_on_surface(areas.geometry.to_numpy())
    tree = shapely.STRtree(layer.geometry.to_numpy())
    rows, hits = tree.query(middles, predicate="intersects")
    found = np.full(len(areas), "", dtype=object)
    found[rows[::-1]] = zones.to_numpy(dtype=object)[hits[::-1]]
    for zone in dict.fromkeys(zones):
        if zone not in found:
            findings.fault(
                file, None, "zone", f"Zone {quoted(zone)} holds no area.",
                "Remove it, or add its areas to the areas layer.",
            )  # fmt: skip
    return pd.Series(found, dtype="str")
