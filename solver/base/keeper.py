"""Where a world keeps what follows from it: figures by scenario, and travel between doors."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import numpy as np

from solver.base.kept import Cache, size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from pathlib import Path

    import numpy.typing as npt

    from solver.domain import Travel, TravelSet

FIGURES_BYTES = 200_000_000
"""Budget of figures by scenario where nobody names another."""


@dataclass(frozen=True, eq=False)
class Keeper:
    """Budgets for what is kept; several worlds may share one.

    Parameters
    ----------
    figures
        What :func:`solver.base.world.once_for` keeps.
    travel
        Travel between the doors of a day. By default none stays when nobody uses it.
    folder
        A private folder for matrices, which are then mapped from files that have no name and go
        with their last user; ``None`` leaves them in memory.
    """

    figures: Cache[Any] = field(default_factory=lambda: Cache(FIGURES_BYTES))
    travel: Cache[TravelSet] = field(default_factory=lambda: Cache(0, travel_size))
    folder: Path | None = None
    _in_use: WeakValueDictionary[Hashable, TravelSet] = field(
        default_factory=WeakValueDictionary, init=False, repr=False
    )

    def travel_of(self, key: Hashable, work_out: Callable[[], TravelSet]) -> TravelSet:
        """Give the travel of a key, the very same to all who ask while anybody has it."""

        def build() -> TravelSet:
            found = self._in_use.get(key)
            if found is None:
                found = work_out() if self.folder is None else mapped(work_out(), self.folder)
                self._in_use[key] = found
            return found

        return self.travel.get(key, build)

    def clear(self) -> None:
        """Forget everything that is kept; who uses some of it goes on."""
        self.figures.clear()
        self.travel.clear()


def travel_size(travel: TravelSet) -> int:
    """Count the bytes of the matrices, one that stands for two periods once, and of the rest."""
    every = {
        id(matrix): matrix.nbytes
        for periods in travel.by_mode.values()
        for one in periods
        for matrix in (one.durations_s, one.lengths_m)
    }
    return sum(every.values()) + 2 * size_of(travel.places) + size_of(dict(travel.unplaced))


def mapped(travel: TravelSet, folder: Path) -> TravelSet:
    """Give the same travel on read-only maps of a nameless file in ``folder``.

    Where the disk takes no file, it stays in memory.
    """
    known: dict[int, Travel] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for periods in travel.by_mode.values():
            for one in periods:
                if id(one) not in known:
                    known[id(one)] = replace(
                        one,
                        durations_s=_mapped(one.durations_s, folder),
                        lengths_m=_mapped(one.lengths_m, folder),
                    )
    except OSError:
        return travel
    by_mode: Mapping[Any, tuple[Travel, ...]] = {
        mode: tuple(known[id(one)] for one in periods) for mode, periods in travel.by_mode.items()
    }
    return replace(travel, by_mode=by_mode)


def _mapped(matrix: npt.NDArray[np.int32], folder: Path) -> npt.NDArray[np.int32]:
    if not matrix.size:
        return matrix
    with tempfile.TemporaryFile(dir=folder, prefix="travel-") as file:
        matrix.tofile(file)
        file.flush()
        return np.memmap(file, matrix.dtype, "r", shape=matrix.shape).view(np.ndarray)
