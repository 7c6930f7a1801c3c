"""From what a search found to rounds that can be run: in reach, and each visit whole."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from solver.domain import UNREACHABLE, Plan, Round, Stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import TravelSet, Workload
    from solver.rounds.reasons import Reasons
    from solver.rounds.translation.translate import Translation
    from solver.search.problem import Ints


def rounds_of(piece: Translation, routes: Sequence[Sequence[int]], start_s: Ints) -> list[Round]:
    """Write routes in the field's words.

    Parameters
    ----------
    piece
        What tasks and vehicles stand for.
    routes, start_s
        For each vehicle its tasks in order; (n,) the start of each task in seconds.
    """
    rounds = []
    for (carer, shift), route in zip(piece.vehicles, routes, strict=True):
        if route:
            stops = tuple(Stop(piece.visits[task].id, int(start_s[task])) for task in route)
            rounds.append(Round(carer.id, shift, stops))
    return rounds


def calls(rounds: Sequence[Round]) -> int:
    """Count the calls of rounds."""
    return sum(len(item.stops) for item in rounds)


def in_time(rounds: list[Round], workload: Workload, travel: TravelSet) -> list[Round]:
    """Drop the first calls of a shift that the carer cannot reach from the shift before.

    The search plans the shifts of a carer one by one; where two stand so close that the way
    between them does not fit, the later one begins with the first call in reach.
    """
    by_carer: dict[str, list[Round]] = defaultdict(list)
    for item in rounds:
        by_carer[item.carer_id].append(item)
    kept: list[Round] = []
    for carer_id, items in by_carer.items():
        mode = workload.carer[carer_id].mode
        last: Stop | None = None
        for item in sorted(items, key=lambda item: item.shift):
            stops = list(item.stops)
            while last and stops:
                one, two = workload.visit[last.visit_id], workload.visit[stops[0].visit_id]
                way_s, _ = travel.leg(mode, one.place, two.place, travel.period(two.start_s))
                ready_s = last.start_s + one.service_s + way_s
                if way_s != UNREACHABLE and ready_s <= stops[0].start_s:
                    break
                stops.pop(0)
            kept.append(Round(carer_id, item.shift, tuple(stops)))
            last = stops[-1] if stops else last
    return kept


def whole(rounds: list[Round], workload: Workload) -> list[Round]:
    """Leave out calls of visits that not all their carers make, and rounds without a call."""
    calls: dict[str, int] = defaultdict(int)
    for item in rounds:
        for stop in item.stops:
            calls[stop.visit_id] += 1
    whole = {v.id for v in workload.visits if calls[v.id] == v.carers_required}
    out = []
    for item in sorted(rounds, key=lambda item: (item.carer_id, item.shift)):
        stops = tuple(stop for stop in item.stops if stop.visit_id in whole)
        if stops:
            out.append(Round(item.carer_id, item.shift, stops))
    return out


def with_the_rest(rounds: Sequence[Round], workload: Workload, reasons: Reasons) -> Plan:
    """Make rounds a plan: every other visit is unserved, with its reason."""
    served = {stop.visit_id for item in rounds for stop in item.stops}
    left = (visit for visit in workload.visits if visit.id not in served)
    return Plan(workload.day, tuple(rounds), tuple(reasons.of(visit) for visit in left))
