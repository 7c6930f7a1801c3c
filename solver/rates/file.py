"""A book of rates as a file: the shipped one and a world's own."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solver.errors import RatesError
from solver.rates.book import BAND, UNITS, DatedRate, RateBook

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years outside of these are slips of the pen."""

DEFAULT_BOOK = Path(__file__).with_name("default.toml")


@cache
def default_rates() -> RateBook:
    """Read the book that ships with the program."""
    return RateBook.of(_parse(DEFAULT_BOOK.read_text(encoding="utf-8"), {}, own=False))


def read_rates(path: Path) -> RateBook:
    """Read the shipped book with a world's own on top.

    Parameters
    ----------
    path
        The world's ``rates.toml``; where there is none, the shipped book is given.

    Raises
    ------
    RatesError
        When the file is not TOML, or a value has no date, no source, the wrong
        unit or a negative or absurd amount, or an hourly rate is 0.
    """
    book = default_rates()
    if not path.exists():
        return book
    known = {rate.name: rate for rate in book.rates}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RatesError(f"{path.name} is not UTF-8 text; save it as UTF-8.") from error
    return book.with_own(RateBook.of(_parse(text, known, own=True)))


def _parse(text: str, known: Mapping[str, DatedRate], *, own: bool) -> list[DatedRate]:
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise RatesError(f"rates.toml is not TOML: {error}.") from error
    except (ValueError, RecursionError):  # a number of thousands of digits; tables in tables
        raise RatesError(
            "rates.toml is not TOML: a number is too long, or it is nested too deep."
        ) from None
    rates: list[DatedRate] = []
    for name, entry in data.items():
        rates.extend(_series(name, entry, known.get(name), own=own))
    return rates


_BLANK = DatedRate("", "", "", dt.date.min, None, "")


def _unit(name: str, known: DatedRate | None) -> str:
    """Give the unit where the file has none: the shipped rate's; pounds for wages and bands."""
    if known:
        return known.unit
    return "pounds an hour" if name == "wage" or name.startswith(BAND) else ""


def _series(name: str, entry: Any, known: DatedRate | None, *, own: bool) -> list[DatedRate]:
    if not isinstance(entry, dict) or not isinstance(entry.get("values"), list):
        raise RatesError(f"rates.toml: [{name}] needs a list of values, each with a date.")
    model = known or _BLANK
    unit = entry.get("unit", _unit(name, known))
    if unit not in UNITS or (known and unit != known.unit):
        want = known.unit if known else ", ".join(UNITS)
        raise RatesError(f"rates.toml: [{name}] unit {unit!r} should be: {want}.")
    title = str(entry.get("title", model.title or name))
    rates = [_dated(name, title, unit, item, own=own) for item in entry["values"]]
    days = [rate.from_date for rate in rates]
    for day in days:
        if days.count(day) > 1:
            raise RatesError(f"rates.toml: [{name}] has two values from {day.isoformat()}.")
    return rates


def _dated(name: str, title: str, unit: str, item: Any, *, own: bool) -> DatedRate:
    day = item.get("from") if isinstance(item, dict) else None
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        raise RatesError(f"rates.toml: [{name}] has a value without `from = 2020-04-01`.")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RatesError(
            f"rates.toml: [{name}] from {day.isoformat()} lies outside {FIRST_YEAR} to "
            f"{LAST_YEAR}; correct the year."
        )
    if "unknown" in item:
        return DatedRate(name, title, unit, day, None, str(item["unknown"]), own)
    raw = item.get("value")
    if isinstance(raw, bool) or not isinstance(raw, (int, Decimal)):
        raise RatesError(f"rates.toml: [{name}] from {day.isoformat()} has no number as value.")
    value = Decimal(raw)
    if value == 0 and unit == "pounds an hour":
        raise RatesError(
            f"rates.toml: [{name}] from {day.isoformat()} is 0 {unit}; write the rate, or take the "
            "value out."
        )
    most = 1 if unit == "share" else 1_000
    if not value.is_finite() or not 0 <= value <= most:
        raise RatesError(
            f"rates.toml: [{name}] from {day.isoformat()} is {value:.6g} {unit}; "
            f"it must lie between 0 and {most}."
        )
    source = str(item.get("source", "")).strip()
    if not source:
        raise RatesError(f"rates.toml: [{name}] from {day.isoformat()} needs a source.")
    return DatedRate(name, title, unit, day, value, source, own)
