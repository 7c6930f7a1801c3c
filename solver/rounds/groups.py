"""Which visits and carers can have to do with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from solver.domain import Carer, Plan, Visit
from solver.rounds.translation.links import links_of

if TYPE_CHECKING:
    from solver.domain import Round, RoundChoices, Workload

Group = tuple[Sequence[Visit], Sequence[Carer]]
"""Visits, and the carers who may make them."""


def groups_of(workload: Workload, choices: RoundChoices) -> list[Group]:
    """Part a day into groups that can be searched each by itself.

    Where carers stay with their provider, that is a group a provider; providers who share a
    person whose visits are linked in time are one group.
    """
    if choices.freedom == "re-provide":
        return [(workload.visits, workload.carers)] if workload.carers else []
    with_whom = _joined(workload)
    visits: dict[str, list[Visit]] = defaultdict(list)
    carers: dict[str, list[Carer]] = defaultdict(list)
    for visit in workload.visits:
        visits[with_whom.get(visit.provider_id, visit.provider_id)].append(visit)
    for carer in workload.carers:
        carers[with_whom.get(carer.provider_id, carer.provider_id)].append(carer)
    return [(visits[name], carers[name]) for name in sorted(visits) if carers[name]]


def _joined(workload: Workload) -> dict[str, str]:
    """Name for each provider with a shared person one that stands for all who are joined to it."""
    stands: dict[str, str] = {}

    def root(name: str) -> str:
        while stands.get(name, name) != name:
            name = stands[name]
        return name

    for link in links_of(workload.visits):
        one, two = (root(workload.visit[name].provider_id) for name in (link.one, link.two))
        if one != two:
            stands[max(one, two)] = min(one, two)
    return {name: root(name) for name in stands}


def apart(plan: Plan, groups: Sequence[Group]) -> list[Plan]:
    """Give each group the rounds of its carers, and those with a visit of its own."""
    of_visit = {visit.id: k for k, (visits, _) in enumerate(groups) for visit in visits}
    of_carer = {carer.id: k for k, (_, carers) in enumerate(groups) for carer in carers}
    rounds: list[list[Round]] = [[] for _ in groups]
    for item in plan.rounds:
        concerned = {of_visit.get(stop.visit_id) for stop in item.stops}
        for k in concerned | {of_carer.get(item.carer_id)}:
            if k is not None:
                rounds[k].append(item)
    return [Plan(plan.day, tuple(mine)) for mine in rounds]
