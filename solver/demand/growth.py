"""Demand to come: carer-hours and their cost by zone and age, under a growth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.demand.ages import AGE_GROUPS, age_groups
from solver.demand.packages import packages
from solver.errors import ScenarioError
from solver.zones.assignment import assignment, known
from solver.zones.pricing import package_rates

if TYPE_CHECKING:
    import pandas as pd

    from solver.base.world import World
    from solver.domain import Scenario
    from solver.domain.demand_choices import DemandChoices

GROWTH_2018_TO_2038 = 0.57
"""People needing support, 2018 to 2038, as [004] quotes the Department of Health."""

PATH_YEARS = (2018, 2038)
"""From and until when that growth is meant."""


def yearly(total: float, years: float) -> float:
    """Give the yearly growth that compounds to a total.

    >>> round(yearly(0.57, 20), 4)
    0.0228
    """
    if total <= -1 or years <= 0:
        raise ScenarioError(f"A growth of {total:.0%} over {years:g} years makes no sense.")
    return float((1 + total) ** (1 / years) - 1)


def growth_path(from_year: int, year: int) -> float:
    """Give the growth between two years along the path of 57 % from 2018 to 2038.

    >>> [round(growth_path(*years), 4) for years in ((2018, 2038), (2019, 2038), (2030, 2030))]
    [0.57, 0.535, 0.0]
    """
    rate = yearly(GROWTH_2018_TO_2038, PATH_YEARS[1] - PATH_YEARS[0])
    return float((1 + rate) ** (year - from_year) - 1)


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


def growth_of(choices: DemandChoices) -> Growth:
    """Give a scenario's growth until its year, as one step: project it over 1 year."""
    return Growth(
        choices.growth_percent / 100,
        tuple((name, rate / 100) for name, rate in choices.by_zone),
        tuple((name, rate / 100) for name, rate in choices.by_age),
    )


def project(world: World, scenario: Scenario, growth: Growth, years: float) -> pd.DataFrame:
    """Project carer-hours and their cost by zone and age group.

    Each package grows at its zone's and its person's rate and is paid what it is
    paid now: the prices of today.

    Returns
    -------
    frame
        ``zone, age, people, carer_hours_week`` (all planned, now) ``,
        carer_hours_then, change, factor, weekly_pence, weekly_pence_then``,
        zones in alphabetical order, ages youngest first; hours of packages,
        people counted once.

    Raises
    ------
    ScenarioError
        When the growth names an unknown zone or age group, or more than all
        demand would vanish.
    """
    zones = {zone: i for i, zone in enumerate(assignment(world, scenario).zones)}
    groups = {name: i for i, name in enumerate(AGE_GROUPS)}
    zone_rate, age_rate = dict(growth.by_zone), dict(growth.by_age)
    for name in zone_rate:
        known("zone", name, zones)
    for name in age_rate:
        known("age group", name, groups)
    for rate in (growth.overall, *zone_rate.values(), *age_rate.values()):
        if rate <= -1:
            raise ScenarioError(f"Demand cannot shrink by {-rate:.0%} a year: at most 99 %.")
    frame = packages(world, scenario)
    frame["age"] = age_groups(world, frame["person_id"])
    frame["weekly_pence"] = frame["carer_hours_week"] * package_rates(world, scenario)
    table = frame.groupby(["zone", "age"]).agg(
        people=("person_id", "nunique"),
        carer_hours_week=("carer_hours_week", "sum"),
        weekly_pence=("weekly_pence", "sum"),
    )
    table = table.reset_index()
    factor = [
        _factor(growth.overall, zone_rate.get(zone), age_rate.get(age)) ** years
        for zone, age in zip(table["zone"], table["age"], strict=True)
    ]
    table["factor"] = np.array(factor, dtype=np.float64)
    table["carer_hours_then"] = table["carer_hours_week"] * table["factor"]
    table["change"] = table["carer_hours_then"] - table["carer_hours_week"]
    table["weekly_pence_then"] = table["weekly_pence"] * table["factor"]
    order = table["age"].map(groups)
    table = table.assign(order=order).sort_values(["zone", "order"], ignore_index=True)
    columns = ["zone", "age", "people", "carer_hours_week", "carer_hours_then", "change", "factor"]
    return table[[*columns, "weekly_pence", "weekly_pence_then"]]


def _factor(overall: float, zone: float | None, age: float | None) -> float:
    """Growth in a year: of the zone and of the age where they speak, else overall."""
    if zone is None and age is None:
        return 1 + overall
    return (1 + (zone or 0.0)) * (1 + (age or 0.0))
