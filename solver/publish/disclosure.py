"""Disclosure control: small numbers of people are neither shown nor left to be worked out.

The rule follows NHS practice for counts below national level: 0 is shown, 1 to
one less than the threshold becomes ``*``, everything else is rounded to the
nearest 5. Complementary suppression then hides further numbers until no ``*``
can be worked out, or bounded more tightly than the rule itself tells, from
what is shown and the sums that a reader knows to hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from solver.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

THRESHOLDS: Final = (5, 8, 10)
"""Thresholds that councils use: fewer than 5, fewer than 8 (NHS), fewer than 10."""

ROUNDED_TO: Final = 5
"""Counts that are shown are rounded to the nearest multiple of this."""

SUPPRESSED: Final = "*"
"""What stands for a number that is not shown."""


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


def check_threshold(threshold: int) -> int:
    """Return the threshold if it is one that councils use.

    Raises
    ------
    PublishError
        When it is not.
    """
    if threshold not in THRESHOLDS:
        names = ", ".join(map(str, THRESHOLDS))
        raise PublishError(f"The threshold {threshold} is not in use; choose one of {names}.")
    return threshold


def rounded(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Round whole numbers to the nearest multiple of :data:`ROUNDED_TO`."""
    return (counts + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def suppress(counts: npt.NDArray[np.int64], sums: Sums, threshold: int) -> npt.NDArray[np.bool_]:
    """Decide which numbers of people are not shown.

    Parameters
    ----------
    counts
        (n,) int64 true numbers of people, sums included.
    sums
        Which of them add up to which.
    threshold
        Numbers from 1 to ``threshold - 1`` are small.

    Returns
    -------
    (n,) bool, True where ``*`` stands. Every small number is among them, and a
    reader who knew every shown number *exactly*, unrounded, would still find
    1 and ``threshold - 1`` both possible for it, or at least two values where
    the sums allow no more.

    Raises
    ------
    PublishError
        When the threshold is not in use, or the counts do not add up.
    """
    check_threshold(threshold)
    _check_sums(counts, sums)
    small = (counts > 0) & (counts < threshold)
    hidden = small.copy()
    matrix = sums.matrix(len(counts)).tocsr()
    open_cases = np.flatnonzero(small).tolist()
    while open_cases:
        case = open_cases[-1]
        if _protected(matrix, counts, hidden, case, threshold):
            open_cases.pop()  # hiding more never narrows what is possible
            continue
        further = _next_to_hide(sums, counts, hidden, case)
        if further is None:
            open_cases.pop()  # everything that bears on it is hidden
            continue
        hidden[further] = True
    return hidden


def _check_sums(counts: npt.NDArray[np.int64], sums: Sums) -> None:
    for whole, part in zip(sums.whole, sums.parts, strict=True):
        if counts[part].sum() != counts[whole]:
            raise PublishError("The numbers of people do not add up to their totals.")


def _protected(
    matrix: coo_array,
    counts: npt.NDArray[np.int64],
    hidden: npt.NDArray[np.bool_],
    case: int,
    threshold: int,
) -> bool:
    """Ask whether a small number could be 1 and could be ``threshold - 1`` too.

    What is shown is fixed at its true value, what is hidden is at least 1 (a 0
    would be shown, unless the 0 itself had to be hidden).
    """
    free = np.flatnonzero(hidden)
    held = np.where(hidden, 0, counts)
    constraint = matrix[:, free]
    right = -(matrix @ held)
    touched = np.diff(constraint.indptr) > 0
    goal = (free == case).astype(np.float64)
    lower = np.minimum(counts[free], 1).astype(np.float64)
    extremes = []
    for sign in (1.0, -1.0):
        answer = linprog(
            sign * goal,
            A_eq=constraint[touched],
            b_eq=right[touched],
            bounds=np.column_stack((lower, np.full(len(free), np.inf))),
            method="highs",
        )
        if answer.status == 3:  # unbounded
            extremes.append(np.inf)
        elif answer.status == 0:
            extremes.append(round(sign * answer.fun))
        else:
            raise PublishError(
                "The tables could not be checked for disclosure; nothing is written."
            )
    least, most = extremes
    return bool(least <= 1 and most >= threshold - 1)


def _next_to_hide(
    sums: Sums, counts: npt.NDArray[np.int64], hidden: npt.NDArray[np.bool_], case: int
) -> int | None:
    """Choose what else to hide: the smallest number in a sum with something hidden.

    Sums that the case itself stands in come first, parts before wholes, and
    zeros only where nothing else is left.
    """
    for near in (True, False):
        best: tuple[int, int, int] | None = None
        for whole, part in zip(sums.whole, sums.parts, strict=True):
            line = np.append(part, whole)
            if near and case not in line:
                continue
            if not hidden[line].any():
                continue
            for index in line[~hidden[line]]:
                value = int(counts[index])
                rank = (2 if value == 0 else 1 if index == whole else 0, value, int(index))
                best = rank if best is None else min(best, rank)
        if best is not None:
            return best[2]
    return None


def two_way(rows: int, columns: int) -> Sums:
    """Return the sums of a table with totals, (rows + 1, columns + 1) read row by row."""
    index = np.arange((rows + 1) * (columns + 1)).reshape(rows + 1, columns + 1)
    lines: Sequence[npt.NDArray[np.int64]] = [*index, *index.T]
    return Sums(
        whole=np.array([line[-1] for line in lines], dtype=np.int64),
        parts=tuple(line[:-1] for line in lines),
    )
