"""Names and notes from files stay text, wherever they are written.

A file may name a provider ``=HYPERLINK(...)`` or an area ``<img onerror=...>``.
Each place where text could turn into something else has its function here.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

from solver.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that begins so for a formula, or may
(https://owasp.org/www-community/attacks/CSV_Injection); the full-width forms
are read alike by some."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_DIRECTION = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FULL_POSTCODE = re.compile(
    r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE
)
_NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9._ -]+")
_WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

_TEXT_KINDS = pd.StringDtype | pd.CategoricalDtype

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold."""


def plain(text: str) -> str:
    """Drop control characters and marks that turn the direction of writing."""
    return _DIRECTION.sub("", _CONTROL.sub("", text))


def cell(text: str) -> str:
    """Make text safe for a cell of CSV or XLSX: a leading apostrophe where it could run.

    Spaces before the sign do not help it through.
    """
    kept = _DIRECTION.sub("", _CONTROL.sub("", text))
    if kept.startswith(FORMULA_STARTS) or kept.lstrip(" \u00a0").startswith(FORMULA_STARTS):
        kept = f"'{kept}"
    return kept[:LONGEST_CELL]


def cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Make every text of a frame safe for cells, headers too; numbers stay numbers."""
    safe = frame.copy()
    for position, kind in enumerate(frame.dtypes):
        if pd.api.types.is_object_dtype(kind) or isinstance(kind, _TEXT_KINDS):
            column = frame.iloc[:, position].astype(object)
            texts = column.map(_cell_or_same, na_action="ignore")
            safe.isetitem(position, texts.to_numpy(dtype=object))
    safe.columns = pd.Index([_cell_or_same(name) for name in frame.columns])
    return safe


def markup(text: str) -> str:
    """Escape text for HTML, inside elements and inside quoted attributes."""
    return html.escape(plain(text), quote=True)


def one_line(text: str) -> str:
    """Join text to one line without control characters, for labels and notes."""
    return " ".join(plain(text).split())


def check_public(texts: Iterable[str]) -> None:
    """Refuse text that may not stand in a public file: a full postcode can be one house.

    Raises
    ------
    PublishError
        With the text, and the cure.
    """
    for text in texts:
        if _FULL_POSTCODE.search(text):
            raise PublishError(
                f"“{one_line(text)[:60]}” holds a full postcode, which can be one house. Cut it to "
                "its first half (LE15) before it is published."
            )


def file_name(text: str, *, longest: int = 80) -> str:
    """Make a name that every system accepts: ``Zones, south`` → ``Zones south``.

    The ending is added afterwards. Accents are dropped; what is left empty or
    reserved becomes ``export``.
    """
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    flat = _NOT_IN_A_FILE_NAME.sub(" ", flat)
    flat = " ".join(flat.split())[:longest].strip(". -")
    if not flat or _WINDOWS_DEVICES.fullmatch(flat):
        return "export"
    return flat


def _cell_or_same(value: Hashable) -> Hashable:
    return cell(value) if isinstance(value, str) else value
