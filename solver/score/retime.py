"""Run a plan again as days may turn out: other speeds, longer visits, visits that fall away.

Each carer keeps the sequence of doors; nothing is planned anew. Arrivals and starts follow by the
same rules as in :mod:`solver.score.run`, for many outturns at once, and the ledger accounts for
them as it does for the plan. A visit that falls away costs nothing; its carer goes on from the
door before to the door after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import numpy as np

from solver.domain import UNREACHABLE

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.domain import TravelSet
    from solver.score.run import Run

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

NOWHERE = -(10**9)
"""End of a call before a carer's first: earlier than any time, with any way added."""


@dataclass(frozen=True, eq=False)
class Outturns:
    """How a day may turn out, d times.

    Parameters
    ----------
    visit_ids
        The visits of the day (v,).
    speed
        Speed of driving as a share of what was planned on (d,).
    overrun
        Share of its length by which each visit runs over (d, v).
    delivered
        False where a visit falls away (d, v).
    """

    visit_ids: tuple[str, ...]
    speed: npt.NDArray[np.float64]
    overrun: npt.NDArray[np.float64]
    delivered: Bools

    @cached_property
    def column(self) -> dict[str, int]:
        """Column of each visit id."""
        return {visit_id: i for i, visit_id in enumerate(self.visit_ids)}

    def columns(self, done: Run) -> Ints:
        """Column of the visit of each call of a run (n,)."""
        return np.array([self.column[visit.id] for visit in done.visits], np.int64)


@dataclass(frozen=True, eq=False)
class _Kept:
    """The calls of a run that are made in each outturn, all (d, n).

    Parameters
    ----------
    made
        False where the visit falls away.
    before
        Row of the call made before by the same carer; the call's own where there is none.
    first, last
        True for the first and the last call made of a round.
    linked
        True for a first call that follows an earlier shift of the carer.
    """

    made: Bools
    before: Ints
    first: Bools
    last: Bools
    linked: Bools


def retime(
    done: Run, travel: TravelSet, outturns: Outturns, *, stop_s: int
) -> tuple[Run, Outturns | None]:
    """Run the calls of a run again, once for each outturn.

    Parameters
    ----------
    done
        The plan as it runs when all turns out as planned.
    travel
        Travel as planned.
    outturns
        How the day may turn out.
    stop_s
        What of each drive to a person's door is no driving (parking, key safe): speed leaves it.

    Returns
    -------
    run
        The same calls; planned starts as before, all else ``(d, n)``. A call that falls away has
        no time, no way and no length.
    mended
        ``None`` as a rule. Where a visit that falls away would leave its carer without a way, the
        outturns with all visits of that carer delivered: the run is of no use, and every plan of
        the day is to be run again with these.
    """
    made = outturns.delivered[:, outturns.columns(done)]
    kept = _kept(done, made)
    legs = _legs(done, travel, kept)
    lost = (legs.in_s == UNREACHABLE) | (legs.home_s == UNREACHABLE) | (legs.link_s == UNREACHABLE)
    if lost.any():
        return done, _with_carers_whole(done, outturns, lost)
    speed = outturns.speed[:, None]
    driven = np.array([carer.mode == "car" for carer in done.carers], np.bool_)
    to_person = np.array([visit.place.startswith("person:") for visit in done.visits], np.bool_)
    standing = np.where(driven & to_person, stop_s, 0)
    in_s = np.where(driven, _at_speed(legs.in_s, standing, speed), legs.in_s)
    link_s = np.where(driven, _at_speed(legs.link_s, standing, speed), legs.link_s)
    home_s = np.where(driven, _at_speed(legs.home_s, 0, speed), legs.home_s)
    longer = done.service_s * (1.0 + outturns.overrun[:, outturns.columns(done)])
    service_s = np.where(made, np.rint(longer), 0).astype(np.int64)
    arrival_s, start_s = _starts(done, kept, np.where(kept.linked, link_s, in_s), service_s)
    again = replace(
        done,
        arrival_s=arrival_s,
        start_s=start_s,
        service_s=service_s,
        first=kept.first,
        last=kept.last,
        in_s=in_s,
        in_m=legs.in_m,
        home_s=home_s,
        home_m=legs.home_m,
    )
    return again, None


def _at_speed(way_s: Ints, standing_s: Ints | int, speed: npt.NDArray[np.float64]) -> Ints:
    """Drive a way at another speed; what is no driving stays."""
    fixed = np.minimum(way_s, standing_s)
    return fixed + np.rint((way_s - fixed) / speed).astype(np.int64)


def _begins(done: Run) -> list[bool]:
    """Tell of each call whether it is its carer's first of the day (n,)."""
    ids = [carer.id for carer in done.carers]
    return [i == 0 or carer_id != ids[i - 1] for i, carer_id in enumerate(ids)]


