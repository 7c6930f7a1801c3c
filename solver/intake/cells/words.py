"""Words as people and spreadsheets leave them, and the marks of a broken formula.

A word with a fixed meaning (a service, a band, a tier, a day, yes or no) is the
same word whatever its capitals, the spaces in it, and what programs leave
behind: zero-width characters, and control characters written out as
``_x000D_``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_REMAINS = re.compile(r"_x00[01][0-9a-f]_", re.IGNORECASE)
"""A control character as a workbook writes it out: ``_x000D_`` is the end of a line."""

ERRORS = frozenset(
    {
        "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
        "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA", "#PYTHON!",
    }
)  # fmt: skip
"""What a spreadsheet shows in place of the value of a formula that failed."""

_OTHER_ERRORS = re.compile(r"#{3,}|Err:\d{3}")
"""A number that was too wide for its column, and an error of LibreOffice without a name."""


def tidy(text: str) -> str:
    """Return text in small letters, without zero-width characters and remains of line ends.

    >>> tidy("Mon_x000D_")
    'mon'
    """
    plain = _REMAINS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    if plain.isascii() and plain.isprintable():
        return plain
    return "".join(
        sign for sign in plain if sign.isspace() or unicodedata.category(sign) not in ("Cf", "Cc")
    )


def plain_word(text: str) -> str:
    """Return what two spellings of one fixed word have in common.

    >>> plain_word("Bank\u200b Holiday ") == plain_word("bankholiday")
    True
    """
    return "".join(tidy(text).split())


def known_word(text: str, known: tuple[str, ...]) -> str:
    """Return the known word that a text means, as it is spelt there, or an empty string."""
    return _by_plain(known).get(plain_word(text), "")


@lru_cache(maxsize=64)
def _by_plain(known: tuple[str, ...]) -> dict[str, str]:
    return {plain_word(word): word for word in reversed(known)}


def is_error(text: str) -> bool:
    """Say whether a cell, or an item of its list, holds the error of a formula that failed."""
    if "#" not in text and "Err:" not in text:
        return False
    return any(
        part.upper() in ERRORS or _OTHER_ERRORS.fullmatch(part) is not None
        for part in ("".join(item.split()) for item in text.split(";"))
    )
