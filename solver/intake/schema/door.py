"""The columns that say where a door is."""

from __future__ import annotations

from solver.intake.schema.columns import Field

LON = Field(
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
LAT = Field(
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
POSTCODE = Field(
    "postcode",
    "postcode",
    "Postcode of the door; used where lon and lat are empty, and not stored.",
    ("LE15 6AA", ""),
    default_note="lon and lat are used",
    personal=True,
    lookup_only=True,
)
