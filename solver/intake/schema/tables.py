"""The tables of a world, as data: the one source of what a column is.

Validation (:mod:`solver.intake.read`), the page ``docs/data.md``
(:mod:`solver.intake.schema.document`), the blank templates
(:mod:`solver.intake.schema.templates`) and the column mappings
(:mod:`solver.intake.mapping.mapping`) are all made from :data:`TABLES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.domain import BANDS
from solver.domain.carers import GENDERS
from solver.intake.schema.columns import Field, Table
from solver.intake.schema.door import LAT, LON, POSTCODE
from solver.intake.schema.rounds import CARERS, ROUNDS, VISITS

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVICES: tuple[str, ...] = ("maintenance", "reablement", "respite", "sitting")
"""Kinds of service that need no declaration."""

NEW_SERVICE = 'Another one is declared in world.toml: services = ["…"].'
NEW_BAND = "Another one is known once rates.toml or a scenario of the county has its rate."

# fmt: off
_SETTLEMENTS = Table(
    "settlements",
    "Towns and villages: labels on the map, and the catchments where no areas layer is given.",
    (
        Field("settlement", "id", "Name of the town or village.", ("Oakham", "Uppingham"),
              required=True),
        Field(
            "lon", "degrees", "Longitude of its centre, WGS84.", ("-0.7290", "-0.7220"),
            unit="degrees east", required=True, least=-180, most=180,
        ),
        Field(
            "lat", "degrees", "Latitude of its centre, WGS84.", ("52.6700", "52.5880"),
            unit="degrees north", required=True, least=-90, most=90,
        ),
        Field(
            "population", "whole", "Residents.", ("12000", "4700"),
            unit="people", default="0", default_note="0, which means not known", least=0, most=20e6,
        ),
    ),
    required=False,
    key=("settlement",),
)

_POSTCODES = Table(
    "postcodes",
    "Postcodes and where they are, such as Code-Point Open: only for looking up addresses offline.",
    (
        Field("postcode", "postcode", "Full postcode.", ("LE15 6AA", "LE15 9AA"), required=True),
        Field(
            "lon", "degrees", "Longitude, WGS84.", ("-0.7310", "-0.7225"),
            unit="degrees east", required=True, least=-180, most=180,
        ),
        Field(
            "lat", "degrees", "Latitude, WGS84.", ("52.6690", "52.5885"),
            unit="degrees north", required=True, least=-90, most=90,
        ),
        Field("doterm", "text", "Month in which the postcode was ended, as in the ONS Postcode "
              "Directory; a row that has one is skipped.", ("", ""),
              default_note="the postcode is in use", lookup_only=True),
    ),
    required=False,
    key=("postcode",),
)

_ZONES = Table(
    "zones",
    "Which zone each area belongs to. Polygons in zones.gpkg, .geojson or a zipped shapefile serve "
    "as well.",
    (
        Field("area_id", "id", "Area.", ("oakham", "uppingham"), required=True),
        Field("zone", "id", "Zone, by name.", ("North", "South"), required=True),
    ),
    key=("area_id",),
)

_BANDS = Table(
    "bands",
    "Which price band each area is in.",
    (
        Field("area_id", "id", "Area.", ("oakham", "uppingham"), required=True),
        Field("band", "choice", "Price band, by name.", ("Urban", "Fringe"),
              required=True, choices=BANDS, or_else=NEW_BAND),
    ),
    key=("area_id",),
)

_AGED = {65: ("2600", "1200"), 75: ("1300", "600"), 85: ("380", "170")}

_POPULATION = Table(
    "population",
    "Residents of each area by age, such as the ONS mid-year estimates: care per head, and care "
    "that is missing. Each number of the aged counts those older still as well.",
    (
        Field("area_id", "id", "Area.", ("oakham", "uppingham"), required=True),
        Field("residents", "whole", "Residents of all ages.", ("12000", "4700"), unit="people",
              required=True, becomes="population", least=0, most=20e6),
        *(Field(f"aged_{age}", "whole", f"Residents aged {age} or over.", examples, unit="people",
                default_note="not known", becomes=f"population_{age}", least=0, most=20e6)
          for age, examples in _AGED.items()),
    ),
    required=False,
    key=("area_id",),
)

_PEOPLE = Table(
    "people",
    "People who receive care. No names: an id that the council can trace back is enough.",
    (
        Field("person_id", "id", "Stable id.", ("p001", "p002"), required=True),
        POSTCODE,
        LON,
        LAT,
        Field("age", "whole", "Age.", ("84", ""), unit="years", default_note="not known", least=0,
              most=125, personal=True),
        Field("excluded_carers", "list", "Carers whom the person must not have.", ("c002", ""),
              default_note="none", refers="carers"),
        Field("carer_gender", "choice", "woman or man, where the person asks for it.",
              ("woman", ""), default_note="none asked for", choices=GENDERS, personal=True),
    ),
    key=("person_id",),
    places=True,
)

_PACKAGES = Table(
    "packages",
    "Packages of care: what the council buys for a person under one contract.",
    (
        Field("package_id", "id", "Stable id.", ("k001", "k002"), required=True),
        Field("person_id", "id", "Whose package it is.", ("p001", "p002"), required=True,
              refers="people"),
        Field("service", "choice", "Kind of service; maintenance is the one that the bands price. "
              "Others may be declared in `world.toml`.",
              ("maintenance", "reablement"), default="maintenance", choices=SERVICES,
              or_else=NEW_SERVICE),
        Field("contract_id", "id", "Contract that pays for it.", ("t001", "t002"), required=True,
              refers="contracts"),
    ),
    key=("package_id",),
)

_CONTRACTS = Table(
    "contracts",
    "What the council pays a provider, and for what.",
    (
        Field("contract_id", "id", "Stable id.", ("t001", "t002"), required=True),
        Field("provider_id", "id", "Provider.", ("v001", "v001"), required=True,
              refers="providers"),
        Field("tier", "choice", "Order of call.", ("prime", "spot"), required=True,
              choices=("prime", "supplementary", "spot", "specialist")),
        Field("basis", "choice", "What is paid for.", ("hour", "spot"), default="hour",
              choices=("hour", "block", "spot")),
        Field("price", "pounds", "Price of a carer-hour.", ("", "24.50"),
              unit="pounds a carer-hour", default_note="the rate of the band of the person's area",
              becomes="price_pence", above=0, most=500),
    ),
    key=("contract_id",),
)

_PROVIDERS = Table(
    "providers",
    "Providers and the zones in which they are called on.",
    (
        Field("provider_id", "id", "Stable id.", ("v001", "v002"), required=True),
        Field("name", "text", "Name.", ("Example Care", "Sample Home Support"), required=True),
        Field("prime_zones", "list", "Zones in which it is called on first.", ("North; South", ""),
              default_note="none"),
        Field("supplementary_zones", "list", "Zones in which it is called on next.",
              ("", "South"), default_note="none"),
        Field("base_lon", "degrees", "Longitude of the base of its carers who start there, WGS84.",
              ("-0.7290", ""), unit="degrees east", default_note="no base", least=-180, most=180),
        Field("base_lat", "degrees", "Latitude of that base, WGS84.", ("52.6700", ""),
              unit="degrees north", default_note="no base", least=-90, most=90),
    ),
    key=("provider_id",),
)

# fmt: on
TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _SETTLEMENTS,
        _POSTCODES,
        _ZONES,
        _BANDS,
        _POPULATION,
        _PEOPLE,
        _CONTRACTS,
        _PACKAGES,
        VISITS,
        CARERS,
        _PROVIDERS,
        ROUNDS,
    )
}  # fmt: skip
"""Every table of a world folder, in the order in which an officer fills them."""
