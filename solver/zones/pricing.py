"""What the council pays for an hour of each package: a contract's own price, or a band's rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.base.areas import package_base
from solver.base.chosen_rates import band_pence, unpriced
from solver.base.world import once, once_for
from solver.rates import enhancement_factors
from solver.zones.assignment import assignment
from solver.zones.transfers import NO_CONTRACT, holding

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import Scenario


@once_for("package rates")
def package_rates(world: World, scenario: Scenario) -> npt.NDArray[np.float64]:
    """Pence a carer-hour of each package: its contract's price, else its band's rate.

    The band's rate is raised by the scenario's enhancements (short visits,
    evenings, weekends, bank holidays), averaged over the package's hours.

    Returns
    -------
    (p,) float64, in package order.

    Raises
    ------
    RatesError
        When a package is paid the rate of a band that has none.
    """
    base = package_base(world)
    chosen = assignment(world, scenario)
    held = holding(world, scenario)
    own = _own_prices(world)
    known = held.contract != NO_CONTRACT
    price = np.where(known, own[np.where(known, held.contract, 0)], np.nan)
    by_band = band_pence(world, scenario)
    rate = np.array([by_band.get(band, np.nan) for band in chosen.bands])[chosen.band[base.area]]
    enhanced = _enhanced(world, *scenario.prices.enhancements)
    price = np.where(np.isnan(price), rate * enhanced, price)
    if np.isnan(price).any():
        row = int(np.flatnonzero(np.isnan(price))[0])
        raise unpriced(world, scenario, chosen.bands[chosen.band[base.area[row]]])
    return price


@once
def _own_prices(world: World) -> npt.NDArray[np.float64]:
    """Price of each contract of its own, pence a carer-hour; NaN where the band's rate holds."""
    prices = package_base(world).contracts["price_pence"]
    return np.asarray(prices.to_numpy(dtype=np.float64, na_value=np.nan))


@once
def _enhanced(world: World, *enhancements: tuple[str, int]) -> npt.NDArray[np.float64]:
    """Factor on the band's rate of each package, in package order."""
    return enhancement_factors(world.tables.visits, package_base(world).ids, enhancements)
