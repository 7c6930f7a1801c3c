"""Demand to come: growth by zone and age, care that is missing, a provider that leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.demand.packages import packages
from solver.errors import ScenarioError
from solver.zones.assignment import assignment, known
from solver.zones.base import package_base
from solver.zones.transfers import share_out

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from solver.domain import Scenario
    from solver.world import World

GROWTH_2018_TO_2038 = 0.57
"""People needing support, 2018 to 2038, as [004] quotes the Department of Health."""

AGES: tuple[tuple[str, int, int], ...] = (
    ("under 65", 0, 64),
    ("65 to 74", 65, 74),
    ("75 to 84", 75, 84),
    ("85 and over", 85, 200),
)
"""Age groups, both ends included."""

AGE_UNKNOWN = "age not known"


def yearly(total: float, years: float) -> float:
    """Give the yearly growth that compounds to a total.

    >>> round(yearly(0.57, 20), 4)
    0.0228
    """
    if total <= -1 or years <= 0:
        raise ScenarioError(f"A growth of {total:.0%} over {years:g} years makes no sense.")
    return float((1 + total) ** (1 / years) - 1)


@dataclass(frozen=True, slots=True)
class Growth:
    """How demand grows, a year.

    Parameters
    ----------
    overall
        Share a year where nothing else is said.
    by_zone, by_age
        (zone, share) and (age group, share) pairs that take its place; where
        both speak, the rates of zone and age are put on top of each other.
    """

    overall: float = 0.0
    by_zone: tuple[tuple[str, float], ...] = ()
    by_age: tuple[tuple[str, float], ...] = ()


def project(world: World, scenario: Scenario, growth: Growth, years: float) -> pd.DataFrame:
    """Project carer-hours by zone and age group.

    Returns
    -------
    frame
        ``zone, age, people, carer_hours_week`` (all planned, now) ``,
        carer_hours_then, change, factor``, zones in alphabetical order; hours of
        packages, people counted once.

    Raises
    ------
    ScenarioError
        When the growth names an unknown zone or age group, or more than all
        demand would vanish.
    """
    zones = assignment(world, scenario).zones
    groups = {name: i for i, name in enumerate([*(name for name, _, _ in AGES), AGE_UNKNOWN])}
    zone_rate, age_rate = dict(growth.by_zone), dict(growth.by_age)
    for name in zone_rate:
        known("zone", name, {zone: i for i, zone in enumerate(zones)})
    for name in age_rate:
        known("age group", name, groups)
    for rate in (growth.overall, *zone_rate.values(), *age_rate.values()):
        if rate <= -1:
            raise ScenarioError(f"Demand cannot shrink by {-rate:.0%} a year: at most 99 %.")
    frame = packages(world, scenario)
    ages = world.tables.people.set_index("person_id")["age"]
    frame["age"] = [_group(ages.loc[person]) for person in frame["person_id"]]
    table = frame.groupby(["zone", "age"], sort=True).agg(
        people=("person_id", "nunique"), carer_hours_week=("carer_hours_week", "sum")
    )
    table = table.reset_index()
    table["factor"] = [
        _factor(growth.overall, zone_rate.get(zone), age_rate.get(age)) ** years
        for zone, age in zip(table["zone"], table["age"], strict=True)
    ]
    table["carer_hours_then"] = table["carer_hours_week"] * table["factor"]
    table["change"] = table["carer_hours_then"] - table["carer_hours_week"]
    order = table["age"].map(groups)
    table = table.assign(order=order).sort_values(["zone", "order"], ignore_index=True)
    return table[
        ["zone", "age", "people", "carer_hours_week", "carer_hours_then", "change", "factor"]
    ]


def unmet(zones: pd.DataFrame, expected_per_1000: Mapping[str, float] | float) -> pd.DataFrame:
    """Estimate care that is missing: expected less actual hours (A7, para 29).

    Parameters
    ----------
    zones
        A zone table (:func:`solver.zones.zone_table`).
    expected_per_1000
        Carer-hours a week that 1,000 residents need: one figure, or one by zone.
        Para 29a gives 35 to 40 for urban areas, and says that older, rural
        areas need more.

    Returns
    -------
    frame
        ``zone, residents, carer_hours_week, hours_per_1000, expected_per_1000,
        expected_hours, unmet_hours`` (below 0 where there is more than expected)
        ``, unmet_share`` (of the expected); NaN where residents are not known.

    Raises
    ------
    ScenarioError
        When a zone has no expectation, or one is negative.
    """
    table = zones[["zone", "residents", "carer_hours_week", "hours_per_1000"]].copy()
    if isinstance(expected_per_1000, float | int):
        expected = [float(expected_per_1000)] * len(table)
    else:
        missing = [zone for zone in table["zone"] if zone not in expected_per_1000]
        if missing:
            raise ScenarioError(f"Say how many hours 1,000 residents of {missing[0]!r} need.")
        expected = [float(expected_per_1000[zone]) for zone in table["zone"]]
    if min(expected, default=0.0) < 0:
        raise ScenarioError("Expected hours per 1,000 residents cannot be negative.")
    table["expected_per_1000"] = expected
    table["expected_hours"] = table["residents"] / 1_000 * table["expected_per_1000"]
    table["unmet_hours"] = table["expected_hours"] - table["carer_hours_week"]
    table["unmet_share"] = table["unmet_hours"] / table["expected_hours"].where(
        table["expected_hours"] > 0
    )
    return table


def implied_residents(carer_hours_week: float, hours_per_1000: float) -> float:
    """Give the residents whom so many hours imply (A7).

    >>> round(implied_residents(3_600, 40)), round(implied_residents(3_600, 35))
    (90000, 102857)
    """
    return carer_hours_week / hours_per_1000 * 1_000


def providers_leave(world: World, scenario: Scenario, provider_ids: Collection[str]) -> Scenario:
    """Let providers leave: their packages go to the other providers of their zones.

    To the prime ones, else to the supplementary ones, shared out as for a move
    of areas. Packages that nobody can take stay with the provider, as
    :func:`solver.demand.packages` shows.

    Returns
    -------
    The scenario with the transfers by hand that this makes.

    Raises
    ------
    ScenarioError
        When a provider is unknown.
    """
    base = world.once(package_base)
    providers = {provider: row for row, provider in enumerate(base.provider_ids)}
    for provider_id in provider_ids:
        known("provider", provider_id, providers)
    chosen = assignment(world, scenario)
    frame = packages(world, scenario)
    base_name = dict(zip(chosen.zones, chosen.base_names, strict=True))
    held = frame.groupby("provider_id")["carer_hours_week"].sum()
    moves = dict(scenario.market.transfers)
    leaving = frame[frame["provider_id"].isin(list(provider_ids))]
    for zone, rows in leaving.groupby("zone", sort=True):
        name = base_name[str(zone)]
        ids = [p for p in base.primes.get(name, ()) if p not in provider_ids]
        ids = ids or [p for p in base.supplementary.get(name, ()) if p not in provider_ids]
        if not ids:
            continue
        targets = np.array([providers[p] for p in ids], dtype=np.int64)
        hours = held.reindex(ids).fillna(0.0).to_numpy(dtype=np.float64)
        for row, target in share_out(rows.index.tolist(), base, targets, hours):
            moves[base.ids[row]] = base.provider_ids[target]
    return replace(scenario, market=replace(scenario.market, transfers=tuple(moves.items())))


def _group(age: object) -> str:
    if pd.isna(age):  # type: ignore[call-overload]
        return AGE_UNKNOWN
    years = int(age)  # type: ignore[call-overload]
    return next(name for name, least, most in AGES if least <= years <= most)


def _factor(overall: float, zone: float | None, age: float | None) -> float:
    """Growth in a year: of the zone and of the age where they speak, else overall."""
    if zone is None and age is None:
        return 1 + overall
    return (1 + (zone or 0.0)) * (1 + (age or 0.0))
