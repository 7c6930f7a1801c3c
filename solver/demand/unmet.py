"""Care that is missing: the hours that residents are expected to need, less the actual ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from solver.base.areas import add_up
from solver.demand.ages import AGE_GROUPS, AGE_UNKNOWN, age_groups, residents_by_age
from solver.demand.packages import packages
from solver.errors import ScenarioError
from solver.zones import zone_table
from solver.zones.assignment import assignment

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from solver.base.world import World
    from solver.domain import Scenario

PER_1000_LOW, PER_1000_HIGH = 35.0, 40.0
"""Carer-hours a week per 1,000 residents that urban areas have [002 para 29a]."""

Basis = Literal["residents", "aged-75", "ages"]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What residents are expected to need: an assumption, to be named beside every figure.

    Parameters
    ----------
    basis
        ``residents``: so many hours per 1,000 residents everywhere;
        ``aged-75``: so many per 1,000 aged 75 and over; ``ages``: in each age
        group the hours per head of the whole county, so that an older zone is
        expected to need more.
    per_1000
        Carer-hours a week per 1,000; 0 takes what the county has on average,
        so that what is missing in one zone is what another has beyond it.
        Not read by ``ages``.
    """

    basis: Basis = "residents"
    per_1000: float = (PER_1000_LOW + PER_1000_HIGH) / 2


def unmet(world: World, scenario: Scenario, expectation: Expectation) -> pd.DataFrame:
    """Estimate care that is missing: expected less actual hours (A7, [002 para 29]).

    Returns
    -------
    frame
        ``zone, residents, aged_75, carer_hours_week, hours_per_1000,
        hours_per_1000_75, expected_hours, unmet_hours`` (below 0 where there is
        more than expected) ``, unmet_share`` (of the expected) ``,
        unmet_per_1000`` (hours per 1,000 residents); NaN where residents are
        not known. Hours are carer-hours a week, all planned.

    Raises
    ------
    ScenarioError
        When the expectation is negative.
    """
    if expectation.per_1000 < 0:
        raise ScenarioError("Expected hours per 1,000 cannot be negative.")
    table = zone_table(world, scenario)
    table = table[
        ["zone", "residents", "aged_75", "carer_hours_week", "hours_per_1000", "hours_per_1000_75"]
    ].copy()
    if expectation.basis == "ages":
        expected = _by_age(world, scenario)
        table["expected_hours"] = table["zone"].map(expected).astype(float)
    else:
        heads = table["residents" if expectation.basis == "residents" else "aged_75"]
        counted = float(heads.sum()) or np.nan
        average = table.loc[heads.notna(), "carer_hours_week"].sum() / counted * 1_000
        table["expected_hours"] = heads / 1_000 * (expectation.per_1000 or average)
    table["unmet_hours"] = table["expected_hours"] - table["carer_hours_week"]
    some = table["expected_hours"].where(table["expected_hours"] > 0)
    table["unmet_share"] = table["unmet_hours"] / some
    table["unmet_per_1000"] = table["unmet_hours"] / table["residents"] * 1_000
    return table


def hours_per_head(world: World, scenario: Scenario) -> dict[str, float]:
    """Give the county's carer-hours a week per 1,000 residents of each age group.

    People whose age is not known count in proportion to those whose age is. An
    age group whose residents are not known is left out.
    """
    frame = packages(world, scenario)
    frame["age"] = age_groups(world, frame["person_id"])
    hours = frame.groupby("age")["carer_hours_week"].sum()
    known = hours.drop(AGE_UNKNOWN, errors="ignore")
    hours = known * (hours.sum() / known.sum()) if known.sum() > 0 else known
    residents = residents_by_age(world).sum(axis=0)
    return {
        name: float(hours.get(name, 0.0)) / count * 1_000
        for name, count in zip(AGE_GROUPS, residents, strict=False)
        if count > 0
    }


def people_implied(carer_hours_week: float, per_1000: float) -> float:
    """Give the residents for whom so many hours would be the expected number (A7).

    >>> round(people_implied(3_600, 40)), round(people_implied(3_600, 35))
    (90000, 102857)
    """
    return carer_hours_week * 1_000 / per_1000


def _by_age(world: World, scenario: Scenario) -> dict[str, float]:
    """Add up the hours that each zone's residents would have at the county's rates by age."""
    chosen = assignment(world, scenario)
    rates = hours_per_head(world, scenario)
    by_area: npt.NDArray[np.float64] = residents_by_age(world)
    each = np.array([rates.get(name, np.nan) for name in AGE_GROUPS[: by_area.shape[1]]])
    empty = np.nansum(by_area, axis=0) == 0
    need = by_area[:, ~empty] @ each[~empty] / 1_000
    total = add_up(chosen.zone, need, len(chosen.zones))
    return dict(zip(chosen.zones, total.tolist(), strict=True))
