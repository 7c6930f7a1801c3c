"""The layers of polygons that a world may have, as data (see :mod:`.tables`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from solver.intake.schema.columns import Field, Table
from solver.intake.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

_COUNTED = tuple(
    replace(
        column,
        name=column.stored,
        required=False,
        default_note=column.default_note or "estimated from the settlements",
        description=f"{column.description.rstrip('.')}, where there is no population file; "
        f"`{column.name}` in a shapefile.",
        also=(column.name,),  # fits in the ten letters of a shapefile
    )
    for column in TABLES["population"].columns
    if column.kind == "whole"
)

# fmt: off
_AREAS = Table(
    "areas",
    "A layer of polygons, in any reference system: the small units that zones are made of "
    "(catchments of settlements, LSOAs, wards, parishes).",
    (
        Field("area_id", "id", "Stable id.", ("oakham", "uppingham"), required=True),
        Field("name", "text", "Name for the map.", ("Oakham", "Uppingham"),
              default_note="area_id"),
        Field("settlement", "text", "Town or village that it belongs to.",
              ("Oakham", "Uppingham"), default_note="name"),
        Field("zone", "text", "Zone, where there is no zones file.", ("", ""),
              default_note="from the zones file"),
        Field("band", "text", "Price band, where there is no bands file.", ("", ""),
              default_note="from the bands file"),
        *_COUNTED,
    ),
    required=False,
    key=("area_id",),
)

_ZONE_SHAPES = Table(
    "zones",
    "A layer of polygons, in any reference system. With an areas layer, an area belongs to the "
    "zone that holds a point inside it; without one, each polygon is an area.",
    (
        Field("zone", "id", "Zone, by name.", ("North", "South"), required=True),
        Field("area_id", "id", "Id of the polygon as an area.", ("", ""),
              default_note="made from the name of the zone"),
        Field("name", "text", "Name for the map.", ("", ""), default_note="the zone"),
        Field("band", "text", "Price band, where there is no bands file.", ("", ""),
              default_note="from the bands file"),
    ),
    required=False,
)
# fmt: on

LAYERS: Mapping[str, Table] = {"areas": _AREAS, "zones": _ZONE_SHAPES}
"""Layers of polygons: ``.gpkg``, ``.geojson``, or a zipped shapefile (``.zip``)."""
