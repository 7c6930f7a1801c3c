"""Peaks: the carers needed at each time of day, and the fewest that moving visits leaves.

Bristol's wish was to spread demand through the day (domain B.3.12): visits that
are not time-critical may leave the morning peak, within a tolerance and their
own windows. The smallest peak is found by integer programming over visits that
are alike (:mod:`solver.demand.levelling`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.demand.levelling import SECONDS, Kind, Levelled, level
from solver.domain.clock import DAY_S, clock
from solver.errors import ScenarioError

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.domain import Visit, Workload

STEP_S = 300
"""Carers are counted, and starts are moved, in steps of five minutes."""

WAY_S = 600
"""Time on the way to a visit that keeps a carer busy as well, where nothing else is said."""

MOST_WAY_S = 3_600
"""Longest way to a visit that is counted."""

LAST_S = DAY_S + 3 * 3_600 + 24 * 3_600
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
    may_move
        Visits that start in the peak and are not time-critical.
    today, flattened
        Most carers needed at once.
    bound
        No moving of these visits within their limits needs fewer.
    least
        True where no other way to the same peak moves people (1 % and more)
        less: minutes, and five more for each visit that moves at all.
    """

    profile: pd.DataFrame
    moved: pd.DataFrame
    may_move: int
    today: int
    flattened: int
    bound: int
    least: bool


@dataclass(frozen=True, slots=True)
class _Peak:
    """The hours of a peak, and how far its visits may move: see :func:`flatten`."""

    from_s: int
    until_s: int
    most_s: int
    way_s: int

    def __post_init__(self) -> None:
        """Refuse times that make no sense."""
        if not 0 <= self.from_s < self.until_s or self.most_s < 0:
            raise ScenarioError("The peak must end after it begins, and moves cannot be negative.")
        if not 0 <= self.way_s <= MOST_WAY_S:
            raise ScenarioError("The way to a visit must lie between 0 and 60 minutes.")


@dataclass(frozen=True, eq=False)
class _Day:
    """Carers needed in each slot today, and by visits that stay; those that may move, alike."""

    today: npt.NDArray[np.int64]
    fixed: npt.NDArray[np.int64]
    alike: dict[Kind, list[Visit]]


def flatten(
    workload: Workload,
    *,
    from_s: int = 7 * 3_600,
    until_s: int = 10 * 3_600,
    most_s: int = 3_600,
    way_s: int = WAY_S,
    seconds: float = SECONDS,
) -> Flattened:
    """Move visits that start in the peak and are not time-critical, for the least peak.

    First the fewest carers that the day can do with, then the least moving that
    gets there: the minutes, and five more for each visit that moves at all.
    Starts move by whole steps of five minutes. Visits that are bound in time to others of the
    person (doses apart, one after another) stay. Among visits that are alike
    (start, length, carers, window), those with the first ids are moved the most.

    Parameters
    ----------
    from_s, until_s
        The peak: visits that start today in it may move.
    most_s
        How far they may move, either way, inside their own window.
    way_s
        Time on the way to each visit that keeps a carer busy as well.
    seconds
        Time for each of the two searches; what is shown stays valid, and
        ``bound`` and ``least`` say whether it is the best.

    Raises
    ------
    ScenarioError
        When the times make no sense.
    """
    day = _counted(workload.visits, _Peak(from_s, until_s, most_s, way_s))
    kinds = sorted(day.alike)
    found = level(kinds, [len(day.alike[kind]) for kind in kinds], day.fixed, seconds=seconds)
    return Flattened(
        profile=_profile(day.today, found.load),
        moved=_moved([day.alike[kind] for kind in kinds], found),
        may_move=sum(map(len, day.alike.values())),
        today=int(day.today.max(initial=0)),
        flattened=int(found.load.max(initial=0)),
        bound=found.bound,
        least=found.least,
    )


