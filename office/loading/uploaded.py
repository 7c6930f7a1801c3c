"""Text of an uploaded list."""

from __future__ import annotations

from solver.errors import Fault, InputError

LARGEST_LIST = 20_000_000
"""Bytes of a list of areas or postcodes: more than any county's."""


def text_of(content: bytes, file: str = "list", cure: str = "Keep the columns needed.") -> str:
    """Read a list as UTF-8, else as Windows writes it.

    Raises
    ------
    InputError
        When it is larger than any county's list.
    """
    if len(content) > LARGEST_LIST:
        wrong = f"The list is larger than {LARGEST_LIST // 1_000_000} MB."
        raise InputError([Fault(file, None, "", wrong, cure)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
