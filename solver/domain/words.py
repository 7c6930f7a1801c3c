"""The smallest words: a day of the week, a band, a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""A day of the planning week."""

DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The week in order."""

DAY_NAMES: dict[Day, str] = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
"""Days as officers read them."""

BANDS: tuple[str, ...] = ("Urban", "Fringe", "Rural", "Isolated")
"""Leicestershire's four price bands [002 paras 20 and 39], nearest town first.

A world may use other bands; these are the default order of tables and legends.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A door to travel from or to.

    Parameters
    ----------
    id
        Stable id: ``person:<person_id>``, ``home:<carer_id>`` or ``base:<provider_id>``.
    lon, lat
        Degrees, WGS84.
    """

    id: str
    lon: float
    lat: float
