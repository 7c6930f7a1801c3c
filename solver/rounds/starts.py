"""Choose the starts of rounds that are found: no dearer, on whole minutes, near today.

The search leaves every visit at its earliest. For the routes as they stand, a
linear programme picks the starts: least paid waiting first, then least move
from today's start. Its constraints are differences of two starts, so that
whole minutes come out where whole minutes go in.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import scipy
from scipy.sparse import coo_array

from solver.domain import Round, Stop
from solver.errors import PlanError
from solver.rounds.translation.links import links_of
from solver.rounds.translation.translate import BREAK_AFTER_S, BREAK_S
from solver.rounds.translation.windows import windows
from solver.search.problem import FAR_S

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from solver.base.case import Case
    from solver.domain import Carer

MINUTE_S = 60

NUDGE = 0.1
"""Points a minute of move within the tolerance: it only decides between starts that cost alike."""

Difference = tuple[str, str, int]
"""``(one, two, least)``: visit two starts at least that many seconds after visit one."""


def choose_starts(
    rounds: Sequence[Round], case: Case, pinned: Mapping[str, int] | None = None
) -> list[Round]:
    """Choose the starts of given rounds.

    Parameters
    ----------
    rounds
        Rounds whose starts keep every window, way, shift and break.
    case
        What they were planned from; what a minute of waiting costs, and a move.
    pinned
        Starts (seconds) of visits that keep theirs.

    Returns
    -------
    rounds
        The same rounds with other starts: on whole minutes where windows, ways and visits allow
        it for all of them.

    Raises
    ------
    PlanError
        When the given starts break a window, a way, a shift or a break.
    """
    if not any(item.stops for item in rounds):
        return list(rounds)
    model = _Model(rounds, case, pinned or {})
    starts = model.solve(MINUTE_S) or model.solve(1)
    if starts is None:
        raise PlanError("The starts of the rounds contradict each other.")
    return [
        Round(
            item.carer_id,
            item.shift,
            tuple(Stop(stop.visit_id, starts[stop.visit_id]) for stop in item.stops),
        )
        for item in rounds
    ]


def _within_hours(carers: Sequence[Carer]) -> set[str]:
    """Name the carers whose day, or that of the other of their crew, has most hours."""
    own = {carer.id for carer in carers if carer.most_s is not None}
    drivers = {carer.rides_with for carer in carers if carer.id in own}
    return own | drivers | {carer.id for carer in carers if carer.rides_with in own}


class _Model:
    """The starts of all visits, what holds between them, and what they cost."""

    def __init__(self, rounds: Sequence[Round], case: Case, pinned: Mapping[str, int]) -> None:
        self.workload, self.travel, self.rules = case.workload, case.travel, case.rules
        self.preferences = case.preferences
        workload = case.workload
        self.start = {stop.visit_id: stop.start_s for item in rounds for stop in item.stops}
        self.names = sorted(self.start)
        self.index = {name: i for i, name in enumerate(self.names)}
        span = windows((workload.visit[name] for name in self.names), case.choices)
        span |= {name: (at_s, at_s) for name, at_s in pinned.items() if name in span}
        self.low = {name: span[name][0] for name in self.names}
        self.high = {name: span[name][1] for name in self.names}
        self.cost_pence = dict.fromkeys(self.names, 0.0)  # of starting one second later
        self.differences: list[Difference] = []
        of_day = links_of(workload.visits, case.choices)
        bound = [link for link in of_day if link.one in self.start and link.two in self.start]
        self.linked = {name for link in bound for name in (link.one, link.two)}
        for link in bound:
            self.differences.append((link.one, link.two, link.least_s))
            if link.most_s < FAR_S:
                self.differences.append((link.two, link.one, -link.most_s))
        self.within_hours = _within_hours(workload.carers)
        by_carer: dict[str, list[Round]] = defaultdict(list)
        for item in rounds:
            if item.stops:
                carer = workload.carer[item.carer_id]
                self._bind(item, carer)
                by_carer[item.carer_id].append(item)
        for items in by_carer.values():
            items.sort(key=lambda item: item.shift)
            self._bind_hours(items)
            for before, after in pairwise(items):
                one, two = before.stops[-1].visit_id, after.stops[0].visit_id
                way_s = self._way_s(workload.carer[before.carer_id], one, two)
                self.differences.append((one, two, self._service_s(one) + way_s))

    def _service_s(self, name: str) -> int:
        return self.workload.visit[name].service_s

    def _way_s(self, carer: Carer, one: str, two: str) -> int:
        before, after = self.workload.visit[one], self.workload.visit[two]
        period = self.travel.period(after.start_s)
        return self.travel.leg(carer.mode, before.place, after.place, period)[0]

    def _bind(self, item: Round, carer: Carer) -> None:
        """Add what a round holds to: its shift, its ways, its break; and what its waiting costs."""
        shift = carer.shifts[item.shift]
        wage = carer.wage_pence if carer.wage_pence is not None else self.rules.wage_pence
        pence = wage * (1 + self.rules.on_cost_share) / 3_600 if self.rules.pay_waiting else 0.0
        gaps = list(self._gaps(item, carer))
        first, last = item.stops[0].visit_id, item.stops[-1].visit_id
        for stop in item.stops:
            name = stop.visit_id
            self.low[name] = max(self.low[name], shift.start_s)
            self.high[name] = min(self.high[name], shift.end_s - self._service_s(name))
        span_s = self.start[last] + self._service_s(last) - self.start[first]
        rest = max(range(len(gaps)), key=lambda k: gaps[k][3], default=-1)
        owes = span_s > BREAK_AFTER_S
        if not owes:  # it must not come to owe a break
            self.differences.append((last, first, self._service_s(last) - BREAK_AFTER_S))
        for k, (one, two, least_s, free_s) in enumerate(gaps):
            least = least_s + (min(BREAK_S, free_s) if owes and k == rest else 0)
            if free_s > self.rules.waiting_limit_s:
                if carer.id not in self.within_hours:  # free time, which must stay so
                    least = least_s + self.rules.waiting_limit_s + 1
            else:
                self.cost_pence[two] += pence
                self.cost_pence[one] -= pence
            self.differences.append((one, two, least))

    def _bind_hours(self, items: Sequence[Round]) -> None:
        """Keep a carer's rounds within the most hours of the day.

        What is left of them after each round's own least span goes to the first round.
        """
        carer = self.workload.carer[items[0].carer_id]
        if carer.most_s is None:
            return
        spans_s = [self._tight_span_s(item, carer) for item in items]
        spans_s[0] += carer.most_s - sum(spans_s)
        for item, span_s in zip(items, spans_s, strict=True):
            first, last = item.stops[0].visit_id, item.stops[-1].visit_id
            self.differences.append((last, first, self._service_s(last) - span_s))

    def _tight_span_s(self, item: Round, carer: Carer) -> int:
        """Span of a round when visits on which nothing else hangs start as late as the next lets.

        Of a round that owes a break, each wait keeps as much as a break takes.
        """
        first, last = item.stops[0].visit_id, item.stops[-1].visit_id
        start_s = self.start[last]
        end_s = start_s + self._service_s(last)
        rest_s = BREAK_S if end_s - self.start[first] > BREAK_AFTER_S else 0
        for one, _, least_s, free_s in reversed(list(self._gaps(item, carer))):
            alone = self.workload.visit[one].carers_required == 1 and one not in self.linked
            later_s = min(self.high[one], start_s - least_s - min(free_s, rest_s))
            start_s = max(self.start[one], later_s) if alone else self.start[one]
        return end_s - start_s

    def _gaps(self, item: Round, carer: Carer) -> Iterator[tuple[str, str, int, int]]:
        """Yield both visits, the least between their starts, and the time left over."""
        for before, after in pairwise(item.stops):
            one, two = before.visit_id, after.visit_id
            least_s = self._service_s(one) + self._way_s(carer, one, two)
            yield one, two, least_s, self.start[two] - self.start[one] - least_s

    def solve(self, grid_s: int) -> dict[str, int] | None:
        """Solve on a grid of so many seconds; None where nothing fits on it.

        Variables: the n starts, their n moves from today, and the n parts of those beyond the
        tolerance, in grid steps.
        """
        n = len(self.names)
        today = np.array([self.workload.visit[name].start_s for name in self.names]) / grid_s
        low = np.array([-(-self.low[name] // grid_s) for name in self.names], float)
        high = np.array([self.high[name] // grid_s for name in self.names], float)
        if (low > high).any():
            return None
        one = np.array([self.index[item[0]] for item in self.differences], np.int64)
        two = np.array([self.index[item[1]] for item in self.differences], np.int64)
        least = np.array([-(-item[2] // grid_s) for item in self.differences], float)
        d, i = np.arange(len(one)), np.arange(n)
        plus, minus = np.ones(n), -np.ones(n)
        ahead = len(one) + i
        rows = np.concatenate(
            [d, d, ahead, ahead, ahead + n, ahead + n, ahead + 2 * n, ahead + 2 * n]
        )
        columns = np.concatenate([one, two, i, i + n, i, i + n, i + n, i + 2 * n])
        values = np.concatenate(
            [np.ones(len(d)), -np.ones(len(d)), plus, minus, minus, minus, plus, minus]
        )
        tolerance = np.full(n, self.preferences.tolerance_s / grid_s)
        limits = np.concatenate([-least, today, -today, tolerance])
        minutes = grid_s / MINUTE_S
        cost = np.concatenate(
            [
                np.array([self.cost_pence[name] for name in self.names]) * grid_s,
                np.full(n, NUDGE * minutes),
                np.full(n, self.preferences.moved * minutes),
            ]
        )
        bounds = np.concatenate(
            [
                np.column_stack([low, high]),
                np.column_stack([np.zeros(2 * n), np.full(2 * n, np.inf)]),
            ]
        )
        matrix = coo_array((values, (rows, columns)), shape=(len(one) + 3 * n, 3 * n))
        found = scipy.optimize.linprog(
            cost, A_ub=matrix.tocsr(), b_ub=limits, bounds=bounds, method="highs-ds"
        )
        if not found.success:
            return None
        steps = np.rint(found.x[:n]).astype(np.int64)
        return dict(zip(self.names, (steps * grid_s).tolist(), strict=True))
