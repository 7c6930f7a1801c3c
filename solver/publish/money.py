"""Money of published tables: rounded hours times public rates, so it tells no more than they do.

Band rates are public. What contracts with prices of their own, and enhancements, come to is
one share for the whole county, rounded so that it tells of no few people. So the cost of a
row over its hours is a rate that everybody knows, and two packs at two rates differ by
nothing but the rates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver import demand, zones
from solver.base.chosen_rates import band_pence
from solver.publish.disclosure.rule import PAYS_MOST

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from solver.base.world import World
    from solver.domain import HoursBasis, Scenario
    from solver.publish.disclosure.rule import HidingRule


def uplift(world: World, scenario: Scenario, basis: HoursBasis, rule: HidingRule) -> float:
    """Say by what share contract prices are above band rates, over the whole county.

    Returns
    -------
    share
        Rounded to a step that is not finer than the share that ``threshold`` people have of
        all. 0 where fewer people than that are paid otherwise than at band rates, or where one
        provider is paid so much of it that the next could tell its money to within 10 %.

    Raises
    ------
    RatesError
        When a package is in a band that has no rate.
    """
    packages = demand.packages(world, scenario)
    hours = packages["carer_hours_week"].to_numpy(dtype=np.float64)
    if basis == "maintenance":
        hours = np.where(packages["service"] == "maintenance", hours, 0.0)
    at_rates = zones.package_band_rates(world, scenario) * hours
    paid = zones.package_rates(world, scenario) * hours
    apart = (np.abs(paid - at_rates) > 1e-6) & (hours > 0)
    people = packages.loc[hours > 0, "person_id"].nunique()
    if packages.loc[apart, "person_id"].nunique() < rule.threshold or at_rates.sum() <= 0:
        return 0.0
    if _one_is_told(paid[apart], packages.loc[apart, "provider_id"]):
        return 0.0
    step = rule.share_step(people)
    share = paid.sum() / at_rates.sum() - 1
    return float(round(round(share / step) * step, 6))


def costs(
    world: World, scenario: Scenario, table: pd.DataFrame, share: float, *, total: str
) -> npt.NDArray[np.float64]:
    """Pence a week of each row of a table of zones and bands, (r,) float64.

    Parameters
    ----------
    table
        ``zone, band, carer_hours_week`` with hours as shown, missing where hidden. A row of
        all bands costs what its shown bands cost; its hours in bands that are hidden cost
        the county's mean rate of those bands.
    share
        What contract prices add; see :func:`uplift`.
    total
        What stands for all zones or all bands.
    """
    rates = band_pence(world, scenario)
    rate = np.array([rates.get(name, np.nan) for name in table["band"]], dtype=np.float64)
    hours = table["carer_hours_week"].to_numpy(dtype=np.float64, na_value=np.nan)
    zone, band = table["zone"].to_numpy(), table["band"].to_numpy()
    county = {
        name: week
        for name, week, where in zip(band, hours, zone, strict=True)
        if where == total and name != total
    }
    for i in np.flatnonzero(band == total).tolist():
        rows = np.flatnonzero((zone == zone[i]) & (band != total))
        rate[i] = _mean_rate(hours[i], hours[rows], rate[rows], [county[band[j]] for j in rows])
    return rate * (1 + share) * hours


def _mean_rate(
    week: float,
    hours: npt.NDArray[np.float64],
    rates: npt.NDArray[np.float64],
    county: list[float],
) -> float:
    """Mean rate of a row of all bands, from what is shown of its bands."""
    seen = ~np.isnan(hours)
    weight = np.where(seen, hours, 0.0)
    rest = 0.0 if np.isnan(week) else max(week - weight.sum(), 0.0)
    if (~seen).any() and rest > 0:
        mix = np.nan_to_num(np.array(county))[~seen]
        mix = mix if mix.sum() > 0 else np.ones(len(mix))
        weight[~seen] = rest * mix / mix.sum()
    usable = ~np.isnan(rates)
    if not usable.any():
        return float("nan")
    if weight[usable].sum() <= 0:
        return float(rates[usable].mean())
    return float(np.average(rates[usable], weights=weight[usable]))


def _one_is_told(paid: npt.NDArray[np.float64], provider: pd.Series) -> bool:
    """Rule of p %: the second-largest provider knows its own money, and all of the total."""
    money = np.sort(np.bincount(np.unique(provider, return_inverse=True)[1], weights=paid))[::-1]
    rest = money[2:].sum()
    return bool(rest < PAYS_MOST * money[0])
