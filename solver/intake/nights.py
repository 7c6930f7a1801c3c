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
        (n, 7) 0 where the visit is made on the day as written; -1 where it is made by shifts that
        began the evening before; 1 where it counts on past midnight and is made by shifts of the
        next day.
    held
        (n, 7) whether any of these shifts holds it.
    """
    days = visits["days"].to_numpy(np.int64)
    start_s = visits["start_s"].to_numpy(np.int64)
    service_s = visits["service_s"].to_numpy(np.int64)
    away = np.where(start_s < DAY_S, -1, 1)  # the other day on which it could be written
    as_written = np.zeros((len(days), WEEK), bool)
    otherwise = np.zeros((len(days), WEEK), bool)
    for name in dict.fromkeys(provider.tolist()):
        mine = np.flatnonzero(provider == name)
        for i in range(WEEK):
            rows = mine[days[mine] >> i & 1 == 1]
            for turn, held in ((0, as_written), (-1, otherwise), (1, otherwise)):
                some = rows if turn == 0 else rows[away[rows] == turn]
                at_s = start_s[some] - turn * DAY_S
                spans = shifts.get((name, (i + turn) % WEEK), np.empty((0, 2), np.int64))
                inside = (spans[:, 0] <= at_s[:, None]) & (
                    spans[:, 1] >= (at_s + service_s[some])[:, None]
                )
                held[some, i] = inside.any(axis=1)
    turns = np.zeros((len(days), WEEK), np.int8)
    for x in np.flatnonzero((otherwise & ~as_written).any(axis=1)).tolist():
        written = (days[x] >> np.arange(WEEK) & 1) == 1
        turns[x] = _each_once(written, as_written[x], otherwise[x], int(away[x]))
    return turns, np.where(turns == 0, as_written, otherwise)


def _each_once(
    written: npt.NDArray[np.bool_],
    as_written: npt.NDArray[np.bool_],
    otherwise: npt.NDArray[np.bool_],
    away: int,
) -> npt.NDArray[np.int8]:
    """Read the days of a visit (7,) so that shifts of no day make it twice.

    Where its own day's shifts hold it on some days, and those of the other day on the others, and
    two would fall on one day, all are read alike: so that more of them are held.
    """
    turns = np.where(written & ~as_written, away, 0).astype(np.int8)
    on = ((np.arange(WEEK) + turns) % WEEK)[written]
    if len(set(on.tolist())) == len(on):
        return turns
    alike = away if otherwise.sum() > as_written.sum() else 0
    return np.where(written, alike, 0).astype(np.int8)
