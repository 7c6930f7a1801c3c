"""Text of a cell → value, one reader for each kind of column.

Every reader takes the stripped text of a cell that is not empty and returns
the value, or raises :class:`BadValue` with what is wrong and the cure. The
text itself is put into the message by the caller, who knows whether the column
is personal.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from solver.domain import DAYS
from solver.domain.clock import DAY_S

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solver.intake.schema.columns import Column

LATEST_CLOCK_S = 27 * 3_600
"""Times count on past midnight, to three in the morning (27:00)."""


class BadValue(ValueError):
    """A cell that cannot be read: what is wrong, and the cure."""

    def __init__(self, wrong: str, cure: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.cure = cure


def read_value(text: str, column: Column) -> Any:
    """Read the stripped, non-empty text of a cell of ``column``.

    Raises
    ------
    BadValue
        When the text does not say what the column needs.
    """
    return _READERS[column.kind](text, column)


def read_id(text: str, _column: Column) -> str:
    """Return an id as written: ``007`` and ``NA`` stay what they are."""
    return text


def read_number(text: str, column: Column) -> float:
    """Read a decimal number, within ``least`` and ``most`` of the column."""
    try:
        value = float(text) if "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        hint = " Use a full stop for decimals." if "," in text else ""
        raise BadValue("is not a number.", f"Write a number.{hint}")
    return _within(value, column)


def read_whole(text: str, column: Column) -> int:
    """Read a whole number; ``2.0`` counts as one."""
    value = read_number(text, column)
    if value != int(value):
        raise BadValue("is not a whole number.", "Write a whole number.")
    return int(value)


def read_pounds(text: str, column: Column) -> int:
    """Read pounds (``£1,234.50`` or ``1234.5``) as whole pence."""
    bare = re.sub(r"^£\s*|(?<=\d),(?=\d{3}(\D|$))", "", text)
    try:
        pounds = Decimal(bare) if "_" not in bare else Decimal("nan")
    except InvalidOperation:
        pounds = Decimal("nan")
    if not pounds.is_finite():
        raise BadValue("is not an amount in pounds.", "Write it as 19.56.")
    pence = pounds * 100
    whole = round(pence)
    # a spreadsheet may have saved 20.2 as 20.200000000000003
    if abs(pence - whole) > Decimal("1e-6"):
        raise BadValue("is not in whole pence.", "Write pounds with two decimals.")
    _within(float(pounds), column)
    return int(whole)


_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?\s*([ap]\.?m\.?)?", re.IGNORECASE)


def read_clock(text: str) -> int:
    """Read ``07:30``, ``7:30 pm`` or ``24:15`` as seconds since midnight."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise BadValue("is not a time.", "Write hours and minutes with a colon, as 07:30.")
    hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hours <= 12:
            raise BadValue("is not a time.", "Use 24 hours, as 19:15, or 1 to 12 with am or pm.")
        hours = hours % 12 + (12 if match[4][0] in "pP" else 0)
    if minutes > 59 or seconds > 59:
        raise BadValue("is not a time.", "Minutes go from 00 to 59.")
    return hours * 3_600 + minutes * 60 + seconds


def read_time(text: str, column: Column) -> int:
    """Read a time of day; past midnight counts on, up to 27:00."""
    seconds = read_clock(text)
    _within(seconds / 3_600, column, most_words="27:00, three in the morning of the next day")
    return seconds


def read_minutes(text: str, column: Column) -> int:
    """Read a length in minutes as seconds."""
    seconds = read_number(text, column) * 60
    if abs(seconds - round(seconds)) > 1e-6:
        raise BadValue("is not a whole number of seconds.", "Write minutes, as 30.")
    return round(seconds)


def read_hours(text: str, column: Column) -> int:
    """Read hours, as ``37.5`` or ``37:30``, as seconds."""
    match = re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::00)?", text)
    if match is not None:
        hours = int(match[1]) + int(match[2]) / 60
        _within(hours, column)
        return int(match[1]) * 3_600 + int(match[2]) * 60
    return round(read_number(text, column) * 3_600)


_YES = {"yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0"}


def read_yesno(text: str, _column: Column) -> bool:
    """Read yes or no (also true, false, 1, 0)."""
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValue("is neither yes nor no.", "Write yes or no.")


def read_choice(text: str, column: Column) -> str:
    """Read one of the column's words, whatever its capitals."""
    word = text.casefold()
    if word in column.choices:
        return word
    if column.choices == DAYS and word in _DAY_NAMES:
        return DAYS[_DAY_NAMES[word]]
    raise BadValue("is not one of the words allowed.", f"Choose {_or(column.choices)}.")


