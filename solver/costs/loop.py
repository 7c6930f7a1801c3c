"""The closed loop: whether a band's price pays for the travel solved in it.

Solved minutes and miles per contact hour, by band, go through the price
build-up; the rate needed stands beside the rate offered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from solver.costs.bands import annual_pence
from solver.costs.buildup import MINUTES_PER_HOUR, faster
from solver.costs.needed import BY_THE_RATES, band_build_up, hour_of, sector_pence
from solver.errors import RatesError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solver.costs.buildup import HourInputs
    from solver.costs.needed import PayTerms
    from solver.costs.travel import BandTravel
    from solver.domain.scenario import Weeks
    from solver.rates import Rates

SPEED_RANGE = 0.15
"""Speeds are taken 15 % slower and faster for the range."""

OVERRUN_RANGE = 0.05
"""The dear end of the range lets visits run 5 % over [GK]."""


def minutes_bought(
    premium_pence: float, *, wage_pence: float, on_cost: float, mph: float, mileage_pence: float
) -> float:
    """Extra travel minutes per contact hour that a premium pays for [002 paras 15, 18, 35].

    A minute of travel costs ``wage ÷ 60 × (1 + on-costs) + mph ÷ 60 × pence a
    mile``. The whole premium goes into travel: none of it into running costs
    or surplus.

    Parameters
    ----------
    premium_pence
        Rate over that of the cheapest band, pence an hour.
    wage_pence, on_cost
        Pay an hour, and on-costs as a share of gross pay.
    mph, mileage_pence
        Speed between visits, miles an hour, and pence a mile.
    """
    minute = wage_pence / MINUTES_PER_HOUR * (1 + on_cost)
    minute += mph / MINUTES_PER_HOUR * mileage_pence
    return premium_pence / minute


def price_check(
    travel: tuple[BandTravel, ...],
    rates: Rates,
    band_pence: Mapping[str, int],
    hours_by_band: Mapping[str, float],
    weeks: Weeks,
    terms: PayTerms = BY_THE_RATES,
) -> pd.DataFrame:
    """Put the rate needed beside the rate offered, by band.

    Parameters
    ----------
    travel
        Solved travel per contact hour, from today's plan or a new one.
    rates
        Rates of the day.
    band_pence
        Band → rate offered, pence a carer-hour.
    hours_by_band
        Band → carer-hours a week, for the yearly figure; the base is the caller's.
    weeks
        Weeks in a year.
    terms
        What is set in place of the rates: wage, mileage, on-costs.

    Returns
    -------
    DataFrame
        Indexed by band, cheapest first: ``hours, offered_pence, travel_minutes,
        miles, waiting_minutes`` (per contact hour) ``, needed_pence,
        needed_with_waiting_pence, sector_pence`` (the Homecare Association's
        price of the year, missing where it is not known) ``, surplus_pence``
        (offered − needed, whole pence) ``, surplus_annual_pence`` (that × hours
        × weeks) ``, needed_low_pence, needed_high_pence`` (speed
        ± 15 %, the high end with visits 5 % over) ``, premium_pence``
        (over the cheapest band) ``, bought_minutes`` (extra travel that the
        premium buys at this band's own speed) ``, extra_minutes`` (extra
        travel solved against the cheapest band).

    Raises
    ------
    RatesError
        When a band has no rate, or a rate of the day is not established.
    """
    unpriced = [item.band for item in travel if item.band not in band_pence]
    if unpriced:
        raise RatesError(
            f"The band {unpriced[0]!r} has no rate: give it one in the scenario or in rates.toml."
        )
    ordered = sorted(travel, key=lambda item: (band_pence[item.band], item.band))
    rows = [
        _row(item, ordered[0], rates, band_pence, hours_by_band, weeks, terms) for item in ordered
    ]
    return pd.DataFrame(rows, index=pd.Index([item.band for item in ordered], name="band"))


def premium_sentences(table: pd.DataFrame, *, invented: bool = False) -> tuple[str, ...]:
    """Say for each band above the cheapest what its premium buys and what it needs.

    Parameters
    ----------
    table
        From :func:`price_check`.
    invented
        True where the rounds are nobody's: each sentence says so.

    Returns
    -------
    tuple of str
        Such as "Rural: £4.25 more buys 11.1 extra minutes of travel an hour;
        its rounds need 14.0 more than Urban."
    """
    cheapest = str(table.index[0]) if len(table) else ""
    rounds = "invented rounds" if invented else "rounds"
    said = []
    for band, row in table.iloc[1:].iterrows():
        extra = round(float(row["extra_minutes"]), 1)
        need = "the same as" if not extra else f"{abs(extra):.1f} {_more(extra)} than"
        said.append(
            f"{band}: £{row['premium_pence'] / 100:.2f} more buys {row['bought_minutes']:.1f} "
            f"extra minutes of travel an hour; its {rounds} need {need} {cheapest}."
        )
    return tuple(said)


def _more(extra: float) -> str:
    return "more" if extra > 0 else "fewer"


def _row(
    item: BandTravel,
    cheapest: BandTravel,
    rates: Rates,
    band_pence: Mapping[str, int],
    hours_by_band: Mapping[str, float],
    weeks: Weeks,
    terms: PayTerms,
) -> dict[str, float | None]:
    def needed_pence(change: Callable[[HourInputs], HourInputs] = lambda hour: hour) -> int:
        return round(band_build_up(item, rates, terms, change).price_pence)

    hour = hour_of(item, rates, terms)
    needed = needed_pence()
    offered = band_pence[item.band]
    hours = hours_by_band.get(item.band, 0.0)
    premium = offered - band_pence[cheapest.band]
    mph = item.miles / item.travel_minutes * MINUTES_PER_HOUR if item.travel_minutes else 0.0
    return {
        "hours": hours,
        "offered_pence": offered,
        "travel_minutes": item.travel_minutes,
        "miles": item.miles,
        "waiting_minutes": item.waiting_minutes,
        "needed_pence": needed,
        "needed_with_waiting_pence": needed_pence(
            lambda one: replace(one, waiting_minutes=item.waiting_minutes)
        ),
        "sector_pence": sector_pence(rates),
        "surplus_pence": offered - needed,
        "surplus_annual_pence": annual_pence((offered - needed) * hours, weeks),
        "needed_low_pence": needed_pence(lambda one: faster(one, 1 + SPEED_RANGE)),
        "needed_high_pence": needed_pence(
            lambda one: replace(faster(one, 1 - SPEED_RANGE), overrun=OVERRUN_RANGE)
        ),
        "premium_pence": premium,
        "bought_minutes": minutes_bought(
            premium,
            wage_pence=hour.wage_pence,
            on_cost=sum(share for _, share in hour.on_costs),
            mph=mph,
            mileage_pence=item.mileage_pence,
        ),
        "extra_minutes": item.travel_minutes - cheapest.travel_minutes,
    }
