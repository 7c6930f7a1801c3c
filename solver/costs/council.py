"""What the council pays in a week, under a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from solver import demand
from solver.base.chosen_rates import band_pence
from solver.base.world import once_for
from solver.costs.bands import band_table
from solver.domain import HOURS_BASES
from solver.score import whole_pence
from solver.zones import package_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.base.world import World
    from solver.domain import HoursBasis, Scenario

Level = Literal["zone", "band", "provider_id", "tier", "basis", "service"]


def package_prices(world: World, scenario: Scenario) -> dict[str, int]:
    """Price of each package: its contract's own, else the rate of its band.

    Returns
    -------
    dict
        package_id → pence a carer-hour.

    Raises
    ------
    RatesError
        When a package is paid by a band that has no rate.
    """
    ids = demand.packages(world, scenario)["package_id"]
    rates = np.rint(package_rates(world, scenario)).astype(np.int64)
    return dict(zip(ids, rates.tolist(), strict=True))


def band_hours(world: World, scenario: Scenario, basis: HoursBasis) -> dict[str, float]:
    """Carer-hours a week by band, of one basis."""
    return dict(_hours_by(world, scenario, "band", basis))


def zone_hours(
    world: World, scenario: Scenario, basis: HoursBasis = "all planned"
) -> dict[str, float]:
    """Carer-hours a week by zone, of one basis [002 Appendix C: all planned]."""
    return dict(_hours_by(world, scenario, "zone", basis))


def area_hours(world: World, scenario: Scenario, basis: HoursBasis) -> dict[str, float]:
    """Carer-hours a week by area id, of one basis; areas without packages are left out."""
    return dict(_hours_by(world, scenario, "area_id", basis))


def cost_table(world: World, scenario: Scenario, basis: HoursBasis = "maintenance") -> pd.DataFrame:
    """Price the hours of a basis at the band rates of a scenario [002 paras 20 and 39].

    Contracts with a price of their own and enhancements are not in it: it is
    the paper's table. See :func:`council_week` for what is really paid.

    Returns
    -------
    DataFrame
        As :func:`~solver.costs.bands.band_table`.
    """
    return band_table(band_hours(world, scenario, basis), band_pence(world, scenario))


def council_week(
    world: World, scenario: Scenario, by: Sequence[Level] = ("zone", "band", "tier")
) -> pd.DataFrame:
    """Break a week's council cost down: carer-hours × contract price.

    Parameters
    ----------
    by
        What a row is of: zone, band, provider_id, tier, basis, service.

    Returns
    -------
    DataFrame
        One row a basis and group that has packages: ``base, prices`` (always
        contract prices: see :func:`cost_table` for band rates), the levels,
        ``packages, people, carer_hours, weekly_pence, average_pence``. Pence
        add up to the basis's rounded total. Rows of the two bases overlap and
        must never be added.

    Raises
    ------
    RatesError
        When a package is paid by a band that has no rate.
    """
    return _week_by(world, scenario, tuple(by))


@once_for("package rates")
def _week_by(world: World, scenario: Scenario, by: tuple[Level, ...]) -> pd.DataFrame:
    frame = demand.packages(world, scenario)
    frame = frame.assign(cost=frame["carer_hours_week"] * package_rates(world, scenario))
    return pd.concat([_week_of(frame, basis, by) for basis in HOURS_BASES], ignore_index=True)


def _week_of(frame: pd.DataFrame, basis: HoursBasis, by: Sequence[Level]) -> pd.DataFrame:
    rows = _of_basis(frame, basis).groupby(list(by), sort=True)
    table = rows.agg(
        packages=("package_id", "size"),
        people=("person_id", "nunique"),
        carer_hours=("carer_hours_week", "sum"),
        cost=("cost", "sum"),
    ).reset_index()
    cost = table.pop("cost").to_numpy(float)
    table["weekly_pence"] = whole_pence(cost, round(float(cost.sum())))
    hours = table["carer_hours"]
    table["average_pence"] = table["weekly_pence"] / hours.where(hours > 0)
    table.insert(0, "base", basis)
    table.insert(1, "prices", "contract prices")
    return table


@once_for("packages")
def _hours_by(world: World, scenario: Scenario, level: str, basis: HoursBasis) -> dict[str, float]:
    hours = (
        _of_basis(demand.packages(world, scenario), basis).groupby(level)["carer_hours_week"].sum()
    )
    return {str(name): float(value) for name, value in hours.items()}


def _of_basis(frame: pd.DataFrame, basis: HoursBasis) -> pd.DataFrame:
    return frame[frame["maintenance"].to_numpy(bool)] if basis == "maintenance" else frame
