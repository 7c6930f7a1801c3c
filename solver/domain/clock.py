"""Clock times as officers write them, and the seconds that the solver counts."""

from __future__ import annotations

import re

DAY_S = 86_400
"""Seconds from midnight to midnight."""

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d))?")


def clock(seconds: int, *, exact: bool = False) -> str:
    """Write seconds since midnight as ``07:30``; a time past midnight says so.

    ``exact`` keeps the seconds: ``07:30:15``.

    >>> clock(27_000), clock(88_200), clock(27_015, exact=True)
    ('07:30', '00:30 +1', '07:30:15')
    """
    days, within_s = divmod(seconds, DAY_S)
    text = f"{within_s // 3_600:02d}:{within_s % 3_600 // 60:02d}"
    if exact:
        text += f":{within_s % 60:02d}"
    return f"{text} {days:+d}" if days else text


def seconds_of(text: str) -> int:
    """Read ``07:30``, ``7.30`` or ``07:30:00`` as seconds since midnight.

    Raises
    ------
    ValueError
        When the text is not a time of day.
    """
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a time of day such as 07:30")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3_600 + minutes * 60 + seconds
