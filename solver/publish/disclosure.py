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
import scipy
from scipy.sparse import coo_array, hstack

from solver.errors import PublishError

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csc_array

THRESHOLDS: Final = (5, 8, 10)
"""Thresholds that councils use: fewer than 5, fewer than 8 (NHS), fewer than 10."""

ROUNDED_TO: Final = 5
"""Counts that are shown are rounded to the nearest multiple of this."""

ZERO_IS_DEARER: Final = 8.0
"""A zero is hidden only where hiding other numbers would lose more than this many times."""

NO_DETOUR: Final = 1e-6
"""Loss of changing a number that is hidden already: changes take the shortest way."""

INFEASIBLE: Final = 2  # scipy's status of a linear program without a solution

ROUNDING: Final = 1e-4
"""Changes smaller than this are rounding of the linear program."""

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


def suppress(
    counts: npt.NDArray[np.int64],
    sums: Sums,
    threshold: int,
    *,
    weight: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.bool_]:
    """Decide which numbers of people are not shown.

    For each small number two changes of the table are sought, one that takes
    it down to 1 and one that takes it up to ``threshold - 1``, with all sums
    kept. Whatever has to change with it is hidden too, at the least loss: the
    minimum-cost-flow heuristic of complementary suppression (Castro, *Network
    flows heuristics for complementary cell suppression*, 2002), here as a
    linear program, since areas, zones and bands are more than one table.

    Parameters
    ----------
    counts
        (n,) int64 true numbers of people, sums included.
    sums
        Which of them add up to which.
    threshold
        Numbers from 1 to ``threshold - 1`` are small.
    weight
        (n,) how much each number is wanted on the table; 1 where not given.

    Returns
    -------
    (n,) bool, True where ``*`` stands. Every small number is among them, and a
    reader who knew every shown number *exactly*, unrounded, would still find
    every value from 1 to ``threshold - 1`` possible for it (for a sum, every
    value from the number of its parts that are not 0).

    Raises
    ------
    PublishError
        When the threshold is not in use, or the counts do not add up.
    """
    check_threshold(threshold)
    _check_sums(counts, sums)
    small = (counts > 0) & (counts < threshold)
    hidden = small.copy()
    matrix = sums.matrix(len(counts)).tocsc()
    loss = (1.0 + np.log1p(counts)) * (np.ones(len(counts)) if weight is None else weight)
    loss[counts == 0] *= ZERO_IS_DEARER
    for case in sorted(np.flatnonzero(small).tolist(), key=lambda i: (counts[i], i)):
        lost = np.where(hidden, 0.0, loss)
        hidden |= _moved_with(matrix, counts, lost, case, threshold - 1 - int(counts[case]))
        lost = np.where(hidden, 0.0, loss)
        hidden |= _moved_with(matrix, counts, lost, case, 1 - int(counts[case]))
    return hidden


def _check_sums(counts: npt.NDArray[np.int64], sums: Sums) -> None:
    for whole, part in zip(sums.whole, sums.parts, strict=True):
        if counts[part].sum() != counts[whole]:
            raise PublishError("The numbers of people do not add up to their totals.")


def _moved_with(
    matrix: csc_array,
    counts: npt.NDArray[np.int64],
    loss: npt.NDArray[np.float64],
    case: int,
    change: int,
) -> npt.NDArray[np.bool_]:
    """Find what else has to change when one number does, at the least loss.

    No number other than a zero falls below 1, since a 0 would be shown. So a
    sum of three people in three places cannot fall: the change is then made as
    small as it has to be.
    """
    count = len(counts)
    room = (counts - np.minimum(counts, 1)).astype(np.float64)
    low, high = np.zeros(2 * count), np.concatenate((np.full(count, np.inf), room))
    low[[case, count + case]] = high[[case, count + case]] = max(change, 0), max(-change, 0)
    answer = scipy.optimize.linprog(
        np.concatenate((loss, loss)) + NO_DETOUR,
        A_eq=hstack((matrix, -matrix)),
        b_eq=np.zeros(matrix.shape[0]),
        bounds=np.column_stack((low, high)),
        method="highs",
    )
    if answer.status == INFEASIBLE and change < 0:
        return _moved_with(matrix, counts, loss, case, change + 1)
    if answer.status != 0:
        raise PublishError("The tables could not be checked for disclosure; nothing is written.")
    net = answer.x[:count] - answer.x[count:]
    return np.asarray(np.abs(net) > ROUNDING)
