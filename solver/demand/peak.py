"""Peaks: carers needed at each time of day, and how far moving visits flattens them.

Bristol's wish was to spread demand through the day (domain B.3.12): visits that
are not time-critical may leave the morning peak, within their own windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.domain.clock import DAY_S, clock
from solver.errors import ScenarioError

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.domain import Visit, Workload

STEP_S = 300
"""Carers are counted every five minutes."""

TRIED_EVERY_S = 900
"""Starts are tried every quarter of an hour, and where the visit is today."""

LAST_S = DAY_S + 3 * 3_600 + 12 * 3_600
"""The longest visit that starts at the latest still ends before this."""


@dataclass(frozen=True, eq=False)
class Flattened:
    """A day with its peak flattened.

    Parameters
    ----------
    profile
        ``start_s, time, today, flattened``: carers needed at each time of day
        (at the door and on the way there).
    moved
        ``visit_id, from_s, to_s, minutes`` (later is positive), of visits moved.
    today, flattened
        Most carers needed at once.
    bound
        No spreading of these visits within their windows needs fewer.
    """

    profile: pd.DataFrame
    moved: pd.DataFrame
    today: int
    flattened: int
    bound: int


def flatten(
    workload: Workload,
    *,
    from_s: int = 7 * 3_600,
    until_s: int = 10 * 3_600,
    most_s: int = 7_200,
    way_s: int = 600,
    passes: int = 3,
) -> Flattened:
    """Spread visits that start in the peak and are not time-critical.

    Each such visit is taken out in turn, the least movable first, and put back
    where the carers needed at once are fewest, nearest to its start of today;
    several passes are made. Deterministic: no chance is involved.

    Parameters
    ----------
    from_s, until_s
        The peak: visits that start today in it may move.
    most_s
        How far they may move, either way, inside their own window.
    way_s
        Time on the way to each visit that keeps a carer busy as well.
    passes
        How often all of them are tried.

    Raises
    ------
    ScenarioError
        When the times make no sense.
    """
    if not 0 <= from_s < until_s or most_s < 0 or way_s < 0:
        raise ScenarioError("The peak must end after it begins, and times cannot be negative.")
    visits = workload.visits
    start = np.array([visit.start_s for visit in visits], dtype=np.int64)
    load = np.zeros(LAST_S // STEP_S + 1, dtype=np.int64)
    for visit, begin in zip(visits, start.tolist(), strict=True):
        _add(load, visit, begin, way_s, 1)
    today = load.copy()
    movable = [
        i for i, visit in enumerate(visits)
        if from_s <= visit.start_s < until_s and not visit.time_critical
    ]  # fmt: skip
    choices = {i: _starts(visits[i], most_s) for i in movable}
    order = sorted(movable, key=lambda i: (len(choices[i]), -_work(visits[i], way_s), visits[i].id))
    for _ in range(passes):
        changed = False
        for i in order:
            _add(load, visits[i], int(start[i]), way_s, -1)
            best = _calmest(load, visits[i], choices[i], way_s)
            changed = changed or best != start[i]
            start[i] = best
            _add(load, visits[i], best, way_s, 1)
        if not changed:
            break
    used = np.flatnonzero((today > 0) | (load > 0))
    span = np.arange(used.min(), used.max() + 2) if len(used) else np.zeros(0, dtype=np.int64)
    moved = [i for i in movable if start[i] != visits[i].start_s]
    return Flattened(
        profile=pd.DataFrame(
            {
                "start_s": span * STEP_S,
                "time": [clock(int(slot) * STEP_S) for slot in span],
                "today": today[span],
                "flattened": load[span],
            }
        ),
        moved=pd.DataFrame(
            {
                "visit_id": [visits[i].id for i in moved],
                "from_s": [visits[i].start_s for i in moved],
                "to_s": start[moved],
                "minutes": [(int(start[i]) - visits[i].start_s) / 60 for i in moved],
            }
        ),
        today=int(today.max(initial=0)),
        flattened=int(load.max(initial=0)),
        bound=_bound(visits, choices, way_s),
    )


def _slots(visit: Visit, start_s: int, way_s: int) -> tuple[int, int]:
    """First slot in which a visit keeps its carers busy, and the one after the last."""
    begin = max(start_s - way_s, 0) // STEP_S
    return begin, -(-(start_s + visit.service_s) // STEP_S)


def _add(load: npt.NDArray[np.int64], visit: Visit, start_s: int, way_s: int, sign: int) -> None:
    begin, end = _slots(visit, start_s, way_s)
    load[begin:end] += sign * visit.carers_required


def _work(visit: Visit, way_s: int) -> int:
    return (visit.service_s + way_s) * visit.carers_required


def _starts(visit: Visit, most_s: int) -> list[int]:
    """List the starts that a visit may take, nearest to today's first."""
    least = max(visit.earliest_s, visit.start_s - most_s, 0)
    last = min(visit.latest_s, visit.start_s + most_s)
    first = -(-least // TRIED_EVERY_S) * TRIED_EVERY_S
    found = {visit.start_s, *range(first, last + 1, TRIED_EVERY_S)}
    return sorted(found, key=lambda start: (abs(start - visit.start_s), start))


def _calmest(load: npt.NDArray[np.int64], visit: Visit, starts: list[int], way_s: int) -> int:
    """Choose the start at which the busiest slot, then all slots together, are least busy."""
    best, choice = (np.inf, np.inf), visit.start_s
    for start in starts:
        begin, end = _slots(visit, start, way_s)
        part = load[begin:end]
        busy = (float(part.max(initial=0)), float(part.mean()) if len(part) else 0.0)
        if busy < best:
            best, choice = busy, start
    return choice


def _bound(visits: tuple[Visit, ...], choices: dict[int, list[int]], way_s: int) -> int:
    """Bound the peak from below by the slots that each visit cannot avoid.

    Two facts hold wherever the visits go: each covers the slots from its last
    possible beginning to its first possible end, and what cannot leave a
    stretch of time needs at least its work over that stretch's length.
    """
    load = np.zeros(LAST_S // STEP_S + 1, dtype=np.int64)
    first, last, work = [], [], []
    most = 0
    for i, visit in enumerate(visits):
        spans = [_slots(visit, start, way_s) for start in choices.get(i, [visit.start_s])]
        begin, end = max(span[0] for span in spans), min(span[1] for span in spans)
        if begin < end:
            load[begin:end] += visit.carers_required
        first.append(min(span[0] for span in spans))
        last.append(max(span[1] for span in spans))
        work.append(min(span[1] - span[0] for span in spans) * visit.carers_required)
        most = max(most, visit.carers_required)
    begins, ends, loads = np.array(first), np.array(last), np.array(work)
    for begin in np.unique(begins):
        inside = begins >= begin
        kept = np.cumsum(np.bincount(ends[inside], weights=loads[inside]))
        length = np.arange(len(kept)) - begin
        some = length > 0
        most = max(most, int(np.ceil(kept[some] / length[some] - 1e-9).max(initial=0)))
    return max(most, int(load.max(initial=0)))
