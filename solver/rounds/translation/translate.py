"""From the field's words to arrays: visits become tasks, shifts become vehicles.

A visit is one task for each carer that it needs; the two of a double-handed
visit are twins. Each shift of a carer is a vehicle. Costs are counted in
thousandths of a penny, so that a second and a metre have whole prices.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.rates.pay import METRES_PER_MILE
from solver.rates.preferences import preferences_of
from solver.rounds.translation.fit import (
    PER_PENNY,
    at_their_price,
    fit_carers,
    fit_shifts,
    holder,
    kept_order,
    made_today,
)
from solver.rounds.translation.liking import liked
from solver.rounds.translation.links import links_of
from solver.rounds.translation.windows import windows
from solver.search.problem import FAR_S, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import Carer, Mode, Plan, RoundChoices, TravelSet, Visit
    from solver.rates.pay import PayRules
    from solver.rounds.translation.liking import Liking
    from solver.search.problem import Ints

UNSERVED = 50_000 * PER_PENNY
"""Price of leaving one call undone (£500): more than any detour saves."""

COMMUTE_SHARE = 0.25
"""Preference against longer ways from and to home: this share of what paid travel costs."""

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
    door_second_cost
        Pay of a second at the door by the carer who is paid least, thousandths of a penny: no part
        of the problem's costs, for it is the same whoever calls.
    """

    problem: Problem
    visits: tuple[Visit, ...]
    vehicles: tuple[tuple[Carer, int], ...]
    start: tuple[tuple[int, ...], ...]
    door_second_cost: int

    def at_door(self, start_s: Ints) -> int:
        """Add up what the problem leaves out of the pay for tasks that start (-1: undone)."""
        return int(self.problem.service_s[start_s >= 0].sum()) * self.door_second_cost


