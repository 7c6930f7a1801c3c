"""Shifts of one carer that stand so close that the way between them may not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.search.problem import FAR_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import Carer
    from solver.rounds.translation.ways import Ways
    from solver.search.problem import Ints


def close_shifts(vehicles: Sequence[tuple[Carer, int]], ways: Ways) -> Ints:
    """Name for each shift (carer, shift) the carer's shift before it (m,); -1 where none is close.

    Shifts are close where the longest way of the day takes longer than the time between them, or
    where some places have no way between them.
    """
    before = np.full(len(vehicles), -1, np.int32)
    periods = len(ways.durations_s) // max(1, len(ways.modes))
    longest_s = {
        mode: _longest_s(ways.durations_s[k * periods : (k + 1) * periods])
        for k, mode in enumerate(ways.modes)
    }
    for v in range(1, len(vehicles)):
        (earlier, k), (carer, shift) = vehicles[v - 1], vehicles[v]
        if earlier.id == carer.id:
            gap_s = carer.shifts[shift].start_s - earlier.shifts[k].end_s
            if gap_s < longest_s[carer.mode]:
                before[v] = v - 1
    return before


def _longest_s(durations_s: Ints) -> int:
    """Longest way of a mode, seconds; no way at all counts as one that never ends."""
    if durations_s.size == 0:
        return 0
    return FAR_S if durations_s.min() < 0 else int(durations_s.max())
