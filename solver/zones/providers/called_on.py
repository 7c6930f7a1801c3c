"""Who is called on in each zone: the providers table, with a scenario's appointments on top."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from solver.base.areas import package_base
from solver.errors import ScenarioError
from solver.zones.assignment import known, zone_assignment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from solver.base.world import World
    from solver.domain import Scenario
    from solver.domain.market import CalledOnAs


@dataclass(frozen=True, slots=True)
class CalledOn:
    """Zone, by its name in the base, → ids of its prime and supplementary providers, in order."""

    primes: Mapping[str, tuple[str, ...]]
    supplementary: Mapping[str, tuple[str, ...]]

    def role(self, zone: str, provider_id: str) -> CalledOnAs:
        """Say how a zone calls on a provider; one named as both is prime."""
        if provider_id in self.primes.get(zone, ()):
            return "prime"
        return "supplementary" if provider_id in self.supplementary.get(zone, ()) else "none"


def called_on(world: World, scenario: Scenario) -> CalledOn:
    """Apply a scenario's appointments (``market.appointed``) to the providers table.

    Zones may go by the name shown or by the base's. Providers that leave are
    still named: whoever offers packages leaves them out.

    Raises
    ------
    ScenarioError
        When an appointment names a zone or a provider that there is not.
    """
    base = package_base(world)
    if not scenario.market.appointed:
        return CalledOn(base.primes, base.supplementary)
    providers = {provider: row for row, provider in enumerate(base.provider_ids)}
    lists = {
        "prime": {zone: set(ids) for zone, ids in base.primes.items()},
        "supplementary": {zone: set(ids) for zone, ids in base.supplementary.items()},
    }
    for named, provider_id, role in scenario.market.appointed:
        zone = base_zone(world, scenario, named)
        known("provider", provider_id, providers)
        for kind, zones in lists.items():
            zones.setdefault(zone, set()).discard(provider_id)
            if kind == role:
                zones[zone].add(provider_id)
    primes, next_ones = (
        {zone: tuple(sorted(ids)) for zone, ids in zones.items() if ids} for zones in lists.values()
    )
    return CalledOn(primes, next_ones)


def zones_of(
    world: World, scenario: Scenario, provider_id: str
) -> dict[CalledOnAs, tuple[str, ...]]:
    """Say in which zones a provider is called on, by the names shown, in alphabetical order."""
    called = called_on(world, scenario)
    chosen = zone_assignment(world, scenario.zones)
    found: dict[CalledOnAs, list[str]] = {"prime": [], "supplementary": [], "none": []}
    for base_name, zone in zip(chosen["base_names"], chosen["zones"], strict=True):
        found[called.role(base_name, provider_id)].append(zone)
    return {role: tuple(sorted(zones)) for role, zones in found.items()}


def base_zone(world: World, scenario: Scenario, name: str) -> str:
    """Give a zone's name in the base, by that name or the one shown.

    Raises
    ------
    ScenarioError
        When there is no such zone.
    """
    chosen = zone_assignment(world, scenario.zones)
    places = {zone: i for i, zone in enumerate(chosen["zones"])}
    places |= {zone: i for i, zone in enumerate(chosen["base_names"])}
    return chosen["base_names"][known("zone", name, places)]


def appoint(
    world: World,
    scenario: Scenario,
    zone: str,
    primes: Collection[str],
    supplementary: Collection[str],
) -> Scenario:
    """Say who is prime and who is supplementary in a zone; the other zones stay as they are.

    What is as in the providers table is not named as a choice.

    Raises
    ------
    ScenarioError
        When there is no such zone or provider, or one is to be both.
    """
    base = package_base(world)
    named = base_zone(world, scenario, zone)
    rows = {provider: row for row, provider in enumerate(base.provider_ids)}
    for provider_id in (*primes, *supplementary):
        row = known("provider", provider_id, rows)
        if provider_id in primes and provider_id in supplementary:
            raise ScenarioError(
                f"{base.provider_names[row]} would be prime and supplementary in {zone}: "
                "take it out of one of the two."
            )
    wanted: dict[str, CalledOnAs] = dict.fromkeys(supplementary, "supplementary")
    wanted |= dict.fromkeys(primes, "prime")
    table = CalledOn(base.primes, base.supplementary)
    others = tuple(
        row for row in scenario.market.appointed if base_zone(world, scenario, row[0]) != named
    )
    own = tuple(
        (named, provider, wanted.get(provider, "none"))
        for provider in base.provider_ids
        if wanted.get(provider, "none") != table.role(named, provider)
    )
    return replace(scenario, market=replace(scenario.market, appointed=(*others, *own)))
