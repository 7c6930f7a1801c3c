"""Which carers are liked for which people, where more is known than today's rounds of one day."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.rounds.translation.fit import PER_PENNY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from solver.base.case import Case
    from solver.domain import Carer, Day, Plan, Visit, Workload
    from solver.search.problem import Ints

KNOWN = 0.5
"""A carer who comes at all is at least half as familiar as the one who comes most often."""

NOT_THE_USUAL = 0.8
"""Any carer but the usual one is at most so familiar, however often they come."""


@dataclass(frozen=True, eq=False)
class Liking:
    """How familiar carers are to people.

    Parameters
    ----------
    familiar
        person_id → carer_id → 0 (new) to 1 (comes most often); new where absent.
    points
        What a call by a carer who is new costs; a point weighs a penny.
    """

    familiar: Mapping[str, Mapping[str, float]]
    points: int


def liked(fit: Ints, tasks: Sequence[Visit], carers: Sequence[Carer], liking: Liking) -> Ints:
    """Weigh each carer for each task.

    Parameters
    ----------
    fit
        (n, carers) -1 where a carer must not make a call; stays so.
    tasks, carers
        Visit of each task, and the carers.
    liking
        Who is familiar to whom.

    Returns
    -------
    fit
        (n, carers) -1, or what a call by that carer costs on top of travel and waiting.
    """
    new = liking.points * PER_PENNY
    number = {carer.id: j for j, carer in enumerate(carers)}
    cost = np.full((len(tasks), len(carers)), new, np.int32)
    for i, visit in enumerate(tasks):
        for carer_id, share in liking.familiar.get(visit.person_id, {}).items():
            if carer_id in number:
                cost[i, number[carer_id]] = round(new * (1 - share))
    return np.where(fit < 0, np.int32(-1), cost)


def familiar_on(
    day: Day, cases: Mapping[Day, Case], plans: Mapping[Day, Plan]
) -> dict[str, dict[str, float]]:
    """Say how familiar carers are to people, seen from one day of a week.

    Counted are the calls of the other days as planned so far, and this day's as loaded. The carer
    with most calls (the two with most, where visits are double-handed) is wholly familiar, others
    in proportion, up to :data:`NOT_THE_USUAL`; whoever calls at all in today's week at least
    :data:`KNOWN`. So people who see many carers equally often come to have a usual one.

    Returns
    -------
    familiar
        person_id → carer_id → 0 to 1.
    """
    calls: dict[str, Counter[str]] = defaultdict(Counter)
    known: dict[str, set[str]] = defaultdict(set)
    for other, case in cases.items():
        for person, carer in _pairs(case.today, case.workload):
            known[person].add(carer)
        counted = case.today if other == day else plans.get(other, case.today)
        for person, carer in _pairs(counted, case.workload):
            calls[person][carer] += 1
    pairs = {
        visit.person_id
        for case in cases.values()
        for visit in case.workload.visits
        if visit.carers_required > 1
    }
    familiar: dict[str, dict[str, float]] = {}
    for person in calls.keys() | known.keys():
        ranked = sorted(calls[person].items(), key=lambda item: (-item[1], item[0]))
        most = ranked[0][1] if ranked else 1
        shares = dict.fromkeys(known[person], KNOWN)
        for place, (carer, count) in enumerate(ranked):
            usual = place < (2 if person in pairs else 1)
            share = 1.0 if usual else KNOWN + (NOT_THE_USUAL - KNOWN) * count / most
            shares[carer] = max(share, shares.get(carer, 0.0))
        familiar[person] = shares
    return familiar


def _pairs(plan: Plan, workload: Workload) -> Iterator[tuple[str, str]]:
    """Person and carer of each call."""
    for item in plan.rounds:
        for stop in item.stops:
            yield workload.visit[stop.visit_id].person_id, item.carer_id
