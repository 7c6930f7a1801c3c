"""What the council pays for an hour of each package: a contract's own price, or a band's rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.base.areas import package_base
from solver.base.chosen_rates import band_pence, unpriced
from solver.base.world import once, once_for
from solver.rates import enhancement_factors
from solver.zones.assignment import assignment
from solver.zones.providers.called_on import called_on
from solver.zones.transfers import NO_CONTRACT, holding

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.areas import PackageBase
    from solver.base.world import World
    from solver.domain import Scenario
    from solver.zones.providers.called_on import CalledOn


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
    enhanced = _enhanced(world, *scenario.prices.enhancements)
    price = np.where(np.isnan(price), _band_rates(world, scenario) * enhanced, price)
    if np.isnan(price).any():
        row = int(np.flatnonzero(np.isnan(price))[0])
        raise unpriced(world, scenario, chosen.bands[chosen.band[base.area[row]]])
    return price


@once_for("package rates")
def package_band_rates(world: World, scenario: Scenario) -> npt.NDArray[np.float64]:
    """Pence a carer-hour of each package at the rate of its band alone [002 paras 20 and 39].

    Prices that contracts have of their own and enhancements are left out; see
    :func:`package_rates` for what is really paid.

    Returns
    -------
    (p,) float64, in package order.

    Raises
    ------
    RatesError
        When a package is in a band that has no rate.
    """
    base = package_base(world)
    chosen = assignment(world, scenario)
    rate = _band_rates(world, scenario)
    if np.isnan(rate).any():
        row = int(np.flatnonzero(np.isnan(rate))[0])
        raise unpriced(world, scenario, chosen.bands[chosen.band[base.area[row]]])
    return rate


def _band_rates(world: World, scenario: Scenario) -> npt.NDArray[np.float64]:
    """Rate of the band of each package, in package order; NaN where the band has none."""
    chosen = assignment(world, scenario)
    by_band = band_pence(world, scenario)
    rates = np.array([by_band.get(band, np.nan) for band in chosen.bands])
    return np.asarray(rates[chosen.band[package_base(world).area]])


@once_for("package rates")
def strategic_rates(world: World, scenario: Scenario) -> npt.NDArray[np.float64]:
    """Pence a carer-hour of each package, were it with a strategic provider of its zone.

    Strategic are the zone's prime providers, its supplementary ones where it has none [002 paras
    26 to 28]. They are paid their contract's own price, else the band's rate with the scenario's
    enhancements; where they are paid differently, the dearest counts.

    Returns
    -------
    (p,) float64, in package order; NaN where the zone has nobody to call on, or where the band's
    rate is needed and not known.
    """
    base = package_base(world)
    chosen = assignment(world, scenario)
    own = _own_prices(world)
    rate = _band_rates(world, scenario) * _enhanced(world, *scenario.prices.enhancements)
    gone, called = set(scenario.demand.leaving), called_on(world, scenario)
    found = np.full(len(rate), np.nan)
    for zone, name in enumerate(chosen.base_names):
        prices = _prices_of(base, called, name, gone, own)
        here = chosen.zone[base.area] == zone
        if prices:
            paid = [
                rate[here] if np.isnan(price) else np.full(here.sum(), price) for price in prices
            ]
            found[here] = np.max(paid, axis=0)
    return found


def _prices_of(
    base: PackageBase,
    called: CalledOn,
    zone: str,
    gone: set[str],
    own: npt.NDArray[np.float64],
) -> list[float]:
    """Own price of each strategic provider of a zone; NaN for one that is paid by the band."""
    for tier, named in (("prime", called.primes), ("supplementary", called.supplementary)):
        offered = [provider for provider in named.get(zone, ()) if provider not in gone]
        if offered:
            return [_price_of(base, provider, tier, own) for provider in offered]
    return []


def _price_of(
    base: PackageBase, provider_id: str, tier: str, own: npt.NDArray[np.float64]
) -> float:
    tiers = base.contracts["tier"]
    rows = base.provider_contracts.get(provider_id, ())
    return next((float(own[row]) for row in rows if tiers.iloc[row] == tier), float("nan"))


@once
def _own_prices(world: World) -> npt.NDArray[np.float64]:
    """Price of each contract of its own, pence a carer-hour; NaN where the band's rate holds."""
    prices = package_base(world).contracts["price_pence"]
    return np.asarray(prices.to_numpy(dtype=np.float64, na_value=np.nan))


@once
def _enhanced(world: World, *enhancements: tuple[str, int]) -> npt.NDArray[np.float64]:
    """Factor on the band's rate of each package, in package order."""
    return enhancement_factors(world.tables.visits, package_base(world).ids, enhancements)
