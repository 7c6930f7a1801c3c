"""Whose night a visit falls in: one at 05:00 is made by the shift that began the evening before.

Such a visit may be written on either day: at 05:00 on its own, or at 29:00 on the day on which the
shift begins. Both mean the same call, and both are read as the day of the shift that holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from solver.domain import DAYS
from solver.domain.clock import DAY_S

if TYPE_CHECKING:
    import pandas as pd

WEEK = len(DAYS)

Spans = dict[tuple[str, int], npt.NDArray[np.int64]]
"""(provider_id, day index) → (k, 2) start and end of its different shifts, seconds."""


def shifts_of_providers(carers: pd.DataFrame) -> Spans:
    """Gather the different shifts of each provider on each day.

    Parameters
    ----------
    carers
        provider_id, days (bitmask), shifts ("25200-39600;…", seconds).

    Returns
    -------
    (provider_id, day index) → (k, 2) int64 start and end, seconds, k ≥ 1.
    """
    found: dict[tuple[str, int], set[tuple[int, int]]] = {}
    kinds = carers[["provider_id", "days", "shifts"]].drop_duplicates()
    for provider, days, shifts in kinds.itertuples(index=False, name=None):
        for span in filter(None, shifts.split(";")):
            start, end = span.split("-")
            for i in range(WEEK):
                if days >> i & 1:
                    found.setdefault((provider, i), set()).add((int(start), int(end)))
    return {key: np.array(sorted(spans), dtype=np.int64) for key, spans in found.items()}


def shift_days(
    visits: pd.DataFrame, provider: npt.NDArray[np.object_], shifts: Spans
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_]]:
    """Say on which day's shifts each visit is made, for each day on which it is written.

    Parameters
    ----------
    visits
        days (bitmask), start_s, service_s (n rows).
    provider
        (n,) whose visit it is.
    shifts
        See :func:`shifts_of_providers`.

    Returns
    -------
    turns
        (n, 7) 0 where the visit is made on the day as written; -1 where no shift of that day holds
        it and one that began the evening before does; 1 where it counts on past midnight and only
        a shift of the next day holds it. A visit that would so be made twice on one day stays as
        it is written.
    held
        (n, 7) whether any of these shifts holds it.
    """
    days = visits["days"].to_numpy(np.int64)
    start_s = visits["start_s"].to_numpy(np.int64)
    service_s = visits["service_s"].to_numpy(np.int64)
    turns = np.zeros((len(days), WEEK), np.int8)
    held = np.zeros((len(days), WEEK), bool)
    for name in dict.fromkeys(provider.tolist()):
        mine = np.flatnonzero(provider == name)
        for i in range(WEEK):
            rows = mine[days[mine] >> i & 1 == 1]
            for turn in (0, -1, 1):
                left = rows[~held[rows, i]]
                moved_s = start_s[left] - turn * DAY_S
                spans = shifts.get((name, (i + turn) % WEEK), np.empty((0, 2), np.int64))
                inside = (spans[:, 0] <= moved_s[:, None]) & (
                    spans[:, 1] >= (moved_s + service_s[left])[:, None]
                )
                found = left[inside.any(axis=1)]
                turns[found, i], held[found, i] = turn, True
    return _each_once(turns, held, days)


def _each_once(
    turns: npt.NDArray[np.int8], held: npt.NDArray[np.bool_], days: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_]]:
    """Leave a visit as it is written where it would be made twice by the shifts of one day."""
    for x in np.flatnonzero((turns != 0).any(axis=1)).tolist():
        written = [i for i in range(WEEK) if days[x] >> i & 1]
        taken = {i for i in written if turns[x, i] == 0}
        for i in (i for i in written if turns[x, i] != 0):
            day = (i + int(turns[x, i])) % WEEK
            if day in taken:
                turns[x, i], held[x, i] = 0, False
                day = i
            taken.add(day)
    return turns, held
