"""Typed cells of a spreadsheet → the text that an officer sees there.

A time is kept as a fraction of a day, so 07:40 may be stored a second short of
itself (five decimals); it is rounded to the minute. A cell may hold a date that
its format hides; the text then says both, and :class:`TimeCell` remembers them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

_DAY_ZERO = dt.datetime(1899, 12, 30)
_MINUTE = dt.timedelta(minutes=1)

SERIALS = (20_000.0, 80_000.0)
"""Days since 30 December 1899 that are taken for a date, 1954 to 2119."""

_FRACTION = re.compile(r"0?\.\d{3,}")
_NUMBER = re.compile(r"\d{5}(\.\d+)?")
_NO_PART = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


class TimeCell(str):
    """Text of a cell that a spreadsheet keeps as a time, with what it keeps.

    Parameters
    ----------
    text
        As an officer would type it.
    clock_s
        Seconds since midnight, whole minutes; a length may be longer than a day.
    when
        The date and time, where the cell has a date.
    shows_time
        False where the format of the cell shows a date alone.
    """

    clock_s: int
    when: dt.datetime | None
    shows_time: bool

    def __new__(
        cls, text: str, clock_s: int, when: dt.datetime | None = None, *, shows_time: bool = True
    ) -> TimeCell:
        """Make the text, with what stands behind it."""
        made = super().__new__(cls, text)
        made.clock_s = clock_s
        made.when = when
        made.shows_time = shows_time
        return made

    @property
    def is_date(self) -> bool:
        """True where the cell says a date and no time of day."""
        return self.when is not None and not self.shows_time and self.clock_s == 0


def as_text(value: Any, *, shows_time: bool = True) -> str:
    """Write a typed cell as an officer would type it.

    A time is ``07:30``, a date ``2026-04-06``, a duration ``37:30``, a whole
    number has no decimals, a truth is yes or no.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.timedelta):
        return _clock(value.total_seconds())
    if isinstance(value, dt.time):
        return _clock(
            value.hour * 3_600 + value.minute * 60 + value.second + value.microsecond / 1e6
        )
    if isinstance(value, dt.datetime):
        when = to_the_minute(value)
        shown = f"{when:%Y-%m-%d}" if when.time() == dt.time() else f"{when:%Y-%m-%d %H:%M}"
        return TimeCell(shown, when.hour * 3_600 + when.minute * 60, when, shows_time=shows_time)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value).strip()


def _clock(seconds: float) -> str:
    whole = round(seconds / 60) * 60
    return TimeCell(f"{whole // 3_600:02d}:{whole % 3_600 // 60:02d}", whole)


def to_the_minute(when: dt.datetime) -> dt.datetime:
    """Round a date and time to the nearest minute."""
    down = when.replace(second=0, microsecond=0, tzinfo=None)
    late = when.second + when.microsecond / 1e6 >= 30
    return down + _MINUTE if late and down < dt.datetime.max - 2 * _MINUTE else down


def shows_hours(number_format: str) -> bool:
    """Say whether a number format shows the time of day: ``dd/mm/yyyy`` does not."""
    return "h" in _NO_PART.sub("", number_format).lower()


def serial_when(text: str) -> dt.datetime | None:
    """Read a date that a cell without a format shows as a number, such as ``46118.31944``."""
    if _NUMBER.fullmatch(text) is None or not SERIALS[0] <= float(text) <= SERIALS[1]:
        return None
    return to_the_minute(_DAY_ZERO + dt.timedelta(days=float(text)))


def serial_clock_s(text: str) -> int | None:
    """Read a time that a cell without a format shows as a number, such as ``0.31944``.

    Fewer than three decimals could be hours and minutes parted by a full stop
    (``0.30``), so they are no time.

    Returns
    -------
    Seconds since midnight, whole minutes; ``None`` where the text is no such number.
    """
    if _FRACTION.fullmatch(text):
        return round(float(text) * 1_440) * 60
    when = serial_when(text)
    return None if when is None else when.hour * 3_600 + when.minute * 60
