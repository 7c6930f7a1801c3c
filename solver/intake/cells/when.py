"""Times, lengths, days and shifts: text of a cell → seconds, or a bitmask of days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from solver.domain import DAYS
from solver.domain.clock import DAY_S
from solver.intake.cells.limits import BadValue, within
from solver.intake.cells.numbers import read_number
from solver.intake.cells.words import plain_word, tidy
from solver.intake.files.moments import TimeCell, serial_clock_s

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.intake.schema.columns import Field

LATEST_CLOCK_S = 36 * 3_600
"""Times count on past midnight, to noon (36:00): a shift of the night may end as late."""

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?", re.IGNORECASE)


def read_clock(text: str) -> int:
    """Read ``07:30``, ``7:30 pm`` or ``24:15`` as seconds since midnight.

    A time that a spreadsheet keeps as a number is rounded to the minute that it
    shows; text with seconds is taken as written.
    """
    if isinstance(text, TimeCell):
        if text.is_date:
            raise BadValue("is a date without a time.", "Write hours and minutes, as 07:30.")
        return text.clock_s
    match = _CLOCK.fullmatch(text)
    if match is None:
        seconds = serial_clock_s(text)
        if seconds is not None:
            return seconds
        raise BadValue("is not a time.", "Write hours and minutes with a colon, as 07:30.")
    hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hours <= 12:
            raise BadValue("is not a time.", "Use 24 hours, as 19:15, or 1 to 12 with am or pm.")
        hours = hours % 12 + (12 if match[4][0] in "pP" else 0)
    if minutes > 59 or seconds > 59:
        raise BadValue("is not a time.", "Minutes go from 00 to 59.")
    return hours * 3_600 + minutes * 60 + seconds


def read_time(text: str, column: Field) -> int:
    """Read a time of day; past midnight counts on, up to 36:00."""
    seconds = read_clock(text)
    within(seconds / 3_600, column, most_words="36:00, noon of the next day")
    return seconds


def read_minutes(text: str, column: Field) -> int:
    """Read a length in minutes as seconds."""
    seconds = read_number(text, column) * 60
    if abs(seconds - round(seconds)) > 1e-6:
        raise BadValue("is not a whole number of seconds.", "Write minutes, as 30.")
    return round(seconds)


def read_hours(text: str, column: Field) -> int:
    """Read hours, as ``37.5`` or ``37:30``, as seconds."""
    match = re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::00)?", text)
    if match is not None:
        hours = int(match[1]) + int(match[2]) / 60
        within(hours, column)
        return int(match[1]) * 3_600 + int(match[2]) * 60
    return round(read_number(text, column) * 3_600)


_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_NAMES: Mapping[str, int] = {
    **{day: i for i, day in enumerate(DAYS)},
    **{day: i for i, day in enumerate(_FULL_DAYS)},
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
_DASH = "[-\u2010-\u2015\u2212]"
_DAY_SETS: Mapping[str, int] = {"daily": 127, "weekdays": 31, "weekends": 96, "weekend": 96}


def day_of(text: str) -> str:
    """Return the day that a word names, as the tables spell it, or an empty string."""
    number = _DAY_NAMES.get(plain_word(text))
    return "" if number is None else DAYS[number]


def read_days(text: str, _column: Field) -> int:
    """Read ``mon tue``, ``mon-fri`` or ``daily`` as a bitmask, bit 0 = Monday."""
    mask = 0
    words = re.split(r"[\s,;/]+", re.sub(rf"\s*{_DASH}\s*", "-", tidy(text)))
    for word in (plain_word(text),) if plain_word(text) in _DAY_SETS else words:
        if not word:
            continue
        if word in _DAY_SETS:
            mask |= _DAY_SETS[word]
            continue
        first, dash, last = word.partition("-")
        if first not in _DAY_NAMES or (last or (not dash and first)) not in _DAY_NAMES:
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


def read_shifts(text: str, _column: Field) -> str:
    """Read ``07:00-11:00; 16:00-22:30`` as ``25200-39600;57600-81000`` (seconds).

    An end before its start is past midnight. Shifts stand in order and do not
    overlap, so that their numbers in the rounds table mean the same.
    """
    cure = "Write shifts as 07:00-11:00; 16:00-22:30."
    spans: list[tuple[int, int]] = []
    for part in tidy(text).split(";"):
        if not part.strip():
            continue
        ends = re.split(rf"\s*{_DASH}\s*", part.strip())
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
