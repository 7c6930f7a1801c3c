"""Carbon of the rounds: carers' own cars are scope 3 for the council."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.rates.pay import METRES_PER_MILE

if TYPE_CHECKING:
    import pandas as pd

    from solver.domain import Mode
    from solver.rates import Rates
    from solver.score import Score


def carbon_table(day: Score, rates: Rates, *, upstream: bool = False) -> pd.DataFrame:
    """Count legs, miles and CO2e by mode of travel.

    Parameters
    ----------
    day
        A scored plan.
    rates
        Rates of the day: kg CO2e a mile by mode (DESNZ).
    upstream
        True adds well-to-tank emissions of the fuel, where the book has them.

    Returns
    -------
    DataFrame
        Indexed by mode: ``legs, leg_share, miles, commute_miles, kg_per_mile,
        co2e_kg``. Walking and cycling emit nothing at the point of use.

    Raises
    ------
    RatesError
        When a factor is not established on that day.
    """
    legs = day.legs.assign(
        miles=(day.legs["length_m"] / METRES_PER_MILE).where(day.legs["kind"] == "between", 0.0),
        commute_miles=(day.legs["length_m"] / METRES_PER_MILE).where(
            day.legs["kind"] != "between", 0.0
        ),
    )
    groups = legs.groupby("mode")
    table = groups[["miles", "commute_miles"]].sum()
    table.insert(0, "legs", groups.size())
    table.insert(1, "leg_share", table["legs"] / max(1, len(legs)))
    table["kg_per_mile"] = [_factor(mode, rates, upstream=upstream) for mode in table.index]
    table["co2e_kg"] = (table["miles"] + table["commute_miles"]) * table["kg_per_mile"]
    return table


def _factor(mode: Mode, rates: Rates, *, upstream: bool) -> float:
    factor = rates.co2e_kg_per_mile(mode)
    if upstream and mode == "car":
        factor += rates.value("co2e_car_upstream")
    return factor
