"""What is out already: the cells of earlier packs, and what a reader knows from them.

A pack is kept as it was published: names of cells, the areas that they count, rounded
figures or a ``*``. No person is in it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from solver.errors import PublishError
from solver.publish.disclosure.tables import Key, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from solver.publish.disclosure.rule import HidingRule
    from solver.publish.disclosure.tables import Linked

OVERLAP_DAYS: Final = 365
"""Data of days less than this apart are of one period: most of their people are the same."""


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """A number as it went out.

    Parameters
    ----------
    label
        What it is called on the table: ``Melton, Rural``.
    areas
        Ids of the areas that it counts.
    part
        Hours basis.
    people, hours
        Rounded; ``None`` where ``*`` stands.
    """

    label: str
    areas: tuple[str, ...]
    part: Part
    people: int | None
    hours: int | None

    @property
    def key(self) -> Key:
        """Which number it is."""
        return Key(frozenset(self.areas), self.part)


@dataclass(frozen=True, slots=True)
class PublicPack:
    """The numbers of one export.

    Parameters
    ----------
    name
        What officers call it: scenario and day.
    population
        Whose care it counts: the name of the county.
    period
        Day of the data, ISO.
    numbers
        Hash of the care of all areas: two packs of one hash count the same people.
    threshold
        Smallest number of people shown.
    """

    name: str
    population: str
    period: str
    numbers: str
    threshold: int
    cells: tuple[PublishedCell, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain values, to be kept as JSON."""
        return {**asdict(self), "cells": [asdict(cell) for cell in self.cells]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> PublicPack:
        """Read what :meth:`as_dict` wrote.

        Raises
        ------
        PublishError
            When it is not such a record: nothing can be published beside it.
        """
        try:
            cells = tuple(
                PublishedCell(**{**cell, "areas": tuple(cell["areas"])}) for cell in values["cells"]
            )
            return cls(**{**values, "cells": cells})
        except (KeyError, TypeError) as error:
            raise PublishError(
                "A line of the log of published figures cannot be read. Nothing can be published "
                "until it is there again: restore the data folder from its copy."
            ) from error


def relevant(packs: Iterable[PublicPack], population: str, period: str) -> tuple[PublicPack, ...]:
    """Keep the packs of the same population whose period overlaps."""
    return tuple(
        pack
        for pack in packs
        if pack.population == population and abs(_days(pack.period, period)) < OVERLAP_DAYS
    )


def check_not_lowered(packs: Sequence[PublicPack], rule: HidingRule) -> None:
    """Refuse a threshold below one that was published at.

    Raises
    ------
    PublishError
        With the pack, and the cure.
    """
    for pack in packs:
        if pack.threshold > rule.threshold:
            raise PublishError(
                f"“{pack.name}” was published with numbers of people below {pack.threshold} "
                f"hidden. With {rule.threshold} now, the two together would show numbers that it "
                f"hid. Choose {pack.threshold}."
            )


def known_before(
    numbers: Linked, packs: Sequence[PublicPack], of: str, rule: HidingRule
) -> npt.NDArray[np.bool_]:
    """Mark what a reader knows from earlier packs: (n,) bool.

    Where the county's files have changed since, a number that is small now was another one
    then, and is not known.
    """
    known = np.zeros(len(numbers.keys), dtype=bool)
    index = numbers.index()
    small = (numbers.people > 0) & (numbers.people < rule.threshold)
    for pack in packs:
        for cell in pack.cells:
            at = index[cell.key]
            if cell.people is not None and (pack.numbers == of or not small[at]):
                known[at] = True
    return known


def hidden_before(numbers: Linked, packs: Sequence[PublicPack]) -> npt.NDArray[np.bool_]:
    """Mark what stood as ``*`` in an earlier pack: (n,) bool. It stays hidden."""
    hidden = np.zeros(len(numbers.keys), dtype=bool)
    index = numbers.index()
    for pack in packs:
        hidden[[index[cell.key] for cell in pack.cells if cell.people is None]] = True
    return hidden


def teller(packs: Sequence[PublicPack], key: Key) -> tuple[str, str]:
    """Name an earlier pack, and a cell of it, that tells of a number: the smallest around it."""
    found = [
        (len(cell.areas), pack.name, cell.label)
        for pack in packs
        for cell in pack.cells
        if cell.people is not None and key.areas & set(cell.areas)
    ]
    if not found:
        return packs[-1].name, "the whole county"
    _, name, label = min(found)
    return name, label


def _days(one: str, other: str) -> int:
    """Days between; two days that cannot be read are taken to be one period."""
    try:
        return (date.fromisoformat(one) - date.fromisoformat(other)).days
    except ValueError:
        return 0
