"""What finished rounds are worth: the calls made, then the cost.

Counted whole, on the ways as they are and at the starts that were chosen.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from solver.domain import Plan
from solver.rounds.finish import calls
from solver.rounds.groups import apart
from solver.rounds.translation.fit import PER_PENNY
from solver.rounds.translation.translate import UNSERVED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from solver.base.case import Case
    from solver.domain import Round, Workload
    from solver.rounds.translation.crews import Crews
    from solver.rounds.translation.translate import Translation


@dataclass(frozen=True, order=True, slots=True)
class Worth:
    """The smaller the better: most calls made, then least cost.

    Parameters
    ----------
    left
        Calls asked for and not made.
    cost
        Working time, mileage and preferences in thousandths of a penny, and ``UNSERVED`` for each
        call that is left.
    """

    left: int
    cost: int


@dataclass(frozen=True, eq=False)
class Scales:
    """Weighs rounds of one day.

    Parameters
    ----------
    case
        The day as it is asked for.
    crews
        Its crews; the pieces know each as one carer.
    groups
        Visits and carers that are searched by themselves.
    pieces
        The day as it is searched, a piece for each group.
    """

    case: Case
    crews: Crews
    groups: Sequence[Workload]
    pieces: Sequence[Translation]

    def worth(self, rounds: Sequence[Round]) -> Worth:
        """Weigh finished rounds."""
        return self._weighed(rounds, with_starts=True)

    def at_best(self, rounds: Sequence[Round]) -> Worth:
        """Say what rounds are worth at the very most, whichever starts are chosen for them.

        Waiting, moved starts, uneven work and paid hours without any may all come to nothing.
        """
        return self._weighed(rounds, with_starts=False)

    def apart(self, plan: Plan) -> Iterator[tuple[Translation, Plan]]:
        """Give each piece what of a plan its carers and visits take part in, crews as one."""
        as_one = self.crews.plan_as_one(plan)
        return zip(self.pieces, apart(as_one, self.groups), strict=True)

    def _weighed(self, rounds: Sequence[Round], *, with_starts: bool) -> Worth:
        wanted = sum(visit.carers_required for visit in self.case.workload.visits)
        left = wanted - calls(rounds)
        start = {stop.visit_id: stop.start_s for item in rounds for stop in item.stops}
        cost = UNSERVED * left
        for piece, mine in self.apart(Plan(self.case.day, tuple(rounds))):
            routes = piece.routes(mine)
            cost += _door_and_ways(piece, routes, self.case)
            if with_starts:
                cost += _waiting_and_balance(piece, routes, start, self.case)
        if with_starts:
            cost += self._moved(start)
        return Worth(left, cost)

    def _moved(self, start: dict[str, int]) -> int:
        """Price the moves of starts beyond the tolerance, once a visit."""
        wishes, visit = self.case.preferences, self.case.workload.visit
        moved_s = sum(
            max(0, abs(start_s - visit[name].start_s) - wishes.tolerance_s)
            for name, start_s in start.items()
        )
        return round(wishes.moved * PER_PENNY * moved_s / 60)


def _legs(
    piece: Translation, v: int, route: Sequence[int], case: Case
) -> list[tuple[int, int, int, int]]:
    """(task, next task, seconds, metres) of the ways between the calls of a route."""
    carer, _ = piece.vehicles[v]
    travel, visits = case.travel, piece.visits
    return [
        (i, j, *travel.leg(carer.mode, visits[i].place, visits[j].place,
                           travel.period(visits[j].start_s)))
        for i, j in pairwise(route)
    ]  # fmt: skip


def _door_and_ways(piece: Translation, routes: Sequence[Sequence[int]], case: Case) -> int:
    """Price what does not depend on starts: pay at the door, who calls, and the ways."""
    p, cost = piece.problem, 0
    for v, route in enumerate(routes):
        if not route:
            continue
        cost += sum(int(p.service_s[x]) * piece.door_second_cost + int(p.fit[x, v]) for x in route)
        for _, _, way_s, way_m in _legs(piece, v, route, case):
            cost += way_s * int(p.second_cost[v]) + way_m * int(p.metre_cost[v])
        carer, _ = piece.vehicles[v]
        if carer.starts_from == "free":
            continue
        first, last = piece.visits[route[0]], piece.visits[route[-1]]
        for one, two, visit in ((carer.home, first.place, first), (last.place, carer.home, last)):
            period = case.travel.period(visit.start_s)
            way_s, way_m = case.travel.leg(carer.mode, one, two, period)
            cost += way_s * int(p.home_second_cost[v]) + way_m * int(p.home_metre_cost[v])
    return cost


def _waiting_and_balance(
    piece: Translation, routes: Sequence[Sequence[int]], start: dict[str, int], case: Case
) -> int:
    """Price what depends on starts: paid waiting, uneven work, and paid hours without any."""
    p, cost = piece.problem, 0
    work_s: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    counts = bool(p.wait_cost.any())
    for v, route in enumerate(routes):
        if not route:
            continue
        spent_s = sum(int(p.service_s[x]) for x in route)
        for i, j, way_s, _ in _legs(piece, v, route, case):
            gap_s = start[piece.visits[j].id] - start[piece.visits[i].id]
            gap_s -= int(p.service_s[i]) + way_s
            if 0 < gap_s <= p.wait_limit_s:
                cost += gap_s * int(p.wait_cost[v])
            spent_s += way_s + (gap_s if counts and gap_s <= p.wait_limit_s else 0)
        work_s[int(p.group[v])][int(p.person[v])] += spent_s
    off_s = sum(
        abs(one * len(times) - sum(times.values())) / len(times)
        for times in work_s.values()
        for one in times.values()
    )
    return cost + round(off_s / 60 * p.uneven_cost) + _idle(piece, work_s)


def _idle(piece: Translation, work_s: Mapping[int, Mapping[int, int]]) -> int:
    """Price hours that are paid anyway and without work."""
    p = piece.problem
    worked = {person: spent for times in work_s.values() for person, spent in times.items()}
    every = zip(p.person.tolist(), p.paid_anyway_s.tolist(), p.idle_cost.tolist(), strict=True)
    each = {person: (paid_s, cost) for person, paid_s, cost in every}
    return sum(max(0, paid_s - worked.get(k, 0)) * cost for k, (paid_s, cost) in each.items())
