"""The notebook of one reading: faults and notices, gathered as they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from solver.errors import Fault, InputError
from solver.intake.tables import Notice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import numpy.typing as npt


MOST_HINTS = 100
"""Words of one reading for which the nearest known one is looked up."""
MOST_COMPARED = 1_000_000
"""Known words that are looked at for that, over one reading."""


class Findings:
    """What one reading found, in the order in which it was found.

    Faults stop the load, all of them listed at once; notices do not.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.notices: list[Notice] = []
        self._spoilt: dict[str, set[int]] = {}
        self._hints = 0
        self._compared = 0

    def fault(
        self,
        file: str,
        row: int | None,
        column: str,
        message: str,
        cure: str = "",
        *,
        repair: str = "",
    ) -> None:
        """Add a fault."""
        self.faults.append(Fault(file, row, column, message, cure, repair))

    def spoil(self, file: str, row: int) -> None:
        """Remember that a row holds a filler, so that no later check judges it."""
        self._spoilt.setdefault(file, set()).add(row)

    def sound(self, file: str, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Say for each row of a file whether all its cells could be read."""
        return ~np.isin(rows, list(self._spoilt.get(file, ())))

    def notice(self, file: str, row: int | None, column: str, message: str) -> None:
        """Add a notice."""
        self.notices.append(Notice(file, row, column, message))

    def hint(self, word: str, known: Collection[str], *, least: float = 60.0) -> str:
        """Return what :func:`hint` does, for the first :data:`MOST_HINTS` words of a reading.

        Where more are wrong a whole column is, and no spelling helps. Nor are more than
        :data:`MOST_COMPARED` known words looked at in all.
        """
        self._hints += 1
        self._compared += len(known)
        if self._hints > MOST_HINTS or self._compared > MOST_COMPARED:
            return ""
        return hint(word, known, least=least)

    def raise_if_any(self) -> None:
        """Raise every fault found so far, by file and row.

        Raises
        ------
        InputError
            When there is at least one fault.
        """
        if self.faults:
            raise InputError(sorted(self.faults, key=_place))

    def sorted_notices(self) -> tuple[Notice, ...]:
        """Notices by file and row."""
        return tuple(sorted(self.notices, key=_place))


def _place(item: Fault | Notice) -> tuple[str, int]:
    return item.file, item.row or 0


def quoted(text: str) -> str:
    """Quote a cell for a message: one line, no control characters, 40 at most."""
    shown = text
    if not text.isprintable():
        shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    return f"“{shown[:39]}…”" if len(shown) > 40 else f"“{shown}”"


def nearest(word: str, known: Collection[str], *, least: float = 60.0) -> str:
    """Return the known word that is spelt most alike, or an empty string.

    Parameters
    ----------
    least
        Likeness from which a word is worth suggesting, 0 to 100
        (:func:`rapidfuzz.fuzz.ratio`).
    """
    found = process.extractOne(
        word, sorted(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=least
    )
    return str(found[0]) if found else ""


def hint(word: str, known: Collection[str], *, least: float = 60.0) -> str:
    """Return "Did you mean “…”?" with the nearest known word, or nothing."""
    found = nearest(word, known, least=least)
    return f"Did you mean {quoted(found)}?" if found else ""


def listed(words: Iterable[str], most: int = 8) -> str:
    """Write words as a list for a sentence, the first few and how many more."""
    items = list(words)
    shown = ", ".join(items[:most])
    return f"{shown} and {len(items) - most:,} more" if len(items) > most else shown
