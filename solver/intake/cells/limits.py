"""What a cell may hold at most, and how a cell that cannot be read is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.intake.schema.columns import Field

MOST_SIGNS = 200
"""Longest name, id or word, in characters."""

FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
"""Dates outside of these are slips of the pen."""


class BadValue(ValueError):
    """A cell that cannot be read: what is wrong, and the cure."""

    def __init__(self, wrong: str, cure: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.cure = cure


def within(value: float, column: Field, *, most_words: str = "") -> float:
    """Return a number that lies within the limits of its column.

    Raises
    ------
    BadValue
        When it does not.
    """
    if column.above is not None and value <= column.above:
        raise BadValue(
            f"is not more than {column.above:g}.",
            f"Write more than {column.above:g}"
            f"{', or leave the cell empty' if not column.required else ''}.",
        )
    if column.least is not None and value < column.least:
        if column.least >= 0 > value:
            raise BadValue("is negative.", f"Write {column.least:g} or more.")
        raise BadValue("is too small.", f"The least is {column.least:g}.")
    if column.most is not None and value > column.most:
        most = most_words or f"{column.most:,.0f} {column.unit}".strip()
        raise BadValue("is too large.", f"The most is {most}.")
    return value
