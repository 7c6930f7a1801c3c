"""The rates that a scenario uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.base.areas import area_base, band_order
from solver.base.world import once
from solver.errors import RatesError
from solver.rates.book import BAND
from solver.rates.carbon import carbon_basis

if TYPE_CHECKING:
    from solver.base.world import World
    from solver.domain import Scenario
    from solver.rates.book import Rates


def rates_for(world: World, scenario: Scenario) -> Rates:
    """Give the dated set that a scenario uses: its own day, else the world's price base.

    Raises
    ------
    RatesError
        When the book begins later than that day.
    """
    return _rates_on(world, scenario.prices.rates_on or world.tables.about.price_base)


@once
def _rates_on(world: World, day: str) -> Rates:
    """Look the book up on a day."""
    return world.rates.on(day)


def carbon_words(world: World, *scenarios: Scenario) -> str:
    """Say which factor stands behind the carbon of each scenario, each once.

    Raises
    ------
    RatesError
        When it is not established on a scenario's day.
    """
    said = (carbon_basis(rates_for(world, scenario)).words for scenario in scenarios)
    return " ".join(dict.fromkeys(said))


def band_pence(world: World, scenario: Scenario) -> dict[str, int]:
    """Price of a carer-hour by band, pence: the scenario's over the book's.

    A band that neither names is absent; whoever prices an hour in it says so.
    """
    return {**rates_for(world, scenario).band_pence, **dict(scenario.prices.band_pence)}


def known_bands(world: World, scenario: Scenario) -> tuple[str, ...]:
    """Name the bands that a scenario knows, nearest town first.

    A band is known where an area has it, or where the book of rates or the
    scenario gives it a price.
    """
    return band_order({*area_base(world).bands, *band_pence(world, scenario)})


def unpriced(world: World, scenario: Scenario, band: str) -> RatesError:
    """Make the error for a band that has no rate on the scenario's day, with the cure."""
    day = rates_for(world, scenario).day
    later = [rate for rate in world.rates.history(BAND + band) if rate.from_date > day]
    if later:
        return RatesError(
            f"The band {band!r} has no rate on {day:%-d %B %Y}: its first one holds from "
            f"{later[0].from_date:%-d %B %Y}. Give it one in the scenario, or an earlier one in "
            f"rates.toml."
        )
    return RatesError(
        f"The band {band!r} has no rate: give it one in the scenario or in rates.toml."
    )
