"""Whom a change touches: packages with another provider or price than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.base.areas import area_base, package_base
from solver.zones.assignment import assignment
from solver.zones.pricing import package_rates
from solver.zones.transfers import holding

if TYPE_CHECKING:
    from solver.base.world import World
    from solver.domain import Scenario

SUMS = ("visits_week", "carer_hours_week", "weekly_pence_before", "weekly_pence_after")
"""What is added up of packages that are affected."""


def affected(world: World, before: Scenario, after: Scenario) -> pd.DataFrame:
    """List packages whose provider, tier or price differs between two scenarios.

    Returns
    -------
    frame
        ``package_id, person_id, area_id, zone, band`` (as after)
        ``, provider_from, provider_to, tier_from, tier_to, visits_week,
        carer_hours_week, weekly_pence_before, weekly_pence_after`` (contract
        prices; not rounded, so that they add up) ``, start`` (ISO date of a
        move by hand; empty where none is said), in package order. Their pence
        differ by as much as the council's whole week does.

    Raises
    ------
    ScenarioError
        When a scenario names something that the world does not have.
    RatesError
        When a package is paid by a band that has no rate.
    """
    base, areas = package_base(world), area_base(world)
    was, now = holding(world, before), holding(world, after)
    pence_before = base.hours * package_rates(world, before)
    pence_after = base.hours * package_rates(world, after)
    tier_from, tier_to = (np.array(held.tier, dtype=object) for held in (was, now))
    differ = (was.provider != now.provider) | (tier_from != tier_to)
    differ |= np.abs(pence_before - pence_after) > 1e-6
    rows = np.flatnonzero(differ)
    chosen, area = assignment(world, after), base.area[rows]
    provider = np.array(base.provider_ids, dtype=object)
    days = dict(after.market.starts)
    ids = [base.ids[row] for row in rows]
    return pd.DataFrame(
        {
            "package_id": ids,
            "person_id": [base.person_ids[row] for row in rows],
            "area_id": [areas.ids[i] for i in area],
            "zone": [chosen.zones[i] for i in chosen.zone[area]],
            "band": [chosen.bands[i] for i in chosen.band[area]],
            "provider_from": provider[was.provider[rows]],
            "provider_to": provider[now.provider[rows]],
            "tier_from": tier_from[rows],
            "tier_to": tier_to[rows],
            "visits_week": base.visits[rows],
            "carer_hours_week": base.hours[rows],
            "weekly_pence_before": pence_before[rows],
            "weekly_pence_after": pence_after[rows],
            "start": [days.get(package, "") for package in ids],
        }
    )


def by_providers(found: pd.DataFrame) -> pd.DataFrame:
    """Add packages that are affected up by the provider before, the one after, and the day.

    Parameters
    ----------
    found
        As :func:`affected` lists them.

    Returns
    -------
    frame
        ``provider_from, provider_to, start, packages, people, visits_week,
        carer_hours_week, weekly_pence_before, weekly_pence_after``. A person
        who has packages in two rows counts in both.
    """
    table = found.groupby(["provider_from", "provider_to", "start"], sort=True).agg(
        packages=("package_id", "size"),
        people=("person_id", "nunique"),
        **{name: (name, "sum") for name in SUMS},
    )
    return table.reset_index()


def held_in_zone(world: World, scenario: Scenario, zone: str) -> pd.DataFrame:
    """Add up what each provider holds in a zone.

    Parameters
    ----------
    zone
        Name of the zone as it is shown.

    Returns
    -------
    frame
        ``packages, people, visits_week, carer_hours_week, weekly_pence``
        (contract prices), by ``provider_id``, for providers that hold some.
    """
    base, chosen = package_base(world), assignment(world, scenario)
    here = np.array([name == zone for name in chosen.zones])[chosen.zone[base.area]]
    provider = np.array(base.provider_ids, dtype=object)[holding(world, scenario).provider]
    frame = pd.DataFrame(
        {
            "provider_id": provider,
            "person": base.person,
            "visits_week": base.visits,
            "carer_hours_week": base.hours,
            "weekly_pence": base.hours * package_rates(world, scenario),
        }
    )[here]
    return frame.groupby("provider_id", sort=True).agg(
        packages=("person", "size"),
        people=("person", "nunique"),
        visits_week=("visits_week", "sum"),
        carer_hours_week=("carer_hours_week", "sum"),
        weekly_pence=("weekly_pence", "sum"),
    )
