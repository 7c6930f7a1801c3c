"""Every fault that the solver raises, one root and a leaf for each kind.

A message names the value, where it stands and the cure, in words that an
officer can act on. No message carries a person's address.

::

    HomeroundsError
    ├── InputError           a file or a table cannot be used (faults listed)
    ├── RoadsError           an extract cannot become a road network
    ├── ScenarioError        a scenario does not fit the world or itself
    ├── RatesError           no dated rate covers the day asked for
    ├── PlanError            a plan cannot be read or breaks a rule
    └── PublishError         an export would be unsafe or cannot be written
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


MOST_SHOWN = 50
"""Faults that a message or a page lists; the count tells of the others."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an input, and what to do about it.

    Parameters
    ----------
    file
        Name of the file (never a path outside the world).
    row
        Row as the officer sees it in a spreadsheet (the header is row 1);
        ``None`` where the fault is of the whole file.
    column
        Column name, or an empty string.
    message
        What is wrong, with the value.
    cure
        What to do about it.
    repair
        Name of the repair that Homerounds can make when asked to; empty where
        there is none.
    """

    file: str
    row: int | None
    column: str
    message: str
    cure: str
    repair: str = ""

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f", row {self.row}"
        if self.column:
            where += f", column {self.column}"
        return f"{where}: {self.message} {self.cure}".rstrip()


class HomeroundsError(Exception):
    """Root of every error that Homerounds raises on purpose."""


class InputError(HomeroundsError, ValueError):
    """Files cannot be used; ``faults`` lists everything wrong at once.

    Parameters
    ----------
    faults
        All faults found, in file and row order. The message lists the first
        :data:`MOST_SHOWN` of them.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        many = len(self.faults)
        head = "1 fault found." if many == 1 else f"{many:,} faults found."
        lines = [str(fault) for fault in self.faults[:MOST_SHOWN]]
        more = [f"… and {many - MOST_SHOWN:,} more."] if many > MOST_SHOWN else []
        super().__init__("\n".join([head, *lines, *more]))


class RoadsError(HomeroundsError, ValueError):
    """An extract cannot become a road network, or a place cannot be routed."""


class ScenarioError(HomeroundsError, ValueError):
    """A scenario names something that the world does not have."""


class RatesError(HomeroundsError, ValueError):
    """No dated rate covers the day asked for."""


class PlanError(HomeroundsError, ValueError):
    """A plan cannot be read, or it breaks a rule."""


class PublishError(HomeroundsError, ValueError):
    """An export would be unsafe to publish, or cannot be written."""
