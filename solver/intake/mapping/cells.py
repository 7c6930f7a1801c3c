"""Cells of an export → cells as the tables have them: their words, dates and times read."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from solver.domain import DAYS
from solver.domain.clock import DAY_S
from solver.intake.cells.words import plain_word
from solver.intake.files.moments import TimeCell, serial_when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.intake.schema.columns import Kind

_DAY_ONE = dt.datetime(1900, 1, 1)
_DATED: tuple[Kind, ...] = ("days", "choice")
_CLOCKS: tuple[Kind, ...] = ("time", "minutes", "hours")
_HOURS = re.compile(r"%[HIcX]")
"""Codes of a format that say the time of day."""


class CellReader:
    """Takes one of our cells from a row of an export.

    Parameters
    ----------
    place
        Index of the cell in its row.
    kind
        Of our column.
    code
        How its dates and times are written, for :meth:`datetime.datetime.strptime`.
    words
        Their word → our word.
    """

    def __init__(self, place: int, kind: Kind, code: str, words: Mapping[str, str]) -> None:
        self.place = place
        self.kind: Kind = kind
        self.code = code
        self.words = {plain_word(theirs): word for theirs, word in words.items()}
        self.known: dict[tuple[str, bool], str] = {}

    def __call__(self, row: list[str]) -> str:
        """Read the cell of a row."""
        text = row[self.place]
        key = text, isinstance(text, TimeCell)
        if key not in self.known:
            self.known[key] = self._read(text)
        return self.known[key]

    def _read(self, text: str) -> str:
        word = self.words.get(plain_word(text), text) if self.words else text
        when = self._when(word)
        if when is None:
            return word  # the reader of the column lists it, with its row
        if self.kind in _DATED:
            return DAYS[when.weekday()]
        minutes = when.hour * 60 + when.minute + when.second / 60
        if self.kind == "minutes":
            return f"{minutes:g}"
        if self.kind == "hours":
            return f"{minutes / 60:.6g}"
        return f"{when:%H:%M:%S}"

    def _when(self, word: str) -> dt.datetime | None:
        """Read a date and time as its cell keeps it, else as the format says."""
        if isinstance(word, TimeCell):
            return self._of_cell(word)
        if not self.code or not word or (self.kind == "time" and not _HOURS.search(self.code)):
            return None
        try:
            return dt.datetime.strptime(word, self.code)
        except ValueError:
            return serial_when(word)

    def _of_cell(self, cell: TimeCell) -> dt.datetime | None:
        if self.kind in _DATED:
            return cell.when
        plain = cell.when is None or cell.is_date
        if self.kind not in _CLOCKS or cell.clock_s >= DAY_S or (self.kind == "time" and plain):
            return None  # a time alone reads as it stands, and a date alone is no time
        return _DAY_ONE + dt.timedelta(seconds=cell.clock_s)
