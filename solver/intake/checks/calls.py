"""Today's rounds against carers and visits: days, shifts and head counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.domain import DAYS
from solver.domain.clock import DAY_S
from solver.intake.typed import positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from solver.intake.findings import Findings
    from solver.intake.typed import Typed


def check_calls(typed: Mapping[str, Typed | None], findings: Findings) -> None:
    """Check that calls fall on a day, a shift and a head count that exist.

    Calls whose carer or visit is not known, or could not be read, are left
    out: those have faults of their own.
    """
    rounds, carers, visits = typed["rounds"], typed["carers"], typed["visits"]
    if rounds is None or carers is None or visits is None or rounds.frame.empty:
        return
    frame = rounds.frame
    carer = positions(frame["carer_id"], carers.frame["carer_id"])
    visit = positions(frame["visit_id"], visits.frame["visit_id"])
    sound = (carer >= 0) & (visit >= 0) & findings.sound(rounds.file, rounds.rows)
    if not sound.any():
        return
    sound &= findings.sound(carers.file, carers.rows)[carer]
    sound &= findings.sound(visits.file, visits.rows)[visit]
    names = {day: i for i, day in enumerate(DAYS)}
    day = np.array([names.get(name, 0) for name in frame["day"].tolist()], dtype=np.int64)
    shifts = np.array([text.count(";") + 1 for text in carers.frame["shifts"].tolist()])
    made, on_duty = _due(frame, day, _Rows(visits.frame, visit), _Rows(carers.frame, carer))
    place, start = _place_at_the_door(day, visit), frame["start"].to_numpy()
    many = place >= visits.frame["carers"].to_numpy()[visit]
    key = day * len(visits.frame) + visit
    opening = dict(zip(key[place == 0].tolist(), start[place == 0].tolist(), strict=True))
    first = np.array([opening[item] for item in key.tolist()], dtype=np.int64)
    tests = (
        (frame["shift"].to_numpy() > shifts[carer], "shift",
         "The carer has no such shift.", "Number the shifts from 1."),
        (~made, "day", "The visit is not made on this day.", "Correct the day."),
        (~on_duty, "day", "The carer is not on duty on this day.", "Correct the day."),
        (many, "visit_id", "More carers call at the visit than it needs.",
         "Remove the row, or correct carers."),
        (~many & (start != first), "start",
         "The two carers of a double-handed visit start at different times.",
         "Give both rows the same start."),
    )  # fmt: skip
    for wrong, column, message, cure in tests:
        for i in np.flatnonzero(wrong & sound):
            findings.fault(rounds.file, int(rounds.rows[i]), column, message, cure)


@dataclass(frozen=True)
class _Rows:
    """Rows of a table, one for each call."""

    frame: pd.DataFrame
    at: np.ndarray

    def __getitem__(self, column: str) -> np.ndarray:
        """One column, (n,)."""
        return self.frame[column].to_numpy()[self.at]


def _due(
    rounds: pd.DataFrame, day: np.ndarray, visits: _Rows, carers: _Rows
) -> tuple[np.ndarray, np.ndarray]:
    """Say of each call (n,) whether its visit is made, and its carer on duty, on its day.

    What is made in the night may be written on either day: the call, its visit, or both.
    """
    start_s, days = rounds["start"].to_numpy(), visits["days"]
    shifts = rounds["shift"].to_numpy()
    ends_s = np.array(
        [_end_of(text, int(k)) for text, k in zip(carers["shifts"], shifts, strict=True)], np.int64
    )
    night = start_s + DAY_S < ends_s  # in the part of the shift that lies past midnight
    eve, morrow = (day - 1) % len(DAYS), (day + 1) % len(DAYS)
    counted = visits["start"] >= DAY_S
    made = (days >> day & 1 == 1) | (night & counted & (days >> eve & 1 == 1))
    made |= (night | (start_s >= DAY_S)) & (days >> morrow & 1 == 1)
    on_days = carers["days"]
    on_duty = (on_days >> day & 1 == 1) | (night & (on_days >> eve & 1 == 1))
    on_duty |= (start_s >= DAY_S) & (on_days >> morrow & 1 == 1)
    return made, on_duty


def _end_of(shifts: str, number: int) -> int:
    """End of the shift of that number, from 1, in seconds; 0 where there is none."""
    spans = shifts.split(";")
    return int(spans[number - 1].split("-")[1]) if 0 < number <= len(spans) and spans[0] else 0


def _place_at_the_door(day: np.ndarray, visit: np.ndarray) -> np.ndarray:
    """Count the earlier rows with the same day and visit: (n,) int64."""
    order = np.lexsort((np.arange(len(day)), visit, day))
    fresh = np.r_[True, (np.diff(day[order]) != 0) | (np.diff(visit[order]) != 0)]
    index = np.arange(len(day))
    begins = np.maximum.accumulate(np.where(fresh, index, 0))
    place = np.empty(len(day), dtype=np.int64)
    place[order] = index - begins
    return place