def read_list(text: str, _column: Column) -> str:
    """Read ``a; b`` as ``a;b``: stripped, in the order written, each once."""
    items = dict.fromkeys(item.strip() for item in text.split(";"))
    return ";".join(item for item in items if item)


_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_NAMES: Mapping[str, int] = {
    **{day: i for i, day in enumerate(DAYS)},
    **{day: i for i, day in enumerate(_FULL_DAYS)},
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
_DAY_SETS: Mapping[str, int] = {"daily": 127, "weekdays": 31, "weekends": 96, "weekend": 96}


def read_days(text: str, _column: Column) -> int:
    """Read ``mon tue``, ``mon-fri`` or ``daily`` as a bitmask, bit 0 = Monday."""
    mask = 0
    for word in re.split(r"[\s,;/]+", re.sub(r"\s*[-–]\s*", "-", text.casefold())):
        if not word:
            continue
        if word in _DAY_SETS:
            mask |= _DAY_SETS[word]
            continue
        first, _, last = word.partition("-")
        if first not in _DAY_NAMES or (last or first) not in _DAY_NAMES:
            raise BadValue(
                "is not a list of days.",
                "Write daily, weekdays, weekends, mon-fri, or days such as mon wed fri.",
            )
        day, end = _DAY_NAMES[first], _DAY_NAMES[last or first]
        mask |= 1 << day
        while day != end:
            day = (day + 1) % 7
            mask |= 1 << day
    if not mask:
        raise BadValue("names no day.", "Write at least one day.")
    return mask


def read_shifts(text: str, _column: Column) -> str:
    """Read ``07:00-11:00; 16:00-22:30`` as ``25200-39600;57600-81000`` (seconds).

    An end before its start is past midnight. Shifts stand in order and do not
    overlap, so that their numbers in the rounds table mean the same.
    """
    cure = "Write shifts as 07:00-11:00; 16:00-22:30."
    spans: list[tuple[int, int]] = []
    for part in text.split(";"):
        if not part.strip():
            continue
        ends = re.split(r"\s*[-–]\s*", part.strip())
        if len(ends) != 2:
            raise BadValue("is not a list of shifts.", cure)
        start_s, end_s = read_clock(ends[0]), read_clock(ends[1])
        if start_s == end_s:
            raise BadValue("has a shift that ends when it starts.", cure)
        if end_s < start_s:
            end_s += DAY_S
        if start_s >= DAY_S:
            raise BadValue("has a shift that starts past midnight.", "Put it on the next day.")
        if spans and start_s < spans[-1][1]:
            raise BadValue("has shifts that overlap or are out of order.", "Write them in order.")
        if end_s - start_s > DAY_S:
            raise BadValue("has a shift longer than a day.", cure)
        spans.append((start_s, end_s))
    if not spans:
        raise BadValue("names no shift.", cure)
    return ";".join(f"{start_s}-{end_s}" for start_s, end_s in spans)


_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")


def read_postcode(text: str, _column: Column) -> str:
    """Read a postcode as ``LE15 6AA``, whatever its spaces and capitals."""
    match = _POSTCODE.fullmatch(re.sub(r"\s+", "", text).upper())
    if match is None:
        raise BadValue(
            "does not have the form of a postcode.",
            "Write it as LE15 6AA; look for the letter O in place of 0, or I in place of 1.",
        )
    return f"{match[1]} {match[2]}"


def _within(value: float, column: Column, *, most_words: str = "") -> float:
    if column.least is not None and value < column.least:
        if column.least >= 0 > value:
            raise BadValue("is negative.", f"Write {column.least:g} or more.")
        raise BadValue("is too small.", f"The least is {column.least:g}.")
    if column.most is not None and value > column.most:
        most = most_words or f"{column.most:,.0f} {column.unit}".strip()
        raise BadValue("is too large.", f"The most is {most}.")
    return value


def _or(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


_READERS: Mapping[str, Callable[[str, Column], Any]] = {
    "id": read_id,
    "text": read_id,
    "whole": read_whole,
    "degrees": read_number,
    "postcode": read_postcode,
    "pounds": read_pounds,
    "time": read_time,
    "minutes": read_minutes,
    "hours": read_hours,
    "days": read_days,
    "yesno": read_yesno,
    "list": read_list,
    "shifts": read_shifts,
    "choice": read_choice,
}
