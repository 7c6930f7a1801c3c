"""Budgets: what a sum buys, and the two ways in which councils print a series."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def incremental(absolute: Sequence[float]) -> tuple[float, ...]:
    """Turn yearly amounts into changes against the year before; the first year from nothing."""
    return tuple(after - before for before, after in pairwise((0, *absolute)))


def absolute(changes: Sequence[float]) -> tuple[float, ...]:
    """Turn changes against the year before into yearly amounts (003 B/R.5.005 is printed so)."""
    return tuple(accumulate(changes))


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
