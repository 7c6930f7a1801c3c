"""From the field's words to arrays: visits become tasks, shifts become vehicles.

A visit is one task for each carer that it needs; the two of a double-handed
visit are twins. Each shift of a carer is a vehicle. Costs are counted in
thousandths of a penny, so that a second and a metre have whole prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.pay import METRES_PER_MILE
from solver.rounds.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solver.domain import Carer, Mode, Plan, RoundChoices, TravelSet, Visit
    from solver.pay import PayRules
    from solver.rounds.problem import Ints

PER_PENNY = 1_000
"""Cost units in a penny."""

UNSERVED = 50_000 * PER_PENNY
"""Price of leaving one call undone (£500): more than any detour saves."""

NEW_CARER = 20 * PER_PENNY
"""Preference against a carer who does not make the visit today (20 points a call)."""

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
        Today's routes in tasks, one a vehicle.
    """

    problem: Problem
    visits: tuple[Visit, ...]
    vehicles: tuple[tuple[Carer, int], ...]
    start: tuple[tuple[int, ...], ...]


def window(visit: Visit, cap_s: int) -> tuple[int, int]:
    """Window of the start: today's start ± cap within the package's own window.

    Where the two have nothing in common the visit keeps today's start.
    """
    low_s, high_s = max(visit.earliest_s, visit.start_s - cap_s), visit.start_s + cap_s
    high_s = min(high_s, visit.latest_s)
    return (low_s, high_s) if low_s <= high_s else (visit.start_s, visit.start_s)


def translate(
    visits: Sequence[Visit],
    carers: Sequence[Carer],
    travel: TravelSet,
    today: Plan,
    choices: RoundChoices,
    rules: PayRules,
) -> Translation:
    """Write visits and carers as a problem.

    Parameters
    ----------
    visits, carers
        Who is to be planned; usually those of one provider.
    travel
        Travel between their places.
    today
        Today's rounds: where the search starts from, and what the freedoms
        ``re-time`` and ``re-sequence`` hold on to.
    choices, rules
        Cap and freedom; what travel and waiting cost.
    """
    tasks = [visit for visit in visits for _ in range(visit.carers_required)]
    half = [k for visit in visits for k in range(visit.carers_required)]
    vehicles = tuple((carer, k) for carer in carers for k in range(len(carer.shifts)))
    modes = sorted({carer.mode for carer in carers})
    places = sorted({visit.place for visit in visits} | {carer.home for carer in carers})
    at = {place: i for i, place in enumerate(places)}
    durations_s, lengths_m = _matrices(travel, modes, places)
    windows = np.array([window(visit, choices.cap_s) for visit in tasks], np.int32).reshape(-1, 2)
    twin = np.full(len(tasks), -1, np.int32)
    for i, visit in enumerate(tasks):
        if visit.carers_required == 2:
            twin[i] = i + 1 if half[i] == 0 else i - 1
    made = _made_today(today)
    holders = [_holder(visit, k, made) for visit, k in zip(tasks, half, strict=True)]
    second = np.array([_second_cost(carer, rules) for carer, _ in vehicles], np.int64)
    metre = np.array([_metre_cost(carer, rules) for carer, _ in vehicles], np.int64)
    home_metre = metre if rules.commute_mileage else (metre * COMMUTE_SHARE).astype(np.int64)
    shifts = [carer.shifts[k] for carer, k in vehicles]
    person = {carer.id: i for i, carer in enumerate(carers)}
    problem = Problem(
        place=_ints(at[visit.place] for visit in tasks),
        service_s=_ints(visit.service_s for visit in tasks),
        earliest_s=windows[:, 0],
        latest_s=windows[:, 1],
        price=np.full(len(tasks), UNSERVED, np.int64),
        origin=_ints(at[carer.home] for carer, _ in vehicles),
        target=_ints(at[carer.home] for carer, _ in vehicles),
        opens_s=_ints(shift.start_s for shift in shifts),
        closes_s=_ints(shift.end_s for shift in shifts),
        mode=_ints(modes.index(carer.mode) for carer, _ in vehicles),
        person=_ints(person[carer.id] for carer, _ in vehicles),
        second_cost=second,
        metre_cost=metre,
        home_second_cost=(second * COMMUTE_SHARE).astype(np.int64),
        home_metre_cost=home_metre,
        wait_cost=second if rules.pay_waiting else np.zeros(len(vehicles), np.int64),
        wait_limit_s=rules.waiting_limit_s,
        pause_s=BREAK_S,
        pause_after_s=BREAK_AFTER_S,
        fit=_fit(tasks, holders, carers, choices)[:, [person[carer.id] for carer, _ in vehicles]],
        durations_s=durations_s,
        lengths_m=lengths_m,
        periods=len(travel.period_starts_s),
        period=_ints(travel.period(visit.start_s) for visit in tasks),
        twin=twin,
        order=_order(tasks, holders, made, choices),
    )
    return Translation(problem, tuple(tasks), vehicles, _start(tasks, half, vehicles, today))


