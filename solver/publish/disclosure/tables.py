"""What a reader knows: which numbers are sums of which others, over all tables at once.

Everything that is published counts people of areas. So each number is the sum of
*atoms*: an area, and a part of its care (maintenance, or other services) where
both bases of hours have gone out. Two tables that share areas share atoms,
whatever zones they are drawn in. A reader also knows:

- the margins: a zone is the sum of its cells, the county that of its zones;
- rounding: a shown number lies within half a step of what it says (the rules here
  assume more, that it is known exactly);
- rates: money is a product of shown hours and public rates, so it tells nothing
  that hours do not (:mod:`solver.publish.money`);
- that a zero is shown, so a number that is hidden without being a zero is at least 1,
  and each person has at least one visit of 15 minutes a week.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.sparse import coo_array, csc_array

from solver.errors import PublishError
from solver.publish.disclosure.rule import LEAST_HOURS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

Part = Literal["all planned", "maintenance", "other"]
"""Whose care a number counts. All planned is maintenance and other services together."""

ALL: Final[Part] = "all planned"
SPLIT: Final[tuple[Part, ...]] = ("maintenance", "other")


@dataclass(frozen=True, eq=False)
class Sums:
    """Which numbers add up to which: what a reader of the tables knows.

    Parameters
    ----------
    whole
        (s,) int64 index of the number that is a sum.
    parts
        For each sum, (k,) int64 indices of the numbers that it is the sum of.
    """

    whole: npt.NDArray[np.int64]
    parts: tuple[npt.NDArray[np.int64], ...]

    def matrix(self, count: int) -> coo_array:
        """Return the (s, count) matrix A with A x = 0 for every true table x."""
        rows = [np.full(len(part) + 1, i) for i, part in enumerate(self.parts)]
        columns = [np.append(part, self.whole[i]) for i, part in enumerate(self.parts)]
        signs = [np.append(np.ones(len(part)), -1.0) for part in self.parts]
        if not rows:
            return coo_array((0, count))
        return coo_array(
            (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns))),
            shape=(len(self.parts), count),
        )


@dataclass(frozen=True, slots=True)
class Key:
    """Which number it is: whose care of which areas, whatever a table calls it."""

    areas: frozenset[str]
    part: Part

    @property
    def atoms(self) -> frozenset[tuple[str, str]]:
        """Areas with the parts of their care."""
        parts = SPLIT if self.part == ALL else (self.part,)
        return frozenset((area, part) for area in self.areas for part in parts)


@dataclass(frozen=True, eq=False)
class Care:
    """The care of a county by area: the numbers that must not be told one by one.

    Parameters
    ----------
    areas
        Ids of the areas.
    people
        Part → (a,) int64 people; those of ``other`` have no maintenance, so that
        the two add up to all.
    holders
        Part → (a,) int64 people who have such care; those of ``other`` may have
        maintenance as well.
    hours
        Part → (a,) float64 carer-hours a week.
    """

    areas: tuple[str, ...]
    people: Mapping[str, npt.NDArray[np.int64]]
    holders: Mapping[str, npt.NDArray[np.int64]]
    hours: Mapping[str, npt.NDArray[np.float64]]

    def rows(self, areas: frozenset[str]) -> npt.NDArray[np.bool_]:
        """Mark some areas: (a,) bool.

        Raises
        ------
        PublishError
            When one of them is not an area of the county.
        """
        if not areas <= set(self.areas):
            missing = ", ".join(sorted(areas - set(self.areas))[:3])
            raise PublishError(f"The areas are not those of the county: {missing} is not there.")
        return np.array([area in areas for area in self.areas], dtype=bool)


@dataclass(frozen=True, eq=False)
class Linked:
    """Numbers of several tables as one system.

    Parameters
    ----------
    keys
        Which number each is; the first ``atoms`` of them are atoms.
    membership
        (n, atoms) float64: 1 where the atom is part of the number.
    people, holders
        (n,) int64: people counted, and people whose hours they are.
    hours
        (n,) float64 carer-hours a week.
    least
        (n,) int64 how many areas of it a reader knows to have somebody: as many people, each
        with a visit, are there at least. 0 of other services, which no table shows.
    """

    keys: tuple[Key, ...]
    membership: npt.NDArray[np.float64]
    least: npt.NDArray[np.int64]
    people: npt.NDArray[np.int64]
    holders: npt.NDArray[np.int64]
    hours: npt.NDArray[np.float64]

    @property
    def atoms(self) -> int:
        """How many of the numbers are atoms."""
        return self.membership.shape[1]

    @property
    def least_hours(self) -> npt.NDArray[np.float64]:
        """(n,) carer-hours below which a reader knows that it cannot be."""
        return np.minimum(self.least * LEAST_HOURS, self.hours)

    @property
    def equations(self) -> csc_array:
        """The (n - atoms, n) matrix A with A x = 0 for every true table x."""
        rest = self.membership[self.atoms :]
        return csc_array(np.hstack((rest, -np.eye(len(rest)))))

    def index(self) -> dict[Key, int]:
        """Where each number stands."""
        return {key: i for i, key in enumerate(self.keys)}


def linked(care: Care, keys: Sequence[Key]) -> Linked:
    """Make one system of numbers that several tables show or hide.

    Where both bases of hours are among them, care is split into maintenance and
    other services: the difference of two numbers of the same areas is a number too.
    """
    wanted = dict.fromkeys(keys)
    split = len({key.part for key in wanted}) > 1
    parts: tuple[Part, ...] = SPLIT if split else (next(iter(wanted)).part,)
    wanted |= dict.fromkeys(_differences(tuple(wanted)) if split else ())
    atoms = [Key(frozenset({area}), part) for part in parts for area in care.areas]
    every = [*atoms, *(key for key in wanted if key not in set(atoms))]
    place = {next(iter(key.areas)): i for i, key in enumerate(atoms[: len(care.areas)])}
    membership = np.zeros((len(every), len(atoms)))
    for row, key in enumerate(every):
        within = SPLIT if split and key.part == ALL else (key.part,)
        for part in within:
            shift = parts.index(part) * len(care.areas)
            membership[row, [shift + place[area] for area in key.areas]] = 1
    chosen = [(key.part, care.rows(key.areas)) for key in every]
    return Linked(
        tuple(every),
        membership,
        np.array(
            [
                0 if part == "other" else (care.people[part][rows] > 0).sum()
                for part, rows in chosen
            ],
            dtype=np.int64,
        ),
        np.array([care.people[part][rows].sum() for part, rows in chosen], dtype=np.int64),
        np.array([care.holders[part][rows].sum() for part, rows in chosen], dtype=np.int64),
        np.array([care.hours[part][rows].sum() for part, rows in chosen], dtype=np.float64),
    )


def _differences(keys: tuple[Key, ...]) -> list[Key]:
    """Name the numbers that follow where a number has gone out on both bases of hours.

    The difference of two zones needs no name: its areas are numbers of their own.
    """
    shown = {part: [key.areas for key in keys if key.part == part] for part in (ALL, SPLIT[0])}
    both = set(shown[ALL]) & set(shown[SPLIT[0]])
    return [Key(areas, "other") for areas in sorted(both, key=sorted)]
