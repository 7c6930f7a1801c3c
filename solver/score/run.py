"""Run a plan on the roads: when each carer arrives, waits, starts and leaves.

A carer sets out from home (or base) in time to stand at the first door at the planned
start. From there on the roads decide: a visit starts at the latest of its
planned start and the arrival of each of its carers, so that lateness is start
minus planned start. A later shift of the same carer begins no earlier than the
end of the earlier one plus the way between the two doors.

Nothing hangs and nothing is dropped silently: a visit in a circle of rounds
that wait for each other, and a visit to which there is no way, are taken out
with the reason, and the rest runs on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.domain import UNREACHABLE, Unserved
from solver.errors import PlanError

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.domain import Carer, Plan, TravelSet, Visit, Workload

    Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Run:
    """A plan as it would really run: one row a call, in carer, shift and driving order.

    Where it was run again for d outturns of the day at once (:mod:`solver.score.retime`), what
    hangs on them is (d, n): arrival, start, length, ways, and which calls are first and last.

    Parameters
    ----------
    visits, carers
        The visit and the carer of each call (n,).
    shift, position
        Shift of the carer and place in the round, from 0 (n,).
    planned_s, arrival_s, start_s
        Planned start, arrival at the door and real start, seconds (n,).
    service_s
        Length at the door, seconds (n,).
    first, last
        True for the first and the last call of a round (n,).
    in_s, in_m
        Seconds and metres of the leg that leads to the call: from home where
        it is the first, else from the visit before (n,).
    home_s, home_m
        Seconds and metres of the leg home from the last call; 0 elsewhere, and for carers who
        start and end free (n,).
    unrun
        Visits of the plan that cannot be run, each with its reason.
    """

    visits: tuple[Visit, ...]
    carers: tuple[Carer, ...]
    shift: Ints
    position: Ints
    planned_s: Ints
    arrival_s: Ints
    start_s: Ints
    service_s: Ints
    first: npt.NDArray[np.bool_]
    last: npt.NDArray[np.bool_]
    in_s: Ints
    in_m: Ints
    home_s: Ints
    home_m: Ints
    unrun: tuple[Unserved, ...]


def run(plan: Plan, workload: Workload, travel: TravelSet) -> Run:
    """Run a plan on the travel given.

    Raises
    ------
    PlanError
        When the plan names a visit, a carer or a shift that the workload does
        not have, or the travel lacks a place or a mode that the plan needs.
    """
    calls = _calls(plan, workload)
    unrun: dict[str, Unserved] = {}
    while True:
        chain = _Chain([call for call in calls if call[2].id not in unrun], travel)
        stuck = chain.no_way() or chain.propagate()
        if not stuck:
            return chain.result(tuple(unrun.values()))
        unrun.update((item.visit_id, item) for item in stuck)


_Call = tuple["Carer", int, "Visit", int]


def _calls(plan: Plan, workload: Workload) -> list[_Call]:
    """List the calls as (carer, shift, visit, planned start), in carer and shift order."""
    calls: list[_Call] = []
    for item in sorted(plan.rounds, key=lambda item: (item.carer_id, item.shift)):
        carer = workload.carer.get(item.carer_id)
        if carer is None:
            raise PlanError(f"The plan names carer {item.carer_id!r}, who is not on duty that day.")
        if not 0 <= item.shift < len(carer.shifts):
            raise PlanError(
                f"The plan gives carer {carer.id!r} shift {item.shift + 1}; "
                f"{len(carer.shifts)} are known that day."
            )
        for stop in item.stops:
            visit = workload.visit.get(stop.visit_id)
            if visit is None:
                raise PlanError(
                    f"The plan names visit {stop.visit_id!r}, which is not among that day's visits."
                )
            calls.append((carer, item.shift, visit, stop.start_s))
    return calls


class _Chain:
    """The calls of a plan linked by rounds and by double-handed visits."""

    def __init__(self, calls: list[_Call], travel: TravelSet) -> None:
        self.calls = calls
        n = len(calls)
        self.row: dict[str, int] = {}
        self.visit_row = np.empty(n, np.int64)
        for i, (_, _, visit, _) in enumerate(calls):
            self.visit_row[i] = self.row.setdefault(visit.id, len(self.row))
        self.planned = np.zeros(len(self.row), np.int64)
        self.service = np.zeros(len(self.row), np.int64)
        for i, (_, _, visit, start_s) in enumerate(calls):
            at = self.visit_row[i]
            self.planned[at] = max(self.planned[at], start_s)
            self.service[at] = visit.service_s
        carer = [call[0].id for call in calls]
        shift = np.array([call[1] for call in calls], np.int64)
        same = np.array([i > 0 and carer[i] == carer[i - 1] for i in range(n)], bool)
        self.shift = shift
        self.first = ~(same & (shift == np.roll(shift, 1)))
        self.last = np.roll(self.first, -1)
        self.linked = same & self.first  # a later shift of the same carer
        self._legs(travel)

    def _legs(self, travel: TravelSet) -> None:
        n = len(self.calls)
        index = travel.index
        try:
            place = np.array([index[call[2].place] for call in self.calls], np.int64)
            home = np.array([index[call[0].home] for call in self.calls], np.int64)
        except KeyError as error:
            raise PlanError(f"The travel does not cover the place {error.args[0]!r}.") from error
        period = np.array([travel.period(call[2].start_s) for call in self.calls], np.int64)
        before = np.where(self.first, home, np.roll(place, 1))
        link_from = np.where(self.linked, np.roll(place, 1), place)
        self.in_s, self.in_m = np.zeros(n, np.int64), np.zeros(n, np.int64)
        self.home_s, self.home_m = np.zeros(n, np.int64), np.zeros(n, np.int64)
        self.link_s = np.zeros(n, np.int64)
        modes = np.array([call[0].mode for call in self.calls], object)
        for mode in sorted(set(modes)):
            matrices = travel.by_mode.get(mode)
            if matrices is None:
                raise PlanError(f"The plan needs travel by {mode}, which was not computed.")
            for at in np.unique(period[modes == mode]):
                rows = np.flatnonzero((modes == mode) & (period == at))
                matrix = matrices[at]
                ends = rows[self.last[rows]]
                self.in_s[rows] = matrix.durations_s[before[rows], place[rows]]
                self.in_m[rows] = matrix.lengths_m[before[rows], place[rows]]
                self.link_s[rows] = matrix.durations_s[link_from[rows], place[rows]]
                self.home_s[ends] = matrix.durations_s[place[ends], home[ends]]
                self.home_m[ends] = matrix.lengths_m[place[ends], home[ends]]
        free = np.array([call[0].starts_from == "free" for call in self.calls], bool)
        self.in_s[free & self.first] = self.in_m[free & self.first] = 0
        self.home_s[free] = self.home_m[free] = 0
        rides = np.array([bool(call[0].rides_with) for call in self.calls], bool)
        self.in_m[rides] = self.home_m[rides] = 0  # the car's miles are the driver's

    def no_way(self) -> list[Unserved]:
        """List the first visit of each round to or from which there is no way."""
        blocked = (self.in_s == UNREACHABLE) | (self.home_s == UNREACHABLE)
        blocked |= self.link_s == UNREACHABLE
        found: dict[tuple[str, int], Unserved] = {}
        for i in np.flatnonzero(blocked):
            carer, shift, visit, _ = self.calls[i]
            detail = f"Carer {carer.id} has no way by {carer.mode} to or from this visit."
            found.setdefault((carer.id, shift), Unserved(visit.id, "unreachable", detail))
        return list(found.values())

    def propagate(self) -> list[Unserved]:
        """Compute arrivals and starts; list one visit of each circle, if any waits in one."""
        n, m = len(self.calls), len(self.row)
        has_before = ~self.first | self.linked
        visit_row = self.visit_row.tolist()
        way = np.where(self.first, self.link_s, self.in_s).tolist()
        waits_for = [0] * m
        after: list[list[int]] = [[] for _ in range(m)]
        for i in np.flatnonzero(has_before).tolist():
            waits_for[visit_row[i]] += 1
            after[visit_row[i - 1]].append(i)
        start = self.planned.tolist()
        service = self.service.tolist()
        arrival = [start[visit_row[i]] for i in range(n)]
        first = self.first.tolist()
        ready = [v for v in range(m) if waits_for[v] == 0]
        done = 0
        while ready:
            visit = ready.pop()
            done += 1
            for i in after[visit]:
                there = start[visit] + service[visit] + way[i]
                target = visit_row[i]
                arrival[i] = max(arrival[i], there) if first[i] else there
                start[target] = max(start[target], there)
                waits_for[target] -= 1
                if waits_for[target] == 0:
                    ready.append(target)
        self.arrival = np.array(arrival, np.int64)
        self.start = np.array(start, np.int64)
        return [] if done == m else self._circles(waits_for, has_before)

    def _circles(self, waits_for: list[int], has_before: npt.NDArray[np.bool_]) -> list[Unserved]:
        """Take the latest planned visit out of each circle of waiting visits."""
        before: dict[int, int] = {}
        for i in np.flatnonzero(has_before).tolist():
            at, prior = int(self.visit_row[i]), int(self.visit_row[i - 1])
            if waits_for[at] > 0 and waits_for[prior] > 0:
                before.setdefault(at, prior)
        visit_of = {int(self.visit_row[i]): call[2] for i, call in enumerate(self.calls)}
        seen: dict[int, int] = {}
        out: list[Unserved] = []
        for mark, begin in enumerate(before):
            path: list[int] = []
            at = begin
            while at not in seen:
                seen[at] = mark
                path.append(at)
                at = before[at]
            if seen[at] != mark:
                continue
            circle = path[path.index(at) :]
            worst = max(circle, key=lambda v: (int(self.planned[v]), visit_of[v].id))
            detail = (
                "It cannot run: its carers wait for each other "
                f"(a circle of {len(circle)} visits across rounds)."
            )
            out.append(Unserved(visit_of[worst].id, "rounds-wait-for-each-other", detail))
        return out

    def result(self, unrun: tuple[Unserved, ...]) -> Run:
        position = np.zeros(len(self.calls), np.int64)
        for i in range(1, len(self.calls)):
            position[i] = 0 if self.first[i] else position[i - 1] + 1
        return Run(
            visits=tuple(call[2] for call in self.calls),
            carers=tuple(call[0] for call in self.calls),
            shift=self.shift,
            position=position,
            planned_s=self.planned[self.visit_row],
            arrival_s=self.arrival,
            start_s=self.start[self.visit_row],
            service_s=self.service[self.visit_row],
            first=self.first,
            last=self.last,
            in_s=self.in_s,
            in_m=self.in_m,
            home_s=self.home_s,
            home_m=self.home_m,
            unrun=unrun,
        )
