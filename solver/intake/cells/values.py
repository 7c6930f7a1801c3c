"""Text of a cell → value, one reader for each kind of column.

Every reader takes the stripped text of a cell that is not empty and returns
the value, or raises :class:`BadValue` with what is wrong and the cure. The
text itself is put into the message by the caller, who knows whether the column
is personal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from solver.domain import DAYS
from solver.intake.cells.limits import MOST_SIGNS, BadValue
from solver.intake.cells.numbers import read_number, read_pounds, read_whole
from solver.intake.cells.when import (
    day_of,
    read_days,
    read_hours,
    read_minutes,
    read_shifts,
    read_time,
)
from solver.intake.cells.words import is_error, known_word, plain_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solver.intake.schema.columns import Field


def read_value(text: str, column: Field) -> Any:
    """Read the stripped, non-empty text of a cell of ``column``.

    Raises
    ------
    BadValue
        When the text does not say what the column needs.
    """
    if is_error(text):
        raise BadValue(
            "is what a spreadsheet shows where a formula failed.",
            "Mend the formula, or write the value.",
        )
    return _READERS[column.kind](text, column)


def read_id(text: str, _column: Field) -> str:
    """Return an id as written: ``007`` and ``NA`` stay what they are."""
    if len(text) > MOST_SIGNS:
        raise BadValue(
            f"is {len(text):,} characters long.", f"Write {MOST_SIGNS} at most, on one line."
        )
    return text


_YES = {"yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0"}


def read_yesno(text: str, _column: Field) -> bool:
    """Read yes or no (also true, false, 1, 0)."""
    word = plain_word(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValue("is neither yes nor no.", "Write yes or no.")


def read_choice(text: str, column: Field) -> str:
    """Read one of the column's words, whatever its capitals and spaces."""
    word = known_word(text, column.choices)
    if not word and column.choices == DAYS:
        word = day_of(text)
    if word:
        return word
    others = f" {column.or_else}" if column.or_else else ""
    raise BadValue("is not one of the words allowed.", f"Choose {_or(column.choices)}.{others}")


def read_list(text: str, column: Field) -> str:
    """Read ``a; b`` as ``a;b``: stripped, in the order written, each once."""
    items = dict.fromkeys(read_id(item.strip(), column) for item in text.split(";"))
    return ";".join(item for item in items if item)


_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")


def read_postcode(text: str, _column: Field) -> str:
    """Read a postcode as ``LE15 6AA``, whatever its spaces and capitals."""
    match = _POSTCODE.fullmatch(plain_word(text).upper())
    if match is None:
        raise BadValue(
            "does not have the form of a postcode.",
            "Write it as LE15 6AA; look for the letter O in place of 0, or I in place of 1.",
        )
    return f"{match[1]} {match[2]}"


def _or(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


_READERS: Mapping[str, Callable[[str, Field], Any]] = {
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
