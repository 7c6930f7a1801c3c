"""Level a load: put work of fixed length into time slots so that the busiest needs least.

Works on counts of work that is alike and knows no word of care. Two integer
programmes for HiGHS (``scipy.optimize.milp``): the least peak, then the least
moving at that peak, where each piece of work that moves counts its slots and
one more. Dropping the whole numbers from the first gives a bound that no
solution can beat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import scipy
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

SECONDS = 20.0
"""Time for a search unless another is given."""

NEAR = 0.01
"""Moving within this share of the least counts as the least."""


class Kind(NamedTuple):
    """Work that is alike.

    ``begin`` slot of today and ``length`` in slots; ``weight`` it puts on each;
    it may begin ``least`` (0 or less) to ``most`` slots later.
    """

    begin: int
    length: int
    weight: int
    least: int
    most: int


@dataclass(frozen=True, eq=False)
class Levelled:
    """Where the work goes.

    Parameters
    ----------
    shifts
        Slots later (negative: earlier) of each piece of work, by kind.
    load
        (n,) int64 load of each slot, the fixed one included.
    bound
        No way of moving has a lower peak.
    least
        True where no way to the same peak moves it (1 % and more) less in all.
    """

    shifts: tuple[tuple[int, ...], ...]
    load: npt.NDArray[np.int64]
    bound: int
    least: bool


def level(
    kinds: Sequence[Kind],
    counts: Sequence[int],
    fixed: npt.NDArray[np.int64],
    *,
    seconds: float = SECONDS,
) -> Levelled:
    """Find the least peak, and the least moving that reaches it.

    Parameters
    ----------
    kinds, counts
        What may move: k kinds and how often each is there.
    fixed
        (n,) int64 load of what may not move; every shift stays inside.
    seconds
        Time for each search. Where it runs out the result is valid and may
        not be the best; ``bound`` and ``least`` tell.
    """
    if not kinds:
        return Levelled((), fixed.copy(), int(fixed.max(initial=0)), least=True)
    model = _Model(kinds, counts, fixed)
    rough, bound = model.least_peak(seconds, whole=False)
    lowest = int(np.ceil(bound - 1e-6))
    chosen, proven = model.least_moving(lowest, seconds)
    if chosen is None:  # the bound is out of reach, or the time too short to see it
        fine, bound = model.least_peak(seconds, whole=True)
        lowest = max(lowest, int(np.ceil(bound - 1e-6)))
        chosen = min(rough, fine, key=lambda found: int(model.load(found).max()))
        better, proven = model.least_moving(int(model.load(chosen).max()), seconds)
        chosen = chosen if better is None else better
    return Levelled(model.spread(chosen), model.load(chosen), lowest, least=proven)


class _Model:
    """How many of each kind begin how much later: v variables, one a kind and shift."""

    def __init__(
        self, kinds: Sequence[Kind], counts: Sequence[int], fixed: npt.NDArray[np.int64]
    ) -> None:
        self.counts = np.array(counts, dtype=np.float64)
        self.fixed = fixed
        self.kind = np.concatenate(
            [np.full(kind.most - kind.least + 1, row) for row, kind in enumerate(kinds)]
        )
        self.shift = np.concatenate([np.arange(kind.least, kind.most + 1) for kind in kinds])
        length = np.array([kind.length for kind in kinds])[self.kind]
        begin = np.array([kind.begin for kind in kinds])[self.kind] + self.shift
        weight = np.array([kind.weight for kind in kinds])[self.kind]
        variable = np.repeat(np.arange(len(self.kind)), length)
        slot = np.repeat(begin - np.cumsum(length) + length, length) + np.arange(length.sum())
        self.loads = sparse.csr_array(
            (weight[variable].astype(np.float64), (slot, variable)),
            shape=(len(fixed), len(self.kind)),
        )
        self.slots = np.unique(slot)
        self.each = sparse.csr_array(
            (np.ones(len(self.kind)), (self.kind, np.arange(len(self.kind))))
        )

    def least_peak(self, seconds: float, *, whole: bool) -> tuple[npt.NDArray[np.int64], float]:
        """Return how many of each variable have the least peak, and a bound on it."""
        v = len(self.kind)
        peak = sparse.csr_array(-np.ones((len(self.slots), 1)))
        none = sparse.csr_array((len(self.counts), 1))
        found = scipy.optimize.milp(
            np.append(np.zeros(v), 1.0),
            integrality=np.full(v + 1, int(whole)),
            constraints=[
                scipy.optimize.LinearConstraint(
                    sparse.hstack([self.loads[self.slots], peak]), -np.inf, -self.fixed[self.slots]
                ),
                scipy.optimize.LinearConstraint(
                    sparse.hstack([self.each, none]), self.counts, self.counts
                ),
            ],
            bounds=scipy.optimize.Bounds(
                np.append(np.zeros(v), float(self.fixed.max(initial=0))),
                np.append(self.counts[self.kind], np.inf),
            ),
            options={"time_limit": seconds} if whole else {},
        )
        bound = found.mip_dual_bound if whole else found.fun
        bound = float(bound) if bound is not None and np.isfinite(bound) else 0.0
        return (self.today() if found.x is None else self.rounded(found.x[:-1])), bound

    def least_moving(self, peak: int, seconds: float) -> tuple[npt.NDArray[np.int64] | None, bool]:
        """Move as little as keeps every slot within a peak; ``None`` where none was found."""
        found = scipy.optimize.milp(
            np.abs(self.shift) + (self.shift != 0.0),
            integrality=np.ones(len(self.kind)),
            constraints=[
                scipy.optimize.LinearConstraint(
                    self.loads[self.slots], -np.inf, peak - self.fixed[self.slots]
                ),
                scipy.optimize.LinearConstraint(self.each, self.counts, self.counts),
            ],
            bounds=scipy.optimize.Bounds(0, self.counts[self.kind]),
            options={"time_limit": seconds, "mip_rel_gap": NEAR},
        )
        if found.x is None:
            return None, False
        chosen = self.rounded(found.x)
        if self.load(chosen).max() > peak:
            raise AssertionError("whole numbers of moves must keep the peak")
        return chosen, found.status == 0

    def today(self) -> npt.NDArray[np.int64]:
        """Count the variables when nothing moves."""
        return np.where(self.shift == 0, self.counts[self.kind], 0).astype(np.int64)

    def rounded(self, x: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Round to whole numbers that still add up to each kind's count."""
        whole = np.floor(x + 1e-6).astype(np.int64)
        missing = (self.counts - self.each @ whole).round().astype(np.int64)
        for row in np.flatnonzero(missing):
            own = np.flatnonzero(self.kind == row)
            last = own[np.argsort(whole[own] - x[own], kind="stable")]
            whole[last[: missing[row]]] += 1
        return whole

    def load(self, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Load of each slot: (n,)."""
        return self.fixed + (self.loads @ chosen).round().astype(np.int64)

    def spread(self, chosen: npt.NDArray[np.int64]) -> tuple[tuple[int, ...], ...]:
        """Shift of each piece of work, by kind."""
        return tuple(
            tuple(np.repeat(self.shift[self.kind == row], chosen[self.kind == row]).tolist())
            for row in range(len(self.counts))
        )