def translate(
    visits: Sequence[Visit],
    carers: Sequence[Carer],
    travel: TravelSet,
    today: Plan,
    choices: RoundChoices,
    rules: PayRules,
    start: Plan | None = None,
    liking: Liking | None = None,
) -> Translation:
    """Write visits and carers as a problem.

    Parameters
    ----------
    visits, carers
        Who is to be planned; usually those of one provider.
    travel
        Travel between their places.
    today
        Today's rounds: what the freedoms ``re-time`` and ``re-sequence`` hold on to, and whose
        carers are not new.
    choices, rules
        Cap and freedom; what travel and waiting cost.
    start
        Rounds that the search starts from; today's where ``None``.
    liking
        How familiar carers are to people, where more than today's rounds of the day is known.
    """
    tasks = [visit for visit in visits for _ in range(visit.carers_required)]
    half = [k for visit in visits for k in range(visit.carers_required)]
    begin = today if start is None else start
    vehicles = tuple((carer, k) for carer in carers for k in range(len(carer.shifts)))
    modes = sorted({carer.mode for carer in carers})
    homes = {carer.home for carer in carers if carer.starts_from != "free"}
    places = sorted({visit.place for visit in visits} | homes)
    at = {place: i for i, place in enumerate(places)}
    durations_s, lengths_m = _matrices(travel, modes, places)
    starts = windows(visits, choices)
    span = np.array([starts[visit.id] for visit in tasks], np.int32).reshape(-1, 2)
    twin = np.full(len(tasks), -1, np.int32)
    for i, visit in enumerate(tasks):
        if visit.carers_required == 2:
            twin[i] = i + 1 if half[i] == 0 else i - 1
    made = made_today(today)
    holders = [holder(visit, k, made) for visit, k in zip(tasks, half, strict=True)]
    wishes = preferences_of(choices)
    pay = np.array([_second_cost(carer, rules) for carer in carers], np.int64)
    second = np.repeat(pay, [len(carer.shifts) for carer in carers])
    metre = np.array([_metre_cost(carer, rules) for carer, _ in vehicles], np.int64)
    shifts = [carer.shifts[k] for carer, k in vehicles]
    person = {carer.id: i for i, carer in enumerate(carers)}
    provider = {name: i for i, name in enumerate(sorted({c.provider_id for c in carers}))}
    fit = fit_carers(tasks, holders, carers, choices, round(wishes.continuity * PER_PENNY))
    if liking is not None:
        fit = liked(fit, tasks, carers, liking)
    foreign = round(wishes.provider * PER_PENNY)
    fit = at_their_price(fit, tasks, carers, pay, foreign, UNSERVED // 2)
    ends = _ints(-1 if c.starts_from == "free" else at[c.home] for c, _ in vehicles)
    based = np.array([carer.starts_from == "base" for carer, _ in vehicles], bool)
    problem = Problem(
        place=_ints(at[visit.place] for visit in tasks),
        service_s=_ints(visit.service_s for visit in tasks),
        earliest_s=span[:, 0],
        latest_s=span[:, 1],
        price=np.full(len(tasks), UNSERVED, np.int64),
        origin=ends,
        target=ends,
        opens_s=_ints(shift.start_s for shift in shifts),
        closes_s=_ints(shift.end_s for shift in shifts),
        mode=_ints(modes.index(carer.mode) for carer, _ in vehicles),
        person=_ints(person[carer.id] for carer, _ in vehicles),
        second_cost=second,
        metre_cost=metre,
        home_second_cost=np.where(based, second, second * COMMUTE_SHARE).astype(np.int64),
        home_metre_cost=np.where(
            based | rules.commute_mileage, metre, metre * COMMUTE_SHARE
        ).astype(np.int64),
        wait_cost=second if rules.pay_waiting else np.zeros(len(vehicles), np.int64),
        wait_limit_s=rules.waiting_limit_s,
        pause_s=BREAK_S,
        pause_after_s=BREAK_AFTER_S,
        fit=fit_shifts(fit, tasks, vehicles, person, made, choices),
        durations_s=durations_s,
        lengths_m=lengths_m,
        periods=len(travel.period_starts_s),
        period=_ints(travel.period(visit.start_s) for visit in tasks),
        twin=twin,
        links=_links(visits, tasks),
        most_s=_ints(FAR_S if c.most_s is None else c.most_s for c, _ in vehicles),
        group=_ints(provider[carer.provider_id] for carer, _ in vehicles),
        uneven_cost=round(wishes.imbalance * PER_PENNY),
        order=kept_order(tasks, holders, made, choices),
    )
    routes = _start(tasks, half, holders, vehicles, begin)
    return Translation(problem, tuple(tasks), vehicles, routes, int(pay.min()) if len(pay) else 0)


def _links(visits: Sequence[Visit], tasks: Sequence[Visit]) -> Ints:
    """Write the links between visits as links between their first tasks (k, 4)."""
    first: dict[str, int] = {}
    for i, visit in enumerate(tasks):
        first.setdefault(visit.id, i)
    rows = [(first[one], first[two], least, most) for one, two, least, most in links_of(visits)]
    return np.array(rows, np.int32).reshape(-1, 4)


def _ints(values: object) -> Ints:
    return np.fromiter(values, np.int32)  # type: ignore[call-overload]  # any iterable of int


def _matrices(travel: TravelSet, modes: Sequence[Mode], places: Sequence[str]) -> tuple[Ints, Ints]:
    """Cut the travel down to the places; row = mode × periods + period.

    Ways are rounded up to whole minutes: a rota is written in minutes, and a start that is on the
    minute today stays so.
    """
    rows = np.array([travel.index[place] for place in places], np.int64)
    matrices = [matrix for mode in modes for matrix in travel.by_mode[mode]]
    shape = (len(matrices), len(places), len(places))
    durations_s, lengths_m = np.empty(shape, np.int32), np.empty(shape, np.int32)
    for i, matrix in enumerate(matrices):
        seconds = matrix.durations_s.take(rows, axis=0).take(rows, axis=1)
        durations_s[i] = np.where(seconds > 0, -(-seconds // 60) * 60, seconds)
        lengths_m[i] = matrix.lengths_m.take(rows, axis=0).take(rows, axis=1)
    return durations_s, lengths_m


def _second_cost(carer: Carer, rules: PayRules) -> int:
    wage = carer.wage_pence if carer.wage_pence is not None else rules.wage_pence
    return round(wage * (1 + rules.on_cost_share) * PER_PENNY / 3_600)


def _metre_cost(carer: Carer, rules: PayRules) -> int:
    return round(rules.mileage(carer.mode) * PER_PENNY / METRES_PER_MILE)


def _start(
    tasks: Sequence[Visit],
    half: Sequence[int],
    holders: Sequence[str | None],
    vehicles: Sequence[tuple[Carer, int]],
    begin: Plan,
) -> tuple[tuple[int, ...], ...]:
    """Write rounds in tasks; a carer who holds one of a visit's tasks today takes that one."""
    first = {visit.id: i for i, visit in enumerate(tasks) if half[i] == 0}
    number = {(carer.id, shift): v for v, (carer, shift) in enumerate(vehicles)}
    routes: list[list[int]] = [[] for _ in vehicles]
    calls: dict[str, list[str]] = defaultdict(list)
    for item in begin.rounds:
        for stop in item.stops:
            calls[stop.visit_id].append(item.carer_id)
    taker: dict[tuple[str, str], int] = {}
    for visit_id, i in first.items():
        mine = list(range(i, i + tasks[i].carers_required))
        others = []
        for carer_id in calls[visit_id]:
            held = next((task for task in mine if holders[task] == carer_id), None)
            if held is None:
                others.append(carer_id)
            else:
                mine.remove(held)
                taker[visit_id, carer_id] = held
        taker.update(((visit_id, who), task) for who, task in zip(others, mine, strict=False))
    for item in begin.rounds:
        v = number.get((item.carer_id, item.shift))
        for stop in item.stops:
            task = taker.pop((stop.visit_id, item.carer_id), None)
            if v is not None and task is not None:
                routes[v].append(task)
    return tuple(tuple(route) for route in routes)
