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

HoursBasis = Literal["all planned", "maintenance"]
"""Which hours are counted: every planned hour, or those of maintenance (ongoing care) only.

The two are never added or mixed: [002 para 39] prices maintenance hours, [002
Appendix C] counts all planned hours.
"""

HOURS_BASES: tuple[HoursBasis, ...] = ("all planned", "maintenance")
"""Both, the wider one first."""

PriceBasis = Literal["band rates", "contract prices"]
"""What hours are multiplied by: the rate of their band [002 para 39], or what each contract says.

The two are never mixed: spot and specialist contracts may have a price of their own, and
enhancements come on top of the band's rate at contract prices only.
"""

PRICE_BASES: tuple[PriceBasis, ...] = ("band rates", "contract prices")

HOURS_BASIS_WORDS: dict[HoursBasis, str] = {
    "all planned": "all planned",
    "maintenance": "maintenance only",
}
"""Hours bases as officers read them."""

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
