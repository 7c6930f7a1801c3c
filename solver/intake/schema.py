"""The tables of a world, as data: the one source of what a column is.

Validation (:mod:`solver.intake.read`), the page ``docs/data.md``
(:mod:`solver.intake.document`), the blank templates
(:mod:`solver.intake.templates`) and the column mappings
(:mod:`solver.intake.mapping`) are all made from :data:`TABLES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.domain import MODES
from solver.intake.columns import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

_LON = Column(
    "lon",
    "degrees",
    "Longitude of the door, WGS84.",
    ("", "-0.7304"),
    unit="degrees east",
    default_note="looked up from the postcode",
    least=-180,
    most=180,
    personal=True,
)
_LAT = Column(
    "lat",
    "degrees",
    "Latitude of the door, WGS84.",
    ("", "52.6705"),
    unit="degrees north",
    default_note="looked up from the postcode",
    least=-90,
    most=90,
    personal=True,
)
_POSTCODE = Column(
    "postcode",
    "postcode",
    "Postcode of the door; used where lon and lat are empty, and not stored.",
    ("LE15 6AA", ""),
    default_note="lon and lat are used",
    personal=True,
    lookup_only=True,
)

# fmt: off
_SETTLEMENTS = Table(
    "settlements",
    "Towns and villages: labels on the map, and the catchments where no areas layer is given.",
    (
        Column("settlement", "id", "Name of the town or village.", ("Oakham", "Uppingham"),
               required=True),
        Column(
            "lon", "degrees", "Longitude of its centre, WGS84.", ("-0.7290", "-0.7220"),
            unit="degrees east", required=True, least=-180, most=180,
        ),
        Column(
            "lat", "degrees", "Latitude of its centre, WGS84.", ("52.6700", "52.5880"),
            unit="degrees north", required=True, least=-90, most=90,
        ),
        Column(
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
        Column("postcode", "postcode", "Full postcode.", ("LE15 6AA", "LE15 9AA"), required=True),
        Column(
            "lon", "degrees", "Longitude, WGS84.", ("-0.7310", "-0.7225"),
            unit="degrees east", required=True, least=-180, most=180,
        ),
        Column(
            "lat", "degrees", "Latitude, WGS84.", ("52.6690", "52.5885"),
            unit="degrees north", required=True, least=-90, most=90,
        ),
    ),
    required=False,
    key=("postcode",),
)

_ZONES = Table(
    "zones",
    "Which zone each area belongs to. Polygons in zones.gpkg, .geojson or a zipped shapefile serve "
    "as well.",
    (
        Column("area_id", "id", "Area.", ("oakham", "uppingham"), required=True),
        Column("zone", "id", "Zone, by name.", ("North", "South"), required=True),
    ),
    key=("area_id",),
)

_BANDS = Table(
    "bands",
    "Which price band each area is in.",
    (
        Column("area_id", "id", "Area.", ("oakham", "uppingham"), required=True),
        Column("band", "id", "Price band, by name.", ("Urban", "Fringe"), required=True),
    ),
    key=("area_id",),
)

_AGED = {65: ("2600", "1200"), 75: ("1300", "600"), 85: ("380", "170")}

_POPULATION = Table(
    "population",
    "Residents of each area by age, such as the ONS mid-year estimates: care per head, and care "
    "that is missing. Each number of the aged counts those older still as well.",
    (
        Column("area_id", "id", "Area.", ("oakham", "uppingham"), required=True),
        Column("residents", "whole", "Residents of all ages.", ("12000", "4700"), unit="people",
               required=True, becomes="population", least=0, most=20e6),
        *(Column(f"aged_{age}", "whole", f"Residents aged {age} or over.", examples, unit="people",
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
        Column("person_id", "id", "Stable id.", ("p001", "p002"), required=True),
        _POSTCODE,
        _LON,
        _LAT,
        Column("age", "whole", "Age.", ("84", ""), unit="years", default_note="not known", least=0,
               most=125, personal=True),
        Column("excluded_carers", "list", "Carers whom the person must not have.", ("c002", ""),
               default_note="none", refers="carers"),
    ),
    key=("person_id",),
    places=True,
)

_PACKAGES = Table(
    "packages",
    "Packages of care: what the council buys for a person under one contract.",
    (
        Column("package_id", "id", "Stable id.", ("k001", "k002"), required=True),
        Column("person_id", "id", "Whose package it is.", ("p001", "p002"), required=True,
               refers="people"),
        Column("service", "text", "Kind of service; maintenance is the one that the bands price.",
               ("maintenance", "reablement"), default="maintenance"),
        Column("contract_id", "id", "Contract that pays for it.", ("t001", "t002"), required=True,
               refers="contracts"),
    ),
    key=("package_id",),
)

_CONTRACTS = Table(
    "contracts",
    "What the council pays a provider, and for what.",
    (
        Column("contract_id", "id", "Stable id.", ("t001", "t002"), required=True),
        Column("provider_id", "id", "Provider.", ("v001", "v001"), required=True,
               refers="providers"),
        Column("tier", "choice", "Order of call.", ("prime", "spot"), required=True,
               choices=("prime", "supplementary", "spot", "specialist")),
        Column("basis", "choice", "What is paid for.", ("hour", "spot"), default="hour",
               choices=("hour", "block", "spot")),
        Column("price", "pounds", "Price of a carer-hour.", ("", "24.50"),
               unit="pounds a carer-hour", default_note="the rate of the band of the person's area",
               becomes="price_pence", least=0, most=500),
    ),
    key=("contract_id",),
)

_VISITS = Table(
    "visits",
    "Planned visits, in long form: a row for each visit that repeats through the week.",
    (
        Column("visit_id", "id", "Stable id.", ("s001", "s002"), required=True),
        Column("package_id", "id", "Package that asks for it.", ("k001", "k002"), required=True,
               refers="packages"),
        Column("days", "days", "Days of the week.", ("daily", "mon wed fri"), required=True),
        Column("every_n_weeks", "whole", "1 for each week, 2 for every other.", ("1", "2"),
               unit="weeks", default="1", least=1, most=52),
        Column("first_week", "whole", "First week in which it is made, 1 to every_n_weeks.",
               ("1", "2"), default="1", least=1, most=52),
        Column("start", "time", "Start today; past midnight counts on (24:30).",
               ("07:30", "19:15"), unit="HH:MM", required=True, becomes="start_s", most=27),
        Column("minutes", "minutes", "Length at the door, in clock time.", ("30", "45"),
               unit="minutes", required=True, becomes="service_s", least=1, most=1440),
        Column("carers", "whole", "Carers at the door at once: 2 where the visit is double-handed.",
               ("1", "2"), unit="carers", default="1", becomes="carers_required", least=1, most=2),
        Column("skills", "list", "Skills that each carer must have.", ("medication", ""),
               default_note="none"),
        Column("earliest", "time", "Earliest start that the person accepts.", ("07:00", ""),
               unit="HH:MM", default_note="two hours before start", becomes="earliest_s", most=27),
        Column("latest", "time", "Latest start that the person accepts.", ("08:30", ""),
               unit="HH:MM", default_note="two hours after start", becomes="latest_s", most=27),
        Column("time_critical", "yesno", "yes where the start must not move for convenience: "
               "it then keeps a narrower cap.",
               ("yes", "no"), default="no"),
    ),
    key=("visit_id",),
)

_CARERS = Table(
    "carers",
    "Carers, where their shifts start and end, and when they work.",
    (
        Column("carer_id", "id", "Stable id.", ("c001", "c002"), required=True),
        Column("provider_id", "id", "Employer.", ("v001", "v001"), required=True,
               refers="providers"),
        _POSTCODE,
        _LON,
        _LAT,
        Column("mode", "choice", "How the carer travels.", ("car", "bicycle"), default="car",
               choices=MODES),
        Column("days", "days", "Days of the week on duty.", ("daily", "mon-sat"), required=True),
        Column("shifts", "shifts", "Shifts of a day, in order; an end before its start is past "
               "midnight.", ("07:00-14:00", "07:00-11:00; 16:00-22:30"), unit="HH:MM-HH:MM; …",
               required=True),
        Column("skills", "list", "Skills held.", ("medication; peg", "medication"),
               default_note="none"),
        Column("wage", "pounds", "Pay for an hour of working time.", ("13.20", ""),
               unit="pounds an hour", default_note="the wage of the scenario", becomes="wage_pence",
               least=0, most=200),
        Column("contracted_hours", "hours", "Hours a week that are paid even if unused.",
               ("30", ""), unit="hours a week", default_note="none", becomes="contracted_s",
               least=0, most=168),
    ),
    key=("carer_id",),
    places=True,
)

_PROVIDERS = Table(
    "providers",
    "Providers and the zones in which they are called on.",
    (
        Column("provider_id", "id", "Stable id.", ("v001", "v002"), required=True),
        Column("name", "text", "Name.", ("Example Care", "Sample Home Support"), required=True),
        Column("prime_zones", "list", "Zones in which it is called on first.", ("North; South", ""),
               default_note="none"),
        Column("supplementary_zones", "list", "Zones in which it is called on next.",
               ("", "South"), default_note="none"),
    ),
    key=("provider_id",),
)

_ROUNDS = Table(
    "rounds",
    "Today's rounds: a row for each carer's call, so a double-handed visit has two with the same "
    "start. Without it there is no today to compare with.",
    (
        Column("day", "choice", "Day of the week.", ("mon", "mon"), required=True,
               choices=("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        Column("carer_id", "id", "Carer who calls.", ("c001", "c002"), required=True,
               refers="carers"),
        Column("shift", "whole", "Shift of the carer, 1 for the first of the day (0 for the first, "
               "once read).", ("1", "2"), default="1", least=1, most=9),
        Column("visit_id", "id", "Visit that is made.", ("s001", "s002"), required=True,
               refers="visits"),
        Column("start", "time", "Planned start; past midnight counts on (24:30).",
               ("07:30", "19:15"), unit="HH:MM", required=True, becomes="start_s", most=27),
    ),
    required=False,
    key=("day", "carer_id", "visit_id"),
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
        _VISITS,
        _CARERS,
        _PROVIDERS,
        _ROUNDS,
    )
}  # fmt: skip
"""Every table of a world folder, in the order in which an officer fills them."""
