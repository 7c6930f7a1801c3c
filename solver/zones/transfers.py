"""Who holds each package: today's provider, unless an explicit rule moves it.

An area that changes zone moves no package by itself. Under ``transfer =
"primes"`` the packages of its people go to the new zone's prime providers, to
its supplementary ones where it has none [002 paras 26 to 28]; packages moved by
hand (``market.transfers``) come after. Last, the packages of providers that leave
(``demand.leaving``) go to the others of their zones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.base.areas import PackageBase, add_up, area_base, package_base
from solver.base.world import once_for
from solver.zones.assignment import assignment, known, zone_assignment
from solver.zones.providers.called_on import called_on
from solver.zones.providers.sharing import share_out

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import Scenario
    from solver.zones.assignment import ZoneParts
    from solver.zones.providers.called_on import CalledOn

NO_CONTRACT = -1
"""Marks a package whose new provider has no contract in the contracts table."""

BY_HAND = "Moved by hand."
_ORDER_WITHOUT_ZONE = ("prime", "supplementary", "specialist", "spot")


@dataclass(frozen=True, eq=False)
class Holding:
    """Who holds each of p packages under a scenario.

    Parameters
    ----------
    provider
        (p,) int64 row of the provider.
    contract
        (p,) int64 row of the contract, :data:`NO_CONTRACT` where the new
        provider has none: it is then paid the band rate, by the hour.
    tier
        Tier of each package (p,).
    reason
        Package row → why it changed provider, in a sentence.
    kept
        Package row → why it stayed although the rule would move it.
    """

    provider: npt.NDArray[np.int64]
    contract: npt.NDArray[np.int64]
    tier: tuple[str, ...]
    reason: dict[int, str]
    kept: dict[int, str]


@once_for("holding")
def holding(world: World, scenario: Scenario) -> Holding:
    """Decide who holds each package.

    Raises
    ------
    ScenarioError
        When a transfer, an appointment or a leaver names a package, a zone or
        a provider that the world lacks.
    """
    base = package_base(world)
    state = _State(base, called_on(world, scenario))
    chosen = zone_assignment(world, scenario.zones)
    if scenario.zones.transfer == "primes":
        _to_primes(state, chosen, world)
    packages = {package: row for row, package in enumerate(base.ids)}
    providers = {provider: row for row, provider in enumerate(base.provider_ids)}
    for package_id, provider_id in scenario.market.transfers:
        row = known("package", package_id, packages)
        target = known("provider", provider_id, providers)
        zone = chosen["base_names"][chosen["zone"][base.area[row]]]
        role = state.called.role(zone, provider_id)
        state.place(row, target, None if role == "none" else role, BY_HAND)
    leaving = [known("provider", name, providers) for name in scenario.demand.leaving]
    if leaving:
        _leave(state, chosen, leaving)
    return state.holding()


def transfers(world: World, scenario: Scenario) -> pd.DataFrame:
    """List every package that changes provider, and why.

    Returns
    -------
    frame
        ``package_id, person_id, area_id, zone_from, zone_to, provider_from,
        provider_to, carer_hours_week, reason``, in package order; zones by the
        names shown under the scenario, hours in carer-hours a week.

    Raises
    ------
    ScenarioError
        As :func:`holding` does.
    """
    held = holding(world, scenario)
    ids, days = package_base(world).ids, dict(scenario.market.starts)
    why = {
        row: f"Moved by hand from {date.fromisoformat(days[ids[row]]):%-d %B %Y}."
        if reason == BY_HAND and ids[row] in days
        else reason
        for row, reason in held.reason.items()
    }
    return _listing(world, scenario, held, why)


def kept_packages(world: World, scenario: Scenario) -> pd.DataFrame:
    """List packages that a rule would move but cannot, and why.

    The columns are those of :func:`transfers`; ``provider_to`` is the same
    provider.
    """
    held = holding(world, scenario)
    return _listing(world, scenario, held, held.kept)


class _State:
    """Who holds what while the rules are applied."""

    def __init__(self, base: PackageBase, called: CalledOn) -> None:
        self.base = base
        self.called = called
        self.provider = base.provider.copy()
        self.contract = base.contract.copy()
        self.tiers: list[str] = base.contracts["tier"].tolist()
        self.tier = [self.tiers[row] for row in base.contract]
        self.reason: dict[int, str] = {}
        self.kept: dict[int, str] = {}

    def place(self, row: int, provider: int, tier: str | None, reason: str) -> None:
        """Give a package to a provider, under its contract of that tier."""
        self.kept.pop(row, None)
        if provider == self.base.provider[row]:  # back where it is today
            self.provider[row] = provider
            self.contract[row] = self.base.contract[row]
            self.tier[row] = self.tiers[self.base.contract[row]]
            self.reason.pop(row, None)
            return
        contract, found = self._contract(self.base.provider_ids[provider], tier)
        self.provider[row] = provider
        self.contract[row] = contract
        self.tier[row] = found
        self.reason[row] = reason

    def _contract(self, provider_id: str, tier: str | None) -> tuple[int, str]:
        rows = self.base.provider_contracts.get(provider_id, ())
        for wanted in (tier,) if tier else _ORDER_WITHOUT_ZONE:
            for row in rows:
                if self.tiers[row] == wanted:
                    return row, wanted
        return NO_CONTRACT, tier or "prime"

    def holding(self) -> Holding:
        return Holding(self.provider, self.contract, tuple(self.tier), self.reason, self.kept)


def _to_primes(state: _State, chosen: ZoneParts, world: World) -> None:
    """Move the packages of areas that changed zone to the new zone's providers."""
    base = state.base
    providers = {provider: row for row, provider in enumerate(base.provider_ids)}
    held = add_up(base.provider, base.hours, len(base.provider_ids))
    in_moved = chosen["moved"][base.area]
    zone_of = chosen["zone"][base.area]
    for zone in np.unique(zone_of[in_moved]):
        name = chosen["base_names"][zone]
        primes = state.called.primes.get(name)
        tier = "prime" if primes else "supplementary"
        ids = primes or state.called.supplementary.get(name) or ()
        targets = np.array([providers[provider] for provider in ids], dtype=np.int64)
        rows = np.flatnonzero(in_moved & (zone_of == zone))
        moving = []
        for row in rows.tolist():
            why = _stays(state, row, targets, chosen["zones"][zone])
            if why is None:
                moving.append(row)
            elif why:
                state.kept[row] = why
        for row, target in share_out(moving, base, targets, held[targets]):
            area = area_base(world).names[base.area[row]]
            state.place(
                row,
                target,
                tier,
                f"{area} joins {chosen['zones'][zone]}; goes to its {tier} provider.",
            )


