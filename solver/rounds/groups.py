"""Which visits and carers can have to do with each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from solver.domain import Carer, Plan, Visit
from solver.rounds.translation.links import links_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.base.case import Case
    from solver.domain import Round, RoundChoices, Workload


def groups_of(case: Case) -> list[Case]:
    """Part a day into groups of visits and carers that can be searched each by itself.

    Where carers stay with their provider, that is a group a provider; providers who share a
    person whose visits are linked in time are one group. Each group is the day of its own visits
    and carers, with its part of today's rounds.
    """
    workloads = _parted(case)
    todays = apart(case.today, workloads)
    return [
        replace(case, workload=workload, today=today)
        for workload, today in zip(workloads, todays, strict=True)
    ]


def _parted(case: Case) -> list[Workload]:
    workload = case.workload
    if case.choices.freedom == "re-provide":
        return [workload] if workload.carers else []
    with_whom = _joined(workload, case.choices)
    visits: dict[str, list[Visit]] = defaultdict(list)
    carers: dict[str, list[Carer]] = defaultdict(list)
    for visit in workload.visits:
        visits[with_whom.get(visit.provider_id, visit.provider_id)].append(visit)
    for carer in workload.carers:
        carers[with_whom.get(carer.provider_id, carer.provider_id)].append(carer)
    return [
        replace(workload, visits=tuple(visits[name]), carers=tuple(carers[name]))
        for name in sorted(visits)
        if carers[name]
    ]


def _joined(workload: Workload, choices: RoundChoices) -> dict[str, str]:
    """Name for each provider with a shared person one that stands for all who are joined to it."""
    stands: dict[str, str] = {}

    def root(name: str) -> str:
        while stands.get(name, name) != name:
            name = stands[name]
        return name

    for link in links_of(workload.visits, choices):
        one, two = (root(workload.visit[name].provider_id) for name in (link.one, link.two))
        if one != two:
            stands[max(one, two)] = min(one, two)
    return {name: root(name) for name in stands}


def apart(plan: Plan, workloads: Sequence[Workload]) -> list[Plan]:
    """Give each group of visits and carers the rounds of its carers, and those with its visits."""
    of_visit = {visit.id: k for k, load in enumerate(workloads) for visit in load.visits}
    of_carer = {carer.id: k for k, load in enumerate(workloads) for carer in load.carers}
    rounds: list[list[Round]] = [[] for _ in workloads]
    for item in plan.rounds:
        concerned = {of_visit.get(stop.visit_id) for stop in item.stops}
        for k in concerned | {of_carer.get(item.carer_id)}:
            if k is not None:
                rounds[k].append(item)
    return [Plan(plan.day, tuple(mine)) for mine in rounds]
