"""What a column and a table are, as data: the words that a schema is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "id",
    "text",
    "whole",
    "degrees",
    "postcode",
    "pounds",
    "time",
    "minutes",
    "hours",
    "days",
    "yesno",
    "list",
    "shifts",
    "choice",
]
"""How the text of a cell is read (see :mod:`solver.intake.cells.values`)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an input table.

    Parameters
    ----------
    name
        As the officer writes it in the file.
    kind
        How its text is read.
    description
        What it means, one sentence.
    examples
        Two cells, for the example rows of the blank templates.
    unit
        Unit in the file, in words; empty where there is none.
    required
        True where the column must be there and no cell may be empty.
    default
        What an empty cell or an absent column is read as, written as in the
        file; empty means "none".
    default_note
        The default in words, where it depends on other columns.
    becomes
        Name in :class:`~solver.intake.tables.Tables`; empty keeps ``name``.
    refers
        Table whose id this column names.
    choices
        The words allowed, for ``choice``.
    or_else
        What else may be done about a word that is not among ``choices``; a sentence.
    least, most
        Smallest and largest number allowed, in the unit of the file.
    above
        Number that the cell must exceed, in the unit of the file.
    personal
        True where a cell tells where somebody lives or who they are: its value
        is never repeated in a message.
    lookup_only
        True where the column only serves to find others and is not stored.
    also
        Other names under which it is found.
    """

    name: str
    kind: Kind
    description: str
    examples: tuple[str, str]
    unit: str = ""
    required: bool = False
    default: str = ""
    default_note: str = ""
    becomes: str = ""
    refers: str = ""
    choices: tuple[str, ...] = ()
    or_else: str = ""
    least: float | None = None
    most: float | None = None
    above: float | None = None
    personal: bool = False
    lookup_only: bool = False
    also: tuple[str, ...] = ()

    @property
    def stored(self) -> str:
        """Name of the column once read."""
        return self.becomes or self.name


@dataclass(frozen=True, slots=True)
class Table:
    """One input table.

    Parameters
    ----------
    name
        Stem of its file: ``people`` is read from ``people.csv`` or ``.xlsx``.
    description
        What a row is, and what the table is for.
    columns
        In the order of the templates.
    required
        True where a world cannot do without it.
    key
        Columns that together may not repeat.
    places
        True where a row is placed by ``postcode`` or by ``lon`` and ``lat``.
    """

    name: str
    description: str
    columns: tuple[Field, ...]
    required: bool = True
    key: tuple[str, ...] = ()
    places: bool = False
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False)
    by_plain: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})
        plain = {
            plain_name(name): column.name
            for column in self.columns
            for name in (*column.also, column.name)
        }
        object.__setattr__(self, "by_plain", plain)

    def find(self, written: str) -> str:
        """Return the name of the column that a header means, or an empty string."""
        return self.by_plain.get(plain_name(written), "")


def plain_name(written: str) -> str:
    """Return a column name without regard to capitals, spaces, hyphens and underscores.

    >>> plain_name("Person ID") == plain_name("person_id")
    True
    """
    return re.sub(r"[\s_-]+", "", written.casefold())