def _ints(values: object) -> Ints:
    return np.fromiter(values, np.int32)  # type: ignore[call-overload]  # any iterable of int


def _matrices(travel: TravelSet, modes: Sequence[Mode], places: Sequence[str]) -> tuple[Ints, Ints]:
    """Cut the travel down to the places; row = mode × periods + period."""
    rows = np.array([travel.index[place] for place in places], np.int64)
    cut = np.ix_(rows, rows)
    matrices = [matrix for mode in modes for matrix in travel.by_mode[mode]]
    shape = (len(matrices), len(places), len(places))
    durations_s, lengths_m = np.empty(shape, np.int32), np.empty(shape, np.int32)
    for i, matrix in enumerate(matrices):
        durations_s[i] = matrix.durations_s[cut]
        lengths_m[i] = matrix.lengths_m[cut]
    return durations_s, lengths_m


def _second_cost(carer: Carer, rules: PayRules) -> int:
    wage = carer.wage_pence if carer.wage_pence is not None else rules.wage_pence
    return round(wage * (1 + rules.on_cost_share) * PER_PENNY / 3_600)


def _metre_cost(carer: Carer, rules: PayRules) -> int:
    return round(rules.mileage(carer.mode) * PER_PENNY / METRES_PER_MILE)


def _made_today(today: Plan) -> Mapping[str, list[tuple[str, int]]]:
    """Carer and place in the carer's day of each call of a visit today."""
    made: dict[str, list[tuple[str, int]]] = {}
    so_far: dict[str, int] = {}
    for item in sorted(today.rounds, key=lambda item: (item.carer_id, item.shift)):
        for stop in item.stops:
            position = so_far.get(item.carer_id, 0)
            made.setdefault(stop.visit_id, []).append((item.carer_id, position))
            so_far[item.carer_id] = position + 1
    return made


def _holder(visit: Visit, k: int, made: Mapping[str, list[tuple[str, int]]]) -> str | None:
    calls = made.get(visit.id, [])
    return calls[k][0] if k < len(calls) else None


def _fit(
    tasks: Sequence[Visit],
    holders: Sequence[str | None],
    carers: Sequence[Carer],
    choices: RoundChoices,
) -> Ints:
    """-1 where a carer must not make a visit, else what their being new to it costs."""
    held = choices.freedom in ("re-time", "re-sequence")
    any_provider = choices.freedom == "re-provide"
    skills = [frozenset(carer.skills) for carer in carers]
    fit = np.full((len(tasks), len(carers)), NEW_CARER, np.int32)
    for i, visit in enumerate(tasks):
        needed = frozenset(visit.skills)
        for j, carer in enumerate(carers):
            if (
                (needed and not needed <= skills[j])
                or carer.id in visit.excluded_carers
                or not (any_provider or carer.provider_id == visit.provider_id)
                or (held and holders[i] is not None and carer.id != holders[i])
            ):
                fit[i, j] = -1
            elif carer.id in visit.regular_carers or carer.id == holders[i]:
                fit[i, j] = 0
    return fit


def _order(
    tasks: Sequence[Visit],
    holders: Sequence[str | None],
    made: Mapping[str, list[tuple[str, int]]],
    choices: RoundChoices,
) -> Ints:
    """Place in today's order, where the planner must keep it."""
    order = np.full(len(tasks), -1, np.int32)
    if choices.freedom == "re-time":
        for i, visit in enumerate(tasks):
            order[i] = dict(made.get(visit.id, [])).get(holders[i] or "", -1)
    return order


def _start(
    tasks: Sequence[Visit],
    half: Sequence[int],
    vehicles: Sequence[tuple[Carer, int]],
    today: Plan,
) -> tuple[tuple[int, ...], ...]:
    """Today's rounds, written in tasks."""
    first = {visit.id: i for i, visit in enumerate(tasks) if half[i] == 0}
    number = {(carer.id, shift): v for v, (carer, shift) in enumerate(vehicles)}
    routes: list[list[int]] = [[] for _ in vehicles]
    taken: dict[str, int] = {}
    for item in sorted(today.rounds, key=lambda item: (item.carer_id, item.shift)):
        v = number.get((item.carer_id, item.shift))
        for stop in item.stops:
            i = first.get(stop.visit_id)
            if i is None:
                continue
            k = taken.get(stop.visit_id, 0)
            taken[stop.visit_id] = k + 1
            if v is not None and k < tasks[i].carers_required:
                routes[v].append(i + k)
    return tuple(tuple(route) for route in routes)
