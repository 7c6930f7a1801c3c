"""The rates that a scenario uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.domain import Scenario
    from solver.rates.book import Rates
    from solver.world import World


def rates_for(world: World, scenario: Scenario) -> Rates:
    """Give the dated set that a scenario uses: its own day, else the world's price base.

    Raises
    ------
    RatesError
        When the book begins later than that day.
    """
    return world.rates.on(scenario.prices.rates_on or world.tables.about.price_base)


def band_pence(world: World, scenario: Scenario) -> dict[str, int]:
    """Price of a carer-hour by band, pence: the scenario's over the book's.

    A band that neither names is absent; whoever prices an hour in it says so.
    """
    return {**rates_for(world, scenario).band_pence, **dict(scenario.prices.band_pence)}
