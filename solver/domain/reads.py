"""What reads what: the choices of a scenario on which each step of the chain depends.

The one table behind every cache. A step is worked out again when a choice that it
reads changes, and for no other: a change of price never re-solves the rounds. A step
refuses a scenario that names what the world lacks whatever stands here; a refusal is
never kept.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, cast

from solver.domain.demand_choices import DemandChoices
from solver.domain.freedom import RoundChoices
from solver.domain.market import MarketChoices
from solver.domain.road_choices import RoadChoices
from solver.domain.scenario import PARTS, PriceChoices, Scenario, ZoneChoices

if TYPE_CHECKING:
    from collections.abc import Mapping

Step = Literal[
    "zones",
    "zone figures",
    "zone and band figures",
    "band map",
    "people map",
    "holding",
    "packages",
    "package rates",
    "area travel",
    "operating areas",
    "workload",
    "case",
    "today's rounds",
    "today",
    "new rounds scored",
    "rounds",
    "public figures",
    "scenario",
]
Chosen = TypeVar(
    "Chosen",
    Scenario,
    RoadChoices,
    ZoneChoices,
    PriceChoices,
    RoundChoices,
    MarketChoices,
    DemandChoices,
)

_ZONES = ("zones.moves", "zones.new_zones", "zones.renames")
_HOLDING = (
    *_ZONES,
    "zones.transfer",
    "market.transfers",
    "market.appointed",
    "demand.leaving",
)
_BANDS_KNOWN = ("prices.band_pence", "prices.rates_on")
_RATES = (*_HOLDING, "zones.bands", *_BANDS_KNOWN, "prices.enhancements")
_ALL_DAY_BY_CAR = (
    "roads.speed_factor",
    "roads.rural_speed_factor",
    "roads.stop_s",
    "roads.speeds",
    "roads.junctions",
    "roads.drive_private",
)
_WORKLOAD = (*_HOLDING, "zones.bands", "rounds.zones")
_CASE = (*_WORKLOAD, "roads.*")
_RUN = (
    *_CASE,
    "prices.rates_on",
    "prices.wage_pence",
    "rounds.tolerance_s",
    "rounds.points",
)
_TODAY = (*_RUN, "prices.band_pence", "prices.enhancements")

READS: Final[Mapping[Step, tuple[str, ...]]] = MappingProxyType(
    {
        # Which zone each area is in: borders, patches, the map of the zones.
        "zones": _ZONES,
        # The figures of a zone, and of a zone and band, that no price changes.
        "zone figures": (*_ZONES, "zones.locked", "market.appointed", "demand.leaving"),
        "zone and band figures": (*_ZONES, "zones.bands"),
        # The bands that a price makes known have a pattern as well.
        "band map": (*_ZONES, "zones.bands", *_BANDS_KNOWN),
        "people map": (*_ZONES, "zones.bands"),
        # Who holds each package, and what an hour of it costs the council.
        "holding": _HOLDING,
        "packages": (*_HOLDING, "zones.bands", *_BANDS_KNOWN),
        "package rates": _RATES,
        # Zones are for the whole day: travel between areas is by car, at no hour.
        "area travel": _ALL_DAY_BY_CAR,
        "operating areas": (*_ZONES, *_ALL_DAY_BY_CAR),
        # A day: its visits and carers, travel between them, and what its rounds cost.
        "workload": _WORKLOAD,
        "case": _CASE,
        # What an hour of a package costs bears on no way, start or pay.
        "today's rounds": _RUN,
        "today": _TODAY,
        "new rounds scored": (*_TODAY, "rounds.*"),
        # The choices for which rounds are found again. Locked zones do not bear on rounds;
        # they are here because rounds of stored jobs are known by this key.
        "rounds": (
            *_HOLDING,
            "zones.locked",
            "roads.*",
            "rounds.*",
            "prices.rates_on",
            "prices.wage_pence",
        ),
        "public figures": _RATES,
        # What is known by the whole scenario: curves, weeks, and a picture that prints its key.
        "scenario": ("roads.*", "zones.*", "prices.*", "rounds.*", "market.*", "demand.*"),
    }
)
"""Step → the choices that it reads (``part.choice``; ``part.*`` is all of a part)."""


_PART_OF = {kind: part for part, kind in PARTS.items()}
_DEFAULTS = {kind: kind() for kind in PARTS.values()}


def cut(step: Step, choices: Chosen) -> Chosen:
    """Keep of a scenario, or of a part of one, what a step reads; the rest as it is by default.

    Two scenarios that a step cannot tell apart become equal. Name and note go too.
    """
    if isinstance(choices, Scenario):
        return Scenario(**{part: cut(step, getattr(choices, part)) for part in PARTS})
    kind: Any = type(choices)
    names = _names(step, _PART_OF[kind])
    if not names:
        return cast("Chosen", _DEFAULTS[kind])
    if len(names) == len(fields(kind)):
        return choices
    return kind(**{name: getattr(choices, name) for name in names})


def key_of(step: Step, scenario: Scenario) -> str:
    """Hash what a step reads of a scenario: :attr:`Scenario.key` of what :func:`cut` leaves."""
    return cut(step, scenario).key


def reads(step: Step) -> frozenset[str]:
    """Name every choice that a step reads, whole parts spelled out."""
    return frozenset(f"{part}.{name}" for part in PARTS for name in _names(step, part))


@cache
def _names(step: Step, part: str) -> tuple[str, ...]:
    """Names of the choices of a part that a step reads."""
    named = READS[step]
    every = (item.name for item in fields(PARTS[part]))
    return tuple(name for name in every if {f"{part}.{name}", f"{part}.*"} & {*named})
