"""The closed loop: whether a band's price pays for the travel solved in it.

Solved minutes and miles per contact hour, by band, go through the price
build-up; the rate needed stands beside the rate offered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from solver.costs.bands import annual_pence
from solver.costs.buildup import (
    MINUTES_PER_HOUR,
    BuildUp,
    HourInputs,
    build_up,
    faster,
    hour_inputs,
)
from solver.costs.uplift import by_wage
from solver.errors import RatesError
from solver.rates.pay import on_cost_shares

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.domain.scenario import Weeks
    from solver.rates import Rates

SPEED_RANGE = 0.15
"""Speeds are taken 15 % slower and faster for the range."""

OVERRUN_RANGE = 0.05
"""The dear end of the range lets visits run 5 % over [GK]."""


@dataclass(frozen=True, slots=True)
class BandTravel:
    """Travel solved in one band, per contact hour.

    Parameters
    ----------
    band
        The band.
    contact_minutes
        Carer-minutes at the door that the figures rest on.
    travel_minutes, miles, waiting_minutes
        Between visits and waiting as working time, per contact hour.
    mileage_pence
        Pence a mile as paid, mixed over the modes in use.
    """

    band: str
    contact_minutes: float
    travel_minutes: float
    miles: float
    waiting_minutes: float
    mileage_pence: float


def band_travel(*days: pd.DataFrame) -> tuple[BandTravel, ...]:
    """Read travel per contact hour out of ``Score.by("band")``.

    Parameters
    ----------
    days
        The tables of one or more days; minutes, miles and mileage are added up.

    Returns
    -------
    tuple of BandTravel
        Bands without a contact minute are left out: nothing was solved there.
    """
    columns = ["contact_minutes", "travel_minutes", "waiting_minutes", "miles", "mileage"]
    total = pd.concat([day[columns] for day in days]).groupby(level=0).sum()
    rows = []
    for band, row in total.iterrows():
        contact = float(row["contact_minutes"])
        if contact <= 0:
            continue
        per_hour = MINUTES_PER_HOUR / contact
        miles = float(row["miles"])
        rows.append(
            BandTravel(
                band=str(band),
                contact_minutes=contact,
                travel_minutes=float(row["travel_minutes"]) * per_hour,
                miles=miles * per_hour,
                waiting_minutes=float(row["waiting_minutes"]) * per_hour,
                mileage_pence=float(row["mileage"]) / miles if miles else 0.0,
            )
        )
    return tuple(rows)


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
    wage_pence: int = 0,
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
    wage_pence
        A wage that replaces the dated one; 0 keeps it.

    Returns
    -------
    DataFrame
        Indexed by band, cheapest first: ``hours, offered_pence, travel_minutes,
        miles, waiting_minutes`` (per contact hour) ``, needed_pence,
        needed_with_waiting_pence, surplus_pence`` (offered − needed)
        ``, surplus_annual_pence, needed_low_pence, needed_high_pence`` (speed
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
        _row(item, ordered[0], rates, band_pence, hours_by_band, weeks, wage_pence)
        for item in ordered
    ]
    return pd.DataFrame(rows, index=pd.Index([item.band for item in ordered], name="band"))


def uplift_for_wage(
    travel: tuple[BandTravel, ...],
    rates: Rates,
    band_pence: Mapping[str, int],
    wage_to_pence: int,
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
    wage_to_pence
        The new wage, pence an hour.
    pass_through
        Share of the cost that the council passes into its rates.

    Raises
    ------
    RatesError
        When nothing was solved at all, or the pass-through is negative.
    """
    contact = sum(item.contact_minutes for item in travel)
    if not contact:
        raise RatesError("No travel is solved: score a plan first.")
    average = sum(item.travel_minutes * item.contact_minutes for item in travel) / contact
    solved = {item.band: item.travel_minutes for item in travel}
    paid = {band: MINUTES_PER_HOUR + solved.get(band, average) for band in band_pence}
    shares = on_cost_shares(rates, rates.wage_pence)
    on_cost = sum(share for _, share in shares)
    return by_wage(band_pence, wage_to_pence - rates.wage_pence, paid, on_cost, pass_through)


def premium_sentences(table: pd.DataFrame) -> tuple[str, ...]:
    """Say for each band above the cheapest what its premium buys and what it needs.

    Parameters
    ----------
    table
        From :func:`price_check`.

    Returns
    -------
    tuple of str
        Such as "Rural: £4.25 more buys 11.1 extra minutes of travel an hour;
        its rounds need 14.0 more than Urban."
    """
    cheapest = str(table.index[0]) if len(table) else ""
    said = []
    for band, row in table.iloc[1:].iterrows():
        extra = round(float(row["extra_minutes"]), 1)
        need = "the same as" if not extra else f"{abs(extra):.1f} {_more(extra)} than"
        said.append(
            f"{band}: £{row['premium_pence'] / 100:.2f} more buys {row['bought_minutes']:.1f} "
            f"extra minutes of travel an hour; its rounds need {need} {cheapest}."
        )
    return tuple(said)


def _more(extra: float) -> str:
    return "more" if extra > 0 else "fewer"


def band_build_up(item: BandTravel, rates: Rates, wage_pence: int = 0) -> BuildUp:
    """Build up the rate that a band's solved travel needs."""
    return build_up(_hour(item, rates, wage_pence))


def _hour(item: BandTravel, rates: Rates, wage_pence: int) -> HourInputs:
    hour = hour_inputs(rates, item.travel_minutes, item.miles, wage_pence)
    return replace(hour, mileage_pence=item.mileage_pence)


def _row(
    item: BandTravel,
    cheapest: BandTravel,
    rates: Rates,
    band_pence: Mapping[str, int],
    hours_by_band: Mapping[str, float],
    weeks: Weeks,
    wage_pence: int,
) -> dict[str, float]:
    hour = _hour(item, rates, wage_pence)
    needed = build_up(hour).price_pence
    offered = band_pence[item.band]
    hours = hours_by_band.get(item.band, 0.0)
    premium = offered - band_pence[cheapest.band]
    slow = replace(faster(hour, 1 - SPEED_RANGE), overrun=OVERRUN_RANGE)
    mph = item.miles / item.travel_minutes * MINUTES_PER_HOUR if item.travel_minutes else 0.0
    return {
        "hours": hours,
        "offered_pence": offered,
        "travel_minutes": item.travel_minutes,
        "miles": item.miles,
        "waiting_minutes": item.waiting_minutes,
        "needed_pence": round(needed),
        "needed_with_waiting_pence": round(
            build_up(replace(hour, waiting_minutes=item.waiting_minutes)).price_pence
        ),
        "surplus_pence": offered - round(needed),
        "surplus_annual_pence": annual_pence((offered - needed) * hours, weeks),
        "needed_low_pence": round(build_up(faster(hour, 1 + SPEED_RANGE)).price_pence),
        "needed_high_pence": round(build_up(slow).price_pence),
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
