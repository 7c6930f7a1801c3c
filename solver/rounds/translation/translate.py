"""From the field's words to arrays: visits become tasks, shifts become vehicles.

A visit is one task for each carer that it needs; the two of a double-handed
visit are twins. Each shift of a carer is a vehicle. Costs are counted in
thousandths of a penny (:mod:`solver.rounds.translation.prices`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.rounds.translation.close import close_shifts
from solver.rounds.translation.fit import (
    PER_PENNY,
    at_their_price,
    fit_carers,
    fit_shifts,
    kept_order,
)
from solver.rounds.translation.liking import liked
from solver.rounds.translation.prices import prices_of
from solver.rounds.translation.tasks import tasks_of
from solver.rounds.translation.ways import ways_of
from solver.rounds.translation.windows import windows
from solver.search.problem import FAR_S, Problem

if TYPE_CHECKING:
    from solver.base.case import Case
    from solver.domain import Carer, Plan, Visit
    from solver.rounds.translation.liking import Liking
    from solver.rounds.translation.prices import Prices
    from solver.rounds.translation.tasks import Tasks
    from solver.search.problem import Ints

    Vehicles = tuple[tuple[Carer, int], ...]

UNSERVED = 50_000 * PER_PENNY
"""Price of leaving one call undone (£500): more than any detour saves."""

BREAK_AFTER_S = 6 * 3_600
BREAK_S = 20 * 60
"""A break of 20 minutes where a round spans over six hours [Working Time Regulations 1998]."""


@dataclass(frozen=True, eq=False)
class Translation:
    """A problem, and what its tasks and vehicles stand for.

    Parameters
    ----------
    problem
        The arrays.
    visits
        Visit of each task (n,).
    vehicles
        (carer, shift index) of each vehicle (m,).
    start
        Routes to start from in tasks, one a vehicle.
    tasks
        The calls of the day, and who makes them today.
    door_second_cost
        Pay of a second at the door by the carer who is paid least, thousandths of a penny: no part
        of the problem's costs, for it is the same whoever calls.
    """

    problem: Problem
    visits: tuple[Visit, ...]
    vehicles: tuple[tuple[Carer, int], ...]
    start: tuple[tuple[int, ...], ...]
    tasks: Tasks
    door_second_cost: int

    def routes(self, plan: Plan) -> tuple[tuple[int, ...], ...]:
        """Write rounds in tasks, one route a vehicle; calls of others are left out."""
        return self.tasks.routes(plan, self.vehicles)

    def at_door(self, start_s: Ints) -> int:
        """Add up what the problem leaves out of the pay for tasks that start (-1: undone)."""
        return int(self.problem.service_s[start_s >= 0].sum()) * self.door_second_cost


def translate(case: Case, start: Plan | None = None, liking: Liking | None = None) -> Translation:
    """Write visits and carers as a problem.

    Parameters
    ----------
    case
        Who is to be planned, usually those of one provider; the freedoms ``re-time`` and
        ``re-sequence`` hold on to today's rounds, whose carers are not new.
    start
        Rounds that the search starts from; today's where ``None``.
    liking
        How familiar carers are to people, where more than today's rounds of the day is known.
    """
    carers = case.workload.carers
    tasks = tasks_of(case.workload.visits, case.today)
    vehicles = tuple((carer, k) for carer in carers for k in range(len(carer.shifts)))
    prices = prices_of(carers, vehicles, case.rules)
    fit = _fit(case, tasks, vehicles, prices, liking)
    problem = _problem(case, tasks, vehicles, prices, fit)
    routes = tasks.routes(case.today if start is None else start, vehicles)
    door_second_cost = int(prices.pay.min()) if carers else 0
    return Translation(problem, tasks.visits, vehicles, routes, tasks, door_second_cost)


def _fit(
    case: Case, tasks: Tasks, vehicles: Vehicles, prices: Prices, liking: Liking | None
) -> Ints:
    """Say which vehicle may make which call, and at what cost of its own (n, m)."""
    carers, choices, wishes = case.workload.carers, case.choices, case.preferences
    new_carer = round(wishes.continuity * PER_PENNY)
    fit = fit_carers(tasks.visits, tasks.holders, carers, choices, new_carer)
    if liking is not None:
        fit = liked(fit, tasks.visits, carers, liking)
    foreign = round(wishes.provider * PER_PENNY)
    fit = at_their_price(fit, tasks.visits, carers, prices.pay, foreign, UNSERVED // 2)
    person = {carer.id: i for i, carer in enumerate(carers)}
    return fit_shifts(fit, tasks.visits, vehicles, person, tasks.made, choices)


def _problem(case: Case, tasks: Tasks, vehicles: Vehicles, prices: Prices, fit: Ints) -> Problem:
    """Write tasks and vehicles as arrays."""
    visits, carers = tasks.visits, case.workload.carers
    ways = ways_of(case.travel, visits, carers)
    starts = windows(case.workload.visits, case.choices)
    span = np.array([starts[visit.id] for visit in visits], np.int32).reshape(-1, 2)
    person = {carer.id: i for i, carer in enumerate(carers)}
    provider = {name: i for i, name in enumerate(sorted({c.provider_id for c in carers}))}
    ends = _ints(-1 if c.starts_from == "free" else ways.at[c.home] for c, _ in vehicles)
    return Problem(
        place=_ints(ways.at[visit.place] for visit in visits),
        service_s=_ints(visit.service_s for visit in visits),
        earliest_s=span[:, 0],
        latest_s=span[:, 1],
        price=np.full(len(visits), UNSERVED, np.int64),
        origin=ends,
        target=ends,
        opens_s=_ints(carer.shifts[k].start_s for carer, k in vehicles),
        closes_s=_ints(carer.shifts[k].end_s for carer, k in vehicles),
        mode=_ints(ways.modes.index(carer.mode) for carer, _ in vehicles),
        person=_ints(person[carer.id] for carer, _ in vehicles),
        second_cost=prices.second,
        metre_cost=prices.metre,
        home_second_cost=prices.home_second,
        home_metre_cost=prices.home_metre,
        wait_cost=prices.wait,
        wait_limit_s=case.rules.waiting_limit_s,
        pause_s=BREAK_S,
        pause_after_s=BREAK_AFTER_S,
        fit=fit,
        durations_s=ways.durations_s,
        lengths_m=ways.lengths_m,
        periods=len(case.travel.period_starts_s),
        period=_ints(case.travel.period(visit.start_s) for visit in visits),
        twin=tasks.twins(),
        links=tasks.links(case.choices),
        most_s=_ints(FAR_S if c.most_s is None else c.most_s for c, _ in vehicles),
        paid_anyway_s=_ints(carer.paid_anyway_s for carer, _ in vehicles),
        idle_cost=prices.second,
        before=close_shifts(vehicles, ways),
        group=_ints(provider[carer.provider_id] for carer, _ in vehicles),
        uneven_cost=round(case.preferences.imbalance * PER_PENNY),
        order=kept_order(visits, tasks.holders, tasks.made, case.choices),
    )


def _ints(values: object) -> Ints:
    return np.fromiter(values, np.int32)  # type: ignore[call-overload]  # any iterable of int
