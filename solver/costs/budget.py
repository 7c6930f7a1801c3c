"""Budgets: what a sum buys, and the two ways in which councils print a series."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from solver.errors import RatesError

if TYPE_CHECKING:
    from collections.abc import Sequence


def incremental(absolute: Sequence[float]) -> tuple[float, ...]:
    """Turn yearly amounts into changes against the year before; the first year from nothing."""
    return tuple(after - before for before, after in pairwise((0, *absolute)))


def absolute(changes: Sequence[float]) -> tuple[float, ...]:
    """Turn changes against the year before into yearly amounts (003 B/R.5.005 is printed so)."""
    return tuple(accumulate(changes))


def projected(
    first_pence: float, years: int, *, rates: float = 0.0, hours: float = 0.0
) -> tuple[float, ...]:
    """Carry a yearly cost on: each year the rates and the hours rise by a share of the last.

    Parameters
    ----------
    first_pence
        Cost of the first year.
    years
        How many years, the first included.
    rates, hours
        Rise of the rates and of the hours from year to year, as shares.

    Raises
    ------
    RatesError
        When a rise would leave less than nothing, or there is no year.
    """
    if years < 1 or not (rates > -1 and hours > -1):
        raise RatesError("A budget needs a year or more, and rises above −100 %.")
    return tuple(first_pence * ((1 + rates) * (1 + hours)) ** year for year in range(years))


def hours_bought(budget_pence: float, rate_pence: float, weeks: float) -> float:
    """Carer-hours a week that a yearly budget buys at one rate."""
    return budget_pence / weeks / rate_pence


def direct_payment_knock_on(
    budget_pence: float, average_before_pence: float, average_after_pence: float, share: float = 1.0
) -> int:
    """Yearly cost of direct payments that follow the commissioned price.

    Budgets of direct payments are based on the pricing of the commissioned
    services [002 EHRIA], so a new average rate moves them by the same share:
    ``budget × share × (after ÷ before − 1)``.

    Parameters
    ----------
    budget_pence
        Direct payments a year.
    average_before_pence, average_after_pence
        Average commissioned rate before and after.
    share
        Part of the budget that buys home care (1 = the most that it can be).
    """
    return round(budget_pence * share * (average_after_pence / average_before_pence - 1))