def _leave(state: _State, chosen: ZoneParts, leaving: list[int]) -> None:
    """Hand the packages of leaving providers on: to primes, else supplementary ones.

    Specialist packages go to other providers with a specialist contract, in
    whatever zone. What nobody can take is kept, with the reason.
    """
    base = state.base
    rows = np.flatnonzero(np.isin(state.provider, leaving))
    gone = {base.provider_ids[row] for row in leaving}
    specialists = {
        base.contracts["provider_id"].iloc[row]
        for row, tier in enumerate(state.tiers)
        if tier == "specialist"
    } - gone
    groups: dict[tuple[str, int], list[int]] = {}
    for row in rows.tolist():
        special = state.tier[row] == "specialist"
        zone = -1 if special else int(chosen["zone"][base.area[row]])
        groups.setdefault(("specialist" if special else "", zone), []).append(row)
    for (tier, zone), members in groups.items():
        where = "The county" if zone < 0 else chosen["zones"][zone]
        name = "" if zone < 0 else chosen["base_names"][zone]
        called = {
            "specialist": sorted(specialists) if tier else [],
            "prime": [p for p in state.called.primes.get(name, ()) if p not in gone],
            "supplementary": [p for p in state.called.supplementary.get(name, ()) if p not in gone],
        }
        found = next((kind for kind, ids in called.items() if ids), "")
        if not found:
            for row in members:
                state.kept[row] = f"Its provider leaves, and {where} has no other to call on."
            continue
        place = {provider: row for row, provider in enumerate(base.provider_ids)}
        targets = np.array([place[p] for p in called[found]], dtype=np.int64)
        held = add_up(state.provider, base.hours, len(base.provider_ids))[targets]
        for row, target in share_out(members, base, targets, held):
            state.place(row, target, found, f"Its provider leaves; goes to a {found} provider.")


def _stays(state: _State, row: int, targets: npt.NDArray[np.int64], zone: str) -> str | None:
    """Why a package of a moved area stays; ``""`` where there is nothing to move."""
    if state.provider[row] in targets:
        return ""
    if state.tier[row] == "specialist":
        return "A specialist package: specialist providers serve the whole county."
    if not len(targets):
        return f"{zone} has neither prime nor supplementary providers: appoint one."
    return None


def _listing(world: World, scenario: Scenario, held: Holding, why: dict[int, str]) -> pd.DataFrame:
    base = package_base(world)
    areas = area_base(world)
    chosen = assignment(world, scenario)
    rows = sorted(why)
    area = base.area[rows]
    return pd.DataFrame(
        {
            "package_id": [base.ids[row] for row in rows],
            "person_id": [base.person_ids[row] for row in rows],
            "area_id": [areas.ids[i] for i in area],
            "zone_from": [chosen.zones[areas.zone[i]] for i in area],
            "zone_to": [chosen.zones[chosen.zone[i]] for i in area],
            "provider_from": [base.provider_ids[base.provider[row]] for row in rows],
            "provider_to": [base.provider_ids[held.provider[row]] for row in rows],
            "carer_hours_week": base.hours[rows],
            "reason": [why[row] for row in rows],
        }
    )
