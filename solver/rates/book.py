"""The book: dated values, and the set that holds on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from solver.errors import RatesError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.domain import Mode

UNITS = (
    "pounds an hour",
    "pounds a week",
    "pence a mile",
    "share",
    "hours a week",
    "kg CO2e a mile",
)

BAND = "band "
"""A rate whose name begins so is the price of a carer-hour in that band."""


@dataclass(frozen=True, slots=True)
class DatedRate:
    """One value from one day on.

    Parameters
    ----------
    name, title, unit
        What it is; ``unit`` is one of :data:`UNITS`.
    from_date
        First day on which it holds.
    value
        The value in its unit; ``None`` where it is not established.
    source
        Where it comes from, or why it is unknown. ``[GK]`` marks general
        knowledge that nobody has checked: a default to edit.
    own
        True where the world's own book says so.
    """

    name: str
    title: str
    unit: str
    from_date: dt.date
    value: Decimal | None
    source: str
    own: bool = False

    @property
    def checked(self) -> bool:
        """False where the source is general knowledge."""
        return self.own or "[GK]" not in self.source


@dataclass(frozen=True)
class Rates:
    """The rates of one day; the set with which a scenario is stamped.

    Parameters
    ----------
    day
        The day.
    rates
        One dated rate a name, in name order; unknown ones included.
    """

    day: dt.date
    rates: tuple[DatedRate, ...]

    @cached_property
    def _by_name(self) -> dict[str, DatedRate]:
        return {rate.name: rate for rate in self.rates}

    def has(self, name: str) -> bool:
        """Tell whether the book has a rate of that name, established or not."""
        return name in self._by_name

    def rate(self, name: str) -> DatedRate:
        """Give the dated rate of that name.

        Raises
        ------
        RatesError
            When the book has no such rate on the day, or it is not established.
        """
        rate = self._by_name.get(name)
        if rate is None:
            raise RatesError(
                f"The book of rates has no {name!r} on {self.day:%-d %B %Y}; "
                f"add it to the world's rates.toml with a date and a source."
            )
        if rate.value is None:
            raise RatesError(
                f"{rate.title} is not established from {rate.from_date:%-d %B %Y} "
                f"({rate.source}), and {self.day:%-d %B %Y} was asked for. Give it as [{name}] "
                f"in the world's rates.toml, or choose an earlier day."
            )
        return rate

    def value(self, name: str) -> float:
        """Value in the rate's own unit (see :meth:`rate` for what it raises)."""
        return float(self.rate(name).value or 0)

    def pence(self, name: str) -> int:
        """Whole pence of a rate in pounds or in pence."""
        rate = self.rate(name)
        value = rate.value or Decimal(0)
        pence = value if rate.unit.startswith("pence") else value * 100
        if pence != int(pence):
            raise RatesError(f"{rate.title} is {value} {rate.unit}, which is not whole pence.")
        return int(pence)

    @property
    def rlw_pence(self) -> int:
        """Real Living Wage, pence an hour."""
        return self.pence("rlw")

    @property
    def nlw_pence(self) -> int:
        """National Living Wage, the legal minimum, pence an hour."""
        return self.pence("nlw")

    @property
    def wage_pence(self) -> int:
        """Wage of a carer, pence an hour.

        The world's own ``[wage]`` where its book has one; else the Real Living
        Wage, on which the proposed prices of [002 para 20] rest.
        """
        return self.pence("wage") if self.has("wage") else self.rlw_pence

    def mileage_pence(self, mode: Mode) -> int:
        """Mileage paid between visits, pence a mile, by mode of travel."""
        return self.pence(f"mileage_{mode}")

    def co2e_kg_per_mile(self, mode: Mode) -> float:
        """Carbon at the exhaust, kg CO2e a mile, by mode of travel."""
        return self.value(f"co2e_{mode}")

    @cached_property
    def band_pence(self) -> dict[str, int]:
        """Price of a carer-hour by band, pence; bands not established are absent."""
        names = [r.name for r in self.rates if r.name.startswith(BAND) and r.value is not None]
        return {name.removeprefix(BAND): self.pence(name) for name in names}

    def table(self) -> pd.DataFrame:
        """List the set.

        Returns
        -------
        DataFrame
            ``name, title, value, unit, from_date, source, own, checked``, one
            row a rate; ``value`` is NaN where it is not established.
        """
        return pd.DataFrame(
            {
                "name": [rate.name for rate in self.rates],
                "title": [rate.title for rate in self.rates],
                "value": [float("nan") if r.value is None else float(r.value) for r in self.rates],
                "unit": [rate.unit for rate in self.rates],
                "from_date": [rate.from_date.isoformat() for rate in self.rates],
                "source": [rate.source for rate in self.rates],
                "own": [rate.own for rate in self.rates],
                "checked": [rate.checked for rate in self.rates],
            }
        )

    def stamp(self) -> dict[str, Any]:
        """Plain values for a summary: ``{"day": …, name: {value, unit, from, source}}``."""
        plain: dict[str, Any] = {"day": self.day.isoformat()}
        for rate in self.rates:
            plain[rate.name] = {
                "value": None if rate.value is None else float(rate.value),
                "unit": rate.unit,
                "from": rate.from_date.isoformat(),
                "source": rate.source,
            }
        return plain


@dataclass(frozen=True)
class RateBook:
    """All dated rates, in name and date order.

    Parameters
    ----------
    rates
        Every dated value of every rate.
    """

    rates: tuple[DatedRate, ...]

    @classmethod
    def of(cls, rates: Iterable[DatedRate]) -> RateBook:
        """Make a book of dated values given in any order."""
        return cls(tuple(sorted(rates, key=lambda rate: (rate.name, rate.from_date))))

    def on(self, day: str | dt.date) -> Rates:
        """Give the set that holds on a day.

        Raises
        ------
        RatesError
            When ``day`` is no ISO date, or lies before everything in the book.
        """
        when = _day(day)
        held: dict[str, DatedRate] = {}
        for rate in self.rates:
            if rate.from_date <= when:
                held[rate.name] = rate
        if not held:
            first = min(rate.from_date for rate in self.rates)
            raise RatesError(
                f"No rate is known on {when:%-d %B %Y}: the book begins on {first:%-d %B %Y}."
            )
        return Rates(when, tuple(held[name] for name in sorted(held)))

    def history(self, name: str) -> tuple[DatedRate, ...]:
        """All dated values of one rate, in date order (empty for an unknown name)."""
        return tuple(rate for rate in self.rates if rate.name == name)

    def with_own(self, own: RateBook) -> RateBook:
        """Lay another book on top: from its first date on, only its values count."""
        first: dict[str, dt.date] = {}
        for rate in own.rates:
            first[rate.name] = min(rate.from_date, first.get(rate.name, rate.from_date))
        kept = [r for r in self.rates if r.name not in first or r.from_date < first[r.name]]
        return RateBook.of([*kept, *own.rates])


def _day(day: str | dt.date) -> dt.date:
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError as error:
        raise RatesError(
            f"{day!r} is not a date; write it as year-month-day, such as 2020-01-20."
        ) from error
