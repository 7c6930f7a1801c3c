"""Tasks: the calls of a day, one for each carer that a visit needs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.rounds.translation.fit import holder, made_today
from solver.rounds.translation.links import links_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import Carer, Plan, RoundChoices, Visit
    from solver.rounds.translation.fit import Made
    from solver.search.problem import Ints


@dataclass(frozen=True, eq=False)
class Tasks:
    """The n calls of a day; the two of a double-handed visit are twins.

    Parameters
    ----------
    visits
        Visit of each task (n,).
    halves
        Which of its visit's calls a task is (n,), from 0.
    made
        Who makes which visit today.
    """

    visits: tuple[Visit, ...]
    halves: tuple[int, ...]
    made: Made

    @cached_property
    def holders(self) -> tuple[str | None, ...]:
        """Carer who makes each call today (n,)."""
        pairs = zip(self.visits, self.halves, strict=True)
        return tuple(holder(visit, half, self.made) for visit, half in pairs)

    @cached_property
    def first(self) -> dict[str, int]:
        """First task of each visit, by its id."""
        return {visit.id: i for i, visit in enumerate(self.visits) if self.halves[i] == 0}

    def twins(self) -> Ints:
        """Give the other task of each task's visit (n,); -1 where there is none."""
        twin = np.full(len(self.visits), -1, np.int32)
        for i, visit in enumerate(self.visits):
            if visit.carers_required == 2:
                twin[i] = i + 1 if self.halves[i] == 0 else i - 1
        return twin

    def links(self, choices: RoundChoices) -> Ints:
        """Write the links between visits as links between their first tasks (k, 4)."""
        bound = links_of((self.visits[i] for i in self.first.values()), choices)
        rows = [(self.first[i.one], self.first[i.two], i.least_s, i.most_s) for i in bound]
        return np.array(rows, np.int32).reshape(-1, 4)

    def routes(
        self, plan: Plan, vehicles: Sequence[tuple[Carer, int]]
    ) -> tuple[tuple[int, ...], ...]:
        """Write rounds in tasks, one route a vehicle (carer, shift).

        A carer who holds one of a visit's tasks today takes that one.
        """
        number = {(carer.id, shift): v for v, (carer, shift) in enumerate(vehicles)}
        routes: list[list[int]] = [[] for _ in vehicles]
        taker = self._takers(plan)
        for item in plan.rounds:
            v = number.get((item.carer_id, item.shift))
            for stop in item.stops:
                task = taker.pop((stop.visit_id, item.carer_id), None)
                if v is not None and task is not None:
                    routes[v].append(task)
        return tuple(tuple(route) for route in routes)

    def _takers(self, plan: Plan) -> dict[tuple[str, str], int]:
        """Say which task of a visit each of its carers takes, by visit and carer."""
        calls: dict[str, list[str]] = defaultdict(list)
        for item in plan.rounds:
            for stop in item.stops:
                calls[stop.visit_id].append(item.carer_id)
        taker: dict[tuple[str, str], int] = {}
        for visit_id, i in self.first.items():
            mine = list(range(i, i + self.visits[i].carers_required))
            others = []
            for carer_id in calls[visit_id]:
                held = next((task for task in mine if self.holders[task] == carer_id), None)
                if held is None:
                    others.append(carer_id)
                else:
                    mine.remove(held)
                    taker[visit_id, carer_id] = held
            taker.update(((visit_id, who), task) for who, task in zip(others, mine, strict=False))
        return taker


def tasks_of(visits: Sequence[Visit], today: Plan) -> Tasks:
    """List the calls of visits, and who makes them today."""
    pairs = [(visit, k) for visit in visits for k in range(visit.carers_required)]
    return Tasks(tuple(v for v, _ in pairs), tuple(k for _, k in pairs), made_today(today))
