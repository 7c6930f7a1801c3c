"""Rough travel without roads: straight lines, lengthened, at one speed for each mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.domain import Travel, TravelSet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import Mode, Place

from solver.invent.land.ground import to_grid

DETOUR = 1.3
SPEED_M_S: dict[Mode, float] = {"car": 11.2, "bicycle": 4.2, "foot": 1.34}
"""25, 9.4 and 3 miles an hour."""


def straight_travel(places: Sequence[Place], stop_s: int = 120) -> TravelSet:
    """Travel between places as a rule of thumb, for tests without roads.

    Parameters
    ----------
    places
        Doors.
    stop_s
        Seconds added on arriving by car.
    """
    x, y = to_grid([p.lon for p in places], [p.lat for p in places])
    apart = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :]) * DETOUR
    ids = tuple(place.id for place in places)
    lengths = np.round(apart).astype(np.int32)
    by_mode = {}
    for mode, speed in SPEED_M_S.items():
        durations = np.round(apart / speed).astype(np.int32) + (stop_s if mode == "car" else 0)
        np.fill_diagonal(durations, 0)
        by_mode[mode] = (Travel(ids, durations, lengths),)
    return TravelSet(ids, by_mode)
