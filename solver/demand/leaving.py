"""A provider leaves: whose care is to be found anew, by whom, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.base.areas import split_list
from solver.demand.packages import packages
from solver.zones.assignment import assignment
from solver.zones.pricing import package_rates
from solver.zones.providers.called_on import called_on

if TYPE_CHECKING:
    from solver.base.world import World
    from solver.domain import Scenario

NOBODY = "nobody"
"""Stands for the tier of packages that no provider is called on for."""


@dataclass(frozen=True, eq=False)
class Leaving:
    """What happens when providers leave.

    Parameters
    ----------
    packages
        ``package_id, person_id, area_id, zone, provider_from, provider_to`` (empty
        where nobody is called on) ``, tier`` (of the new provider, or
        ``nobody``) ``, carer_hours_week, weekly_pence_before,
        weekly_pence_after``, one row a package to be found anew. Personal.
    zones
        ``zone, people, packages, carer_hours_week, prime, supplementary,
        specialist, nobody`` (of these hours, by who takes them) ``,
        weekly_pence_before, weekly_pence_after, primes_left``.
    providers
        ``provider_id, name, tier, zones, people, packages, gained,
        hours_before, hours_after, shift_hours`` (a week, of its carers) ``,
        used_before, used_after`` (hours at the door as a share of them), one
        row a provider called on and tier.
    """

    packages: pd.DataFrame
    zones: pd.DataFrame
    providers: pd.DataFrame


def leaving(world: World, scenario: Scenario) -> Leaving:
    """Work out what a scenario's leavers leave behind (``scenario.demand.leaving``).

    Compared with the same scenario in which they stay. Capacity is what the
    carers' shifts hold; travel comes on top of the hours at the door.

    Raises
    ------
    ScenarioError
        When a leaver is unknown.
    """
    stay = replace(scenario, demand=replace(scenario.demand, leaving=()))
    before, after = packages(world, stay), packages(world, scenario)
    before["weekly_pence"] = before["carer_hours_week"] * package_rates(world, stay)
    after["weekly_pence"] = after["carer_hours_week"] * package_rates(world, scenario)
    gone = set(scenario.demand.leaving)
    affected = before["provider_id"].isin(gone)
    found = pd.DataFrame(
        {
            **{name: before[name] for name in ("package_id", "person_id", "area_id", "zone")},
            "provider_from": before["provider_id"],
            "provider_to": after["provider_id"].mask(after["provider_id"].isin(gone), ""),
            "tier": after["tier"].mask(after["provider_id"].isin(gone), NOBODY),
            "carer_hours_week": before["carer_hours_week"],
            "weekly_pence_before": before["weekly_pence"],
            "weekly_pence_after": after["weekly_pence"],
        }
    )[affected].reset_index(drop=True)
    return Leaving(found, _zones(world, scenario, found), _providers(world, found, before))


def shift_hours(world: World) -> pd.Series[float]:
    """Add up the hours a week of each provider's carers on duty, by provider id."""
    carers = world.tables.carers
    days = np.bitwise_count(carers["days"].to_numpy(dtype=np.int64))
    seconds = [sum(_length(item) for item in split_list(text)) for text in carers["shifts"]]
    hours = pd.Series(days * np.array(seconds, dtype=np.float64) / 3_600)
    return hours.groupby(carers["provider_id"].to_numpy()).sum()


def _length(shift: str) -> int:
    start, end = shift.split("-")
    return int(end) - int(start)


def _zones(world: World, scenario: Scenario, found: pd.DataFrame) -> pd.DataFrame:
    table = found.groupby("zone", sort=True).agg(
        people=("person_id", "nunique"),
        packages=("package_id", "size"),
        carer_hours_week=("carer_hours_week", "sum"),
        weekly_pence_before=("weekly_pence_before", "sum"),
        weekly_pence_after=("weekly_pence_after", "sum"),
    )
    tiers = found.pivot_table(
        index="zone", columns="tier", values="carer_hours_week", aggfunc="sum", fill_value=0.0
    )
    for tier in ("prime", "supplementary", "specialist", NOBODY):
        table[tier] = tiers.get(tier, 0.0)
    chosen = assignment(world, scenario)
    primes = called_on(world, scenario).primes
    gone = set(scenario.demand.leaving)
    left = {
        zone: len(set(primes.get(name, ())) - gone)
        for zone, name in zip(chosen.zones, chosen.base_names, strict=True)
    }
    table["primes_left"] = [left[str(zone)] for zone in table.index]
    return table.reset_index()


def _providers(world: World, found: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    taken = found[found["tier"] != NOBODY]
    table = taken.groupby(["provider_to", "tier"], sort=True).agg(
        zones=("zone", lambda zones: "; ".join(sorted(set(zones)))),
        people=("person_id", "nunique"),
        packages=("package_id", "size"),
        gained=("carer_hours_week", "sum"),
    )
    table = table.reset_index().rename(columns={"provider_to": "provider_id"})
    names = world.tables.providers.set_index("provider_id")["name"]
    held = before.groupby("provider_id")["carer_hours_week"].sum()
    own = table["provider_id"]
    gained = table.groupby("provider_id")["gained"].sum()
    table.insert(1, "name", names.reindex(own).to_numpy())
    table["hours_before"] = held.reindex(own).fillna(0.0).to_numpy()
    table["hours_after"] = table["hours_before"] + gained.reindex(own).to_numpy()
    table["shift_hours"] = shift_hours(world).reindex(own).to_numpy()
    table["used_before"] = table["hours_before"] / table["shift_hours"]
    table["used_after"] = table["hours_after"] / table["shift_hours"]
    return table.sort_values("gained", ascending=False, kind="stable", ignore_index=True)
