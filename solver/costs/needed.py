"""The rate that an hour needs, and what a change of the wage adds to it: one method for both.

The method is the sector's price model (:mod:`solver.costs.buildup`), worked out at the wage of the
rates and at the wage that is asked about; the rise of the wage costs the difference. Whether
on-costs and the shares of the price (running costs, surplus) grow with the wage is a switch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from solver.costs.buildup import BuildUp, HourInputs, build_up, held_back, hour_inputs
from solver.costs.travel import average_travel
from solver.errors import RatesError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from solver.costs.travel import BandTravel
    from solver.rates import Rates

SECTOR_PRICE = "homecare_association"
"""The dated rate that holds the Homecare Association's minimum price."""


@dataclass(frozen=True, slots=True)
class PayTerms:
    """What an officer sets in place of the rates of the day.

    Parameters
    ----------
    wage_pence
        Pay an hour; 0 keeps that of the rates.
    mileage_pence
        Pence a mile by car, other modes in proportion; ``None`` keeps that of the rates.
    on_cost_share
        All on-costs together as a share of gross pay; ``None`` keeps those of the rates. The
        single ones keep their proportions.
    gross_on_costs
        True lets on-costs grow with a wage that replaces the dated one; False holds their pence.
    gross_running
        True lets running costs and surplus, which are shares of the price, grow with it; False
        holds their pence.
    """

    wage_pence: int = 0
    mileage_pence: float | None = None
    on_cost_share: float | None = None
    gross_on_costs: bool = True
    gross_running: bool = True


BY_THE_RATES = PayTerms()


def hour_of(item: BandTravel, rates: Rates, terms: PayTerms = BY_THE_RATES) -> HourInputs:
    """Take what an hour of a band takes and costs, from its travel, the rates and the terms.

    Raises
    ------
    RatesError
        When a rate is not established on that day, or there is no on-cost to raise.
    """
    hour = hour_inputs(rates, item.travel_minutes, item.miles, terms.wage_pence)
    dated = hour.mileage_pence
    mileage = item.mileage_pence
    if terms.mileage_pence is not None:
        mileage = mileage * terms.mileage_pence / dated if dated else terms.mileage_pence
    hour = replace(hour, mileage_pence=mileage)
    if terms.on_cost_share is None:
        return hour
    share = sum(share for _, share in hour.on_costs)
    if not share:
        raise RatesError("The rates have no on-costs that could be raised: give them a rate.")
    factor = terms.on_cost_share / share
    return replace(hour, on_costs=tuple((name, one * factor) for name, one in hour.on_costs))


def _as_it_is(hour: HourInputs) -> HourInputs:
    return hour


def band_build_up(
    item: BandTravel,
    rates: Rates,
    terms: PayTerms = BY_THE_RATES,
    change: Callable[[HourInputs], HourInputs] = _as_it_is,
) -> BuildUp:
    """Build up the rate that a band's solved travel needs, on the terms that are set.

    Parameters
    ----------
    change
        What else is different about the hour, at either wage (a slower speed, paid waiting).
    """
    hour = change(hour_of(item, rates, terms))
    after = build_up(hour)
    if terms.gross_on_costs and terms.gross_running:
        return after
    before = build_up(change(hour_of(item, rates, replace(terms, wage_pence=0))))
    return held_back(
        before, after, hour, on_costs=terms.gross_on_costs, running=terms.gross_running
    )


def wage_change_pence(item: BandTravel, rates: Rates, terms: PayTerms) -> int:
    """Say what the wage that is set adds to the rate that an hour needs, whole pence.

    The rate needed at that wage less the rate needed at the dated one, both to the penny: so
    tables of rates needed differ by it, and rates that follow the wage rise by it.
    """
    dated = replace(terms, wage_pence=0)
    return round(band_build_up(item, rates, terms).price_pence) - round(
        band_build_up(item, rates, dated).price_pence
    )


def uplift_for_wage(
    travel: Sequence[BandTravel],
    rates: Rates,
    band_pence: Mapping[str, int],
    terms: PayTerms,
    pass_through: float = 1.0,
) -> dict[str, int]:
    """Raise each band by what a new wage costs in it, with the travel solved there.

    Bands in which nothing was solved take the average travel of the others.

    Parameters
    ----------
    travel
        Solved travel per contact hour.
    rates
        Rates of the day: the wage before, and the on-costs.
    band_pence
        Band → pence a carer-hour before.
    terms
        The new wage, and whether on-costs and running costs grow with it.
    pass_through
        Share of the cost that the council passes into its rates (1 = all).

    Raises
    ------
    RatesError
        When nothing was solved at all, or the pass-through is negative.
    """
    if not pass_through >= 0:
        raise RatesError(f"A pass-through of {pass_through:.0%} is negative.")
    average = average_travel(travel)
    if average is None:
        raise RatesError("No travel is solved: score a plan first.")
    solved = {item.band: item for item in travel}
    return {
        band: pence
        + round(pass_through * wage_change_pence(solved.get(band, average), rates, terms))
        for band, pence in band_pence.items()
    }


def sector_pence(rates: Rates) -> int | None:
    """Give the Homecare Association's minimum price of the year; ``None`` where it is not known."""
    known = rates.has(SECTOR_PRICE) and any(
        rate.name == SECTOR_PRICE and rate.value is not None for rate in rates.rates
    )
    return rates.pence(SECTOR_PRICE) if known else None
