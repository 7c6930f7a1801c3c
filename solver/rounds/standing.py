"""What of given rounds can stand, as they stand: every rule kept, on the ways as they are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from solver.domain import UNREACHABLE
from solver.rounds.finish import rounds_of
from solver.rounds.translation.translate import BREAK_AFTER_S, BREAK_S

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from solver.domain import Plan, Round, TravelSet
    from solver.rounds.translation.translate import Translation


@dataclass(frozen=True, slots=True)
class TimedCall:
    """A task of a route, and when it starts (seconds)."""

    task: int
    start_s: int


def standing(piece: Translation, plan: Plan, travel: TravelSet) -> list[Round]:
    """Leave out of given rounds what breaks a rule; all else keeps its carer and its start.

    Parameters
    ----------
    piece
        What the rules are, and what may be planned.
    plan
        The rounds.
    travel
        Ways to the second: a plan that keeps them may break the search's whole minutes.
    """
    kept = _Kept(piece, plan, travel)
    while kept.drop_what_cannot_be_run() or kept.drop_what_hangs_together():
        pass
    routes = [[call.task for call in route] for route in kept.routes]
    start_s = piece.problem.latest_s.copy()
    for route in kept.routes:
        for call in route:
            start_s[call.task] = call.start_s
    return rounds_of(piece, routes, start_s)


class _Kept:
    """Routes from which calls are dropped until all that is left keeps every rule."""

    def __init__(self, piece: Translation, plan: Plan, travel: TravelSet) -> None:
        self.piece, self.problem, self.travel = piece, piece.problem, travel
        at = {
            (item.carer_id, item.shift, stop.visit_id): stop.start_s
            for item in plan.rounds
            for stop in item.stops
        }
        self.routes = [
            [TimedCall(task, at[carer.id, shift, piece.visits[task].id]) for task in route]
            for (carer, shift), route in zip(piece.vehicles, piece.routes(plan), strict=True)
        ]
        self.routes = [
            [call for call in route if self._allowed(v, call)]
            for v, route in enumerate(self.routes)
        ]
        self.days: dict[int, list[int]] = {}
        for v, person in enumerate(self.problem.person.tolist()):
            self.days.setdefault(person, []).append(v)

    def _allowed(self, v: int, call: TimedCall) -> bool:
        """Say whether a call keeps its window, and the carer and the shift suit it."""
        p, x, start_s = self.problem, call.task, call.start_s
        fits = p.fit[x, v] >= 0 and p.earliest_s[x] <= start_s <= p.latest_s[x]
        return bool(fits and p.opens_s[v] <= start_s and start_s + p.service_s[x] <= p.closes_s[v])

    def _way_s(self, v: int, one: str, two: str, task: int) -> int:
        carer, _ = self.piece.vehicles[v]
        period = self.travel.period(self.piece.visits[task].start_s)
        return self.travel.leg(carer.mode, one, two, period)[0]

    def _reached(self, v: int, last: TimedCall, call: TimedCall) -> bool:
        """Say whether there is a way from one call to the next, and time for it."""
        one, two = self.piece.visits[last.task], self.piece.visits[call.task]
        way_s = self._way_s(v, one.place, two.place, call.task)
        return way_s != UNREACHABLE and last.start_s + one.service_s + way_s <= call.start_s

    def _from_home(self, v: int, call: TimedCall, *, back: bool) -> bool:
        carer, _ = self.piece.vehicles[v]
        ends = (carer.home, self.piece.visits[call.task].place)
        one, two = reversed(ends) if back else ends
        free = carer.starts_from == "free"
        return free or self._way_s(v, one, two, call.task) != UNREACHABLE

    def drop_what_cannot_be_run(self) -> bool:
        """Drop calls out of reach, out of order, and beyond breaks and hours."""
        before = self._count()
        for day in self.days.values():
            last: TimedCall | None = None
            for v in day:
                self.routes[v] = self._in_reach(v, last)
                last = self.routes[v][-1] if self.routes[v] else last
            while self._too_long(day):
                v = next(v for v in reversed(day) if self.routes[v])
                self.routes[v].pop()
        return self._count() < before

    def _in_reach(self, v: int, last: TimedCall | None) -> list[TimedCall]:
        """Keep of a route what can be reached one by one, and has its break."""
        kept: list[TimedCall] = []
        order = -1
        for call in self.routes[v]:
            at = int(self.problem.order[call.task])
            if not kept and not self._from_home(v, call, back=False):
                continue
            if last is not None and not self._reached(v, last, call):
                continue
            if 0 <= at < order:
                continue
            kept.append(call)
            last, order = call, max(order, at)
        while kept and not (self._from_home(v, kept[-1], back=True) and self._rested(v, kept)):
            kept.pop()
        return kept

    def _span_s(self, route: Sequence[TimedCall]) -> int:
        if not route:
            return 0
        service_s = self.piece.visits[route[-1].task].service_s
        return route[-1].start_s + service_s - route[0].start_s

    def _rested(self, v: int, route: Sequence[TimedCall]) -> bool:
        """Say whether a route that spans long has its break."""
        if self._span_s(route) <= BREAK_AFTER_S:
            return True
        return any(
            two.start_s - one.start_s - self.piece.visits[one.task].service_s - way_s >= BREAK_S
            for one, two, way_s in self._ways(v, route)
        )

    def _ways(
        self, v: int, route: Sequence[TimedCall]
    ) -> Iterator[tuple[TimedCall, TimedCall, int]]:
        for one, two in pairwise(route):
            here, there = (self.piece.visits[call.task].place for call in (one, two))
            yield one, two, self._way_s(v, here, there, two.task)

    def _too_long(self, day: Sequence[int]) -> bool:
        """Say whether a person's rounds take more than the most hours of the day."""
        most_s = int(self.problem.most_s[day[0]])
        return sum(self._span_s(self.routes[v]) for v in day) > most_s

    def drop_what_hangs_together(self) -> bool:
        """Drop units that are not whole, twins apart, and what breaks a link."""
        p = self.problem
        start = {call.task: call.start_s for route in self.routes for call in route}
        gone = {int(p.unit[task]) for task in range(p.tasks) if not self._paired(task, start)}
        for one, two, least, most in p.links.tolist():
            if one in start and two in start and not least <= start[two] - start[one] <= most:
                gone.add(int(p.unit[two]))
        before = self._count()
        self.routes = [
            [call for call in route if int(p.unit[call.task]) not in gone] for route in self.routes
        ]
        return self._count() < before

    def _paired(self, task: int, start: dict[int, int]) -> bool:
        """Say whether a task is done, and its twin with it."""
        twin = int(self.problem.twin[task])
        return task in start and (twin < 0 or start.get(twin) == start[task])

    def _count(self) -> int:
        return sum(map(len, self.routes))
