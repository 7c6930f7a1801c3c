"""Layers for a GIS: zones and areas with band, hours and cost; never a person.

Coordinates are longitude and latitude (EPSG:4326). Hidden numbers are missing,
with ``suppressed`` true beside them.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyogrio
import shapely

from solver.publish.safe_text import one_line, plain
from solver.publish.whole import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd

    from solver.publish.colophon import Colophon
    from solver.publish.public import PublicFigures

DECIMALS: Final = 6
"""Digits of a degree in GeoJSON: about 0.1 m."""

_GDAL_CLOCK: Final = "OGR_CURRENT_DATE"
_ONE_AT_A_TIME: Final = threading.Lock()  # GDAL's settings belong to the whole process


def layers(figures: PublicFigures) -> dict[str, gpd.GeoDataFrame | pd.DataFrame]:
    """Name the layers of an export.

    Returns
    -------
    layers
        ``zones`` and ``areas`` with their outlines, and the table
        ``zones_and_bands``.
    """
    return {
        "zones": figures.zones.drop(columns=["label_lon", "label_lat"]),
        "areas": figures.by_area,
        "zones_and_bands": figures.by_zone_band,
    }


def write_geopackage(figures: PublicFigures, path: Path, *, colophon: Colophon) -> None:
    """Write a GeoPackage: ``zones, areas, zones_and_bands`` and ``about``.

    Raises
    ------
    PublishError
        When the file cannot be written.
    """
    about = pd.DataFrame(list(colophon.lines), columns=["what", "text"])
    with _clock_at(colophon.made_on), written_whole(path) as draft:
        for i, (name, layer) in enumerate([*layers(figures).items(), ("about", about)]):
            pyogrio.write_dataframe(
                _as_gis_takes_it(layer),
                draft,
                layer=name,
                driver="GPKG",
                append=i > 0,
                promote_to_multi="geometry" in layer.columns,
            )


def write_geojson(figures: PublicFigures, path: Path, *, colophon: Colophon) -> None:
    """Write the areas as GeoJSON (RFC 7946), what they are about in the member ``about``.

    Raises
    ------
    PublishError
        When the file cannot be written.
    """
    write_shapes(figures.by_area, path, colophon=colophon)


def write_shapes(areas: gpd.GeoDataFrame, path: Path, *, colophon: Colophon) -> None:
    """Write any outlines as GeoJSON, what they are about in the member ``about``.

    Raises
    ------
    PublishError
        When the file cannot be written.
    """
    shapes = shapely.set_precision(areas.geometry.array, 10.0**-DECIMALS)
    shapes = shapely.orient_polygons(shapes)
    properties = _as_gis_takes_it(areas.drop(columns="geometry")).astype(object)
    features = [
        {"type": "Feature", "properties": _json_ready(row), "geometry": json.loads(shape)}
        for row, shape in zip(
            properties.to_dict("records"), shapely.to_geojson(shapes), strict=True
        )
    ]
    collection = {
        "type": "FeatureCollection",
        "about": [list(pair) for pair in colophon.lines],
        "features": features,
    }
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    with written_whole(path) as draft:
        draft.write_text(text + "\n", encoding="utf-8")


def _as_gis_takes_it(layer: pd.DataFrame) -> pd.DataFrame:
    """Drop control characters from text; pounds instead of pence."""
    ready = layer.copy()
    for name in layer.columns:
        if pd.api.types.is_string_dtype(layer[name]) or pd.api.types.is_object_dtype(layer[name]):
            ready[name] = layer[name].map(
                lambda text: plain(text) if isinstance(text, str) else text
            )
    for name in [name for name in ready.columns if str(name).endswith("_pence")]:
        pounds = (ready[name].astype("Float64") / 100).round(2)
        position = list(ready.columns).index(name)
        ready = ready.drop(columns=name)
        ready.insert(position, f"{str(name).removesuffix('_pence')}_pounds", pounds)
    return ready


def _json_ready(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        str(name): None if pd.isna(value) else one_line(value) if isinstance(value, str) else value
        for name, value in row.items()
    }


@contextmanager
def _clock_at(day: str) -> Iterator[None]:
    """Let GDAL write one given date, so that the same export twice is the same file."""
    with _ONE_AT_A_TIME:
        before = pyogrio.get_gdal_config_option(_GDAL_CLOCK)
        pyogrio.set_gdal_config_options({_GDAL_CLOCK: f"{day}T00:00:00.000Z"})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({_GDAL_CLOCK: before})