def _kept(done: Run, made: Bools) -> _Kept:
    """Say which call comes before which where some fall away."""
    n = made.shape[1]
    row = np.arange(n)
    of_round = np.cumsum(done.first)
    of_carer = np.cumsum(np.array(_begins(done), np.bool_))
    before, after = np.full(made.shape, -1), np.full(made.shape, n)
    before[:, 1:] = np.maximum.accumulate(np.where(made, row, -1), axis=1)[:, :-1]
    after[:, :-1] = np.minimum.accumulate(np.where(made, row, n)[:, ::-1], axis=1)[:, -2::-1]
    carer_before = (before >= 0) & (of_carer[before] == of_carer)
    round_before = (before >= 0) & (of_round[before] == of_round)
    round_after = (after < n) & (of_round[np.minimum(after, n - 1)] == of_round)
    first = made & ~round_before
    return _Kept(
        made=made,
        before=np.where(made & carer_before, before, row),
        first=first,
        last=made & ~round_after,
        linked=first & carer_before,
    )


@dataclass(frozen=True, eq=False)
class _Legs:
    """Seconds and metres as planned of the ways that are left, all (d, n)."""

    in_s: Ints
    in_m: Ints
    home_s: Ints
    home_m: Ints
    link_s: Ints


def _legs(done: Run, travel: TravelSet, kept: _Kept) -> _Legs:
    """Look the ways up, as the run of a plan does."""
    index = travel.index
    place = np.array([index[visit.place] for visit in done.visits], np.int64)
    home = np.array([index[carer.home] for carer in done.carers], np.int64)
    period = np.array([travel.period(visit.start_s) for visit in done.visits], np.int64)
    modes = np.array([carer.mode for carer in done.carers], object)
    came_from = np.where(kept.first, home, place[kept.before])
    link_from = np.where(kept.linked, place[kept.before], place)
    found = {name: np.zeros(kept.made.shape, np.int64) for name in _Legs.__annotations__}
    for mode in sorted(set(modes)):
        for at in np.unique(period[modes == mode]):
            rows = np.flatnonzero((modes == mode) & (period == at))
            matrix, to = travel.by_mode[mode][at], place[rows]
            found["in_s"][:, rows] = matrix.durations_s[came_from[:, rows], to]
            found["in_m"][:, rows] = matrix.lengths_m[came_from[:, rows], to]
            found["link_s"][:, rows] = matrix.durations_s[link_from[:, rows], to]
            found["home_s"][:, rows] = matrix.durations_s[to, home[rows]]
            found["home_m"][:, rows] = matrix.lengths_m[to, home[rows]]
    free = np.array([carer.starts_from == "free" for carer in done.carers], np.bool_)
    rides = np.array([bool(carer.rides_with) for carer in done.carers], np.bool_)
    comes = kept.made & ~(free & kept.first)
    goes_home = kept.last & ~free
    return _Legs(
        in_s=np.where(comes, found["in_s"], 0),
        in_m=np.where(comes & ~rides, found["in_m"], 0),
        home_s=np.where(goes_home, found["home_s"], 0),
        home_m=np.where(goes_home & ~rides, found["home_m"], 0),
        link_s=np.where(kept.linked, found["link_s"], 0),
    )


def _with_carers_whole(done: Run, outturns: Outturns, lost: Bools) -> Outturns:
    """Deliver, where a way is missing, all visits of its carer in that outturn."""
    delivered = outturns.delivered.copy()
    columns = outturns.columns(done)
    carers = np.array([carer.id for carer in done.carers], object)
    for turn, call in np.argwhere(lost):
        delivered[turn, columns[carers == carers[call]]] = True
    return replace(outturns, delivered=delivered)


def _starts(done: Run, kept: _Kept, way_s: Ints, service_s: Ints) -> tuple[Ints, Ints]:
    """Carry arrivals and starts through the rounds; both (d, n).

    As in a run: a visit starts at the later of its planned start and the arrival of each of its
    carers; the first call of a round is reached by its planned start unless an earlier shift of
    the carer runs into it.
    """
    calls_of: dict[str, list[int]] = {}
    for i, visit in enumerate(done.visits):
        calls_of.setdefault(visit.id, []).append(i)
    begins = _begins(done)
    waits_for = {
        visit_id: {done.visits[i - 1].id for i in rows if not begins[i]}
        for visit_id, rows in calls_of.items()
    }
    made, first, way, service = (
        np.ascontiguousarray(array.T) for array in (kept.made, kept.first, way_s, service_s)
    )
    turns = made.shape[1]
    planned = done.planned_s.tolist()
    nowhere = np.full(turns, NOWHERE, np.int64)
    arrival, start, end = (np.empty(made.shape, np.int64) for _ in range(3))
    for visit_id in TopologicalSorter(waits_for).static_order():
        rows = calls_of[visit_id]
        begun = np.full(turns, planned[rows[0]], np.int64)
        for i in rows:
            there = (nowhere if begins[i] else end[i - 1]) + way[i]
            np.maximum(begun, there, out=begun, where=made[i])
            arrival[i] = np.where(first[i], np.maximum(planned[i], there), there)
        for i in rows:
            start[i] = begun
            end[i] = np.where(made[i], begun + service[i], nowhere if begins[i] else end[i - 1])
    arrived, started = (
        np.where(kept.made, np.ascontiguousarray(array.T), done.planned_s)
        for array in (arrival, start)
    )
    return arrived, started
