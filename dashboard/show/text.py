"""Words and numbers as a British officer reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

Writer = Callable[[float], str]

MINUTE_S = 60

LONG_MINUTES = 600
"""From here on minutes are written as hours."""


def pounds(pence: float) -> str:
    """Write pence as pounds, e.g. ``35_215_525 → "£352,155.25"``."""
    sign, amount = _signed(pence / 100, 2)
    return f"{sign}£{amount}"


def whole_pounds(pence: float) -> str:
    """Write pence as whole pounds."""
    sign, amount = _signed(pence / 100, 0)
    return f"{sign}£{amount}"


def millions(pence: float) -> str:
    """Write pence as millions of pounds, e.g. "£18.31m"."""
    sign = "−" if pence < 0 else ""
    return f"{sign}£{abs(pence) / 100_000_000:,.2f}m"


def number(value: float, decimals: int = 0) -> str:
    """Write a number with thousands separators and a true minus sign."""
    return "".join(_signed(value, decimals))


def _signed(value: float, decimals: int) -> tuple[str, str]:
    """Give the sign and the amount as written; what is rounded to nothing has no sign."""
    text = f"{abs(value):,.{decimals}f}"
    nothing = float(text.replace(",", "")) == 0
    return ("−" if value < 0 and not nothing else ""), text


def one_decimal(value: float) -> str:
    """Write a number with one decimal."""
    return number(value, 1)


def change(value: float, decimals: int = 0) -> str:
    """Write a change with its sign; nothing changed reads "0"."""
    text = number(value, decimals)
    if text.startswith("−") or float(text.replace(",", "")) == 0:
        return text
    return f"+{text}"


def money_change(pence: float) -> str:
    """Write a change of money with its sign, in whole pounds."""
    text = whole_pounds(pence)
    return text if pence < 0 or round(pence / 100) == 0 else f"+{text}"


def change_to_the_penny(pence: float) -> str:
    """Write a change of money with its sign, to the penny."""
    text = pounds(pence)
    return text if pence < 0 or round(pence) == 0 else f"+{text}"


def percent(share: float, decimals: int = 1) -> str:
    """Write a share of 1 as a percentage."""
    return f"{number(100 * share, decimals)}%"


def signed_share(share: float) -> str:
    """Write a difference as a signed percentage."""
    return f"{100 * share:+.0f}%".replace("-", "−")


def british_date(iso: str) -> str:
    """Write an ISO date as an officer reads it, e.g. "1 June 2026"."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def count(how_many: int, one: str, several: str | None = None) -> str:
    """Write "1 visit", "2 visits"."""
    return f"{how_many:,} {one if how_many == 1 else several or one + 's'}"


def _in(unit: str, decimals: int) -> Writer:
    return lambda value: f"{number(value, decimals)} {unit}".rstrip()


def _change_in(unit: str, decimals: int) -> Writer:
    return lambda value: f"{change(value, decimals)} {unit}".rstrip()


def _minutes(value: float) -> str:
    return f"{number(value, 1)} min" if abs(value) < LONG_MINUTES else f"{number(value / 60)} h"


def _change_minutes(value: float) -> str:
    return f"{change(value, 1)} min" if abs(value) < LONG_MINUTES else f"{change(value / 60)} h"


FIGURE_UNITS: defaultdict[str, Writer] = defaultdict(
    lambda: _in("", 0),
    {
        "pence": whole_pounds,
        "carer-hours": _in("h", 1),
        "minutes": _minutes,
        "carer-minutes": _minutes,
        "miles": _in("mi", 0),
        "kg CO2e": _in("kg CO2e", 0),
        "share": lambda value: percent(value, 0),
    },
)
"""How a figure of each unit is written."""

CHANGE_UNITS: defaultdict[str, Writer] = defaultdict(
    lambda: _change_in("", 0),
    {
        "pence": change_to_the_penny,
        "carer-hours": _change_in("h", 1),
        "minutes": _change_minutes,
        "carer-minutes": _change_minutes,
        "miles": _change_in("mi", 0),
        "kg CO2e": _change_in("kg CO2e", 0),
        "share": lambda value: f"{change(100 * value)} points",
    },
)
"""How a change of each unit is written."""