def peak_by_zone(workload: Workload, flat: Flattened, from_s: int, until_s: int) -> pd.DataFrame:
    """Count by zone what a flattened peak asks for, without naming anybody.

    Returns
    -------
    frame
        ``zone, visits`` (that start in the peak) ``, time_critical, moved,
        people`` (whose visits move) ``, minutes`` (mean move of those moved,
        either way; NaN where none), zones in alphabetical order.
    """
    inside = [visit for visit in workload.visits if from_s <= visit.start_s < until_s]
    minutes = dict(zip(flat.moved["visit_id"], flat.moved["minutes"].abs(), strict=True))
    frame = pd.DataFrame(
        {
            "zone": [visit.zone for visit in inside],
            "time_critical": [visit.time_critical for visit in inside],
            "minutes": [minutes.get(visit.id, np.nan) for visit in inside],
            "person": [visit.person_id for visit in inside],
        }
    )
    frame["mover"] = frame["person"].where(frame["minutes"].notna())
    return (
        frame.groupby("zone", sort=True)
        .agg(
            visits=("zone", "size"),
            time_critical=("time_critical", "sum"),
            moved=("minutes", "count"),
            people=("mover", "nunique"),
            minutes=("minutes", "mean"),
        )
        .reset_index()
    )


def _counted(visits: tuple[Visit, ...], peak: _Peak) -> _Day:
    """Count the carers needed at each time of day, and gather the visits that may move."""
    today = np.zeros((MOST_WAY_S + LAST_S) // STEP_S + 1, dtype=np.int64)
    fixed = today.copy()
    alike: dict[Kind, list[Visit]] = {}
    held = {visit.id for visit in visits if visit.apart_s or visit.after}
    held |= {visit.after for visit in visits}
    for visit in visits:
        begin, end = _slots(visit, peak.way_s)
        today[begin:end] += visit.carers_required
        free = not visit.time_critical and visit.id not in held
        if free and peak.from_s <= visit.start_s < peak.until_s:
            least, most = _shifts(visit, peak.most_s)
            kind = Kind(begin, end - begin, visit.carers_required, least, most)
            alike.setdefault(kind, []).append(visit)
        else:
            fixed[begin:end] += visit.carers_required
    return _Day(today, fixed, alike)


def _slots(visit: Visit, way_s: int) -> tuple[int, int]:
    """First slot in which a visit keeps its carers busy today, and the one after the last.

    Slots count from an hour before midnight, so that the way to the first visit is in.
    """
    begin_s = visit.start_s - way_s + MOST_WAY_S
    end_s = visit.start_s + visit.service_s + MOST_WAY_S
    return begin_s // STEP_S, -(-end_s // STEP_S)


def _shifts(visit: Visit, most_s: int) -> tuple[int, int]:
    """Count the steps by which a visit may start earlier (0 or less) and later."""
    earlier = min(most_s, max(visit.start_s - visit.earliest_s, 0), visit.start_s)
    later = min(most_s, max(visit.latest_s - visit.start_s, 0))
    return -(earlier // STEP_S), later // STEP_S


def _profile(today: npt.NDArray[np.int64], load: npt.NDArray[np.int64]) -> pd.DataFrame:
    used = np.flatnonzero((today > 0) | (load > 0))
    span = np.arange(used.min(), used.max() + 2) if len(used) else np.zeros(0, dtype=np.int64)
    return pd.DataFrame(
        {
            "start_s": span * STEP_S - MOST_WAY_S,
            "time": [clock(int(slot) * STEP_S - MOST_WAY_S) for slot in span],
            "today": today[span],
            "flattened": load[span],
        }
    )


def _moved(alike: list[list[Visit]], found: Levelled) -> pd.DataFrame:
    """Say which visits move, the largest moves to the first ids of those alike."""
    rows = []
    for visits, shifts in zip(alike, found.shifts, strict=True):
        ordered = sorted(visits, key=lambda visit: visit.id)
        far_first = sorted(shifts, key=lambda shift: (-abs(shift), shift))
        for visit, shift in zip(ordered, far_first, strict=True):
            if shift:
                to_s = visit.start_s + shift * STEP_S
                rows.append((visit.id, visit.start_s, to_s, shift * STEP_S / 60))
    frame = pd.DataFrame(rows, columns=["visit_id", "from_s", "to_s", "minutes"])
    return frame.sort_values("visit_id", ignore_index=True)
