"""An empty plan to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.search.problem import FAR_S
from solver.search.state.arrays import (
    ANYWAY,
    AT,
    BUSY,
    BY_IDLE,
    CEILING,
    CLOSES,
    EARLIEST,
    HAS_IDLE,
    IDLE,
    LATEST,
    MATES,
    NEXT,
    NO_CEILING,
    OPENS,
    ORIGIN,
    PERIOD,
    PLACE,
    PREVIOUS,
    PRICE,
    RANDOM,
    SERVICE,
    STRETCH,
    TARGET,
    UNDONE,
    VEHICLE,
    WIDTH,
    State,
)

if TYPE_CHECKING:
    from solver.search.state.arrays import Data


def fresh_state(data: Data, seed: int, *, legs_inside: bool) -> State:
    """Build an empty plan: every vehicle at home, every task undone."""
    n, m = data.n, data.m
    size = n + 2 * m
    rows = np.zeros((size, WIDTH), np.int32)
    rows[:n, PLACE] = data.task[:, AT]
    rows[:n, BUSY] = data.task[:, SERVICE]
    rows[:, VEHICLE] = -1
    begins = n + 2 * np.arange(m, dtype=np.int32)
    ends = begins + 1
    rows[begins, PLACE], rows[ends, PLACE] = data.vehicle[:, ORIGIN], data.vehicle[:, TARGET]
    rows[:n, STRETCH] = data.task[:, PERIOD]
    rows[begins, VEHICLE] = rows[ends, VEHICLE] = np.arange(m)
    rows[begins, NEXT], rows[ends, PREVIOUS] = ends, begins
    rows[begins, EARLIEST] = data.vehicle[:, OPENS] if legs_inside else -FAR_S // 2
    rows[ends, LATEST] = data.vehicle[:, CLOSES] if legs_inside else FAR_S // 2
    totals = np.zeros(16, np.int64)
    totals[UNDONE] = data.task[:, PRICE].sum(dtype=np.int64)
    if data.flags[HAS_IDLE]:
        first = data.mates[np.unique(data.idle[:, MATES])]  # a vehicle of each person
        totals[IDLE] = data.idle[first, ANYWAY].astype(np.int64) @ data.idle[first, BY_IDLE]
    totals[CEILING] = NO_CEILING
    totals[RANDOM] = (seed * 2 + 0x9E3779B97F4A7C15) % 2**63
    return State(
        rows=rows,
        log=np.zeros((600 * size + 200_000, 3), np.int32),
        queue=np.zeros(size + 8, np.int32),
        totals=totals,
    )
