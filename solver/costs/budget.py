"""Budgets: what a sum buys, and the two ways in which councils print a series."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class NewRates:
    """When new rates begin to be paid.

    Parameters
    ----------
    begin
        First day on which they are paid.
    complete
        First day on which every package has them; packages change evenly in between. The same as
        ``begin`` where all change at once.
    """

    begin: dt.date
    complete: dt.date

    def share(self, year: int) -> float:
        """Share of a financial year's cost that is at the new rates, by days.

        Parameters
        ----------
        year
            Calendar year in which the financial year begins, on 1 April.
        """
        first, after = dt.date(year, 4, 1), dt.date(year + 1, 4, 1)
        return (self._days(after) - self._days(first)) / (after - first).days

    def _days(self, until: dt.date) -> float:
        """Count the days at new rates before a day; during the change, by the packages changed."""
        change = (self.complete - self.begin).days
        since = (until - self.begin).days
        if since <= 0:
            return 0.0
        if since >= change:
            return since - change / 2
        return since * since / (2 * change)


@dataclass(frozen=True, slots=True)
class FinancialYear:
    """A financial year of a budget: what is spent at the old rate and at the new ones, pence."""

    year: int
    share: float
    before_pence: float
    after_pence: float

    @property
    def name(self) -> str:
        """As councils write it: ``2020/21``."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def spent_pence(self) -> float:
        """What is spent in the year."""
        return self.before_pence + self.after_pence


def financial_year(day: dt.date) -> int:
    """Give the calendar year in which the financial year of a day began, on 1 April."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def pro_rata(
    before_pence: Sequence[float], after_pence: Sequence[float], first: int, new: NewRates
) -> tuple[FinancialYear, ...]:
    """Share each financial year between the old rate and the new ones, by days.

    Parameters
    ----------
    before_pence, after_pence
        Cost of each whole year at the old rate and at the new ones, such as :func:`projected`.
    first
        Calendar year in which the first of them begins.
    new
        When the new rates begin.

    Raises
    ------
    RatesError
        When the change is complete before it begins.
    """
    if new.complete < new.begin:
        raise RatesError(
            f"Every package has the new rates from {new.complete:%-d %B %Y}, before they begin on "
            f"{new.begin:%-d %B %Y}: give a later day."
        )
    years = []
    for i, (before, after) in enumerate(zip(before_pence, after_pence, strict=True)):
        share = new.share(first + i)
        years.append(FinancialYear(first + i, share, before * (1 - share), after * share))
    return tuple(years)


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
