"""Who may make which visit, at what preference cost, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.domain.skills import lacking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solver.domain import Carer, Plan, RoundChoices, Visit
    from solver.search.problem import Ints, Longs

    Made = Mapping[str, list[tuple[str, int, int]]]

PER_PENNY = 1_000
"""Cost units in a penny."""


def made_today(today: Plan) -> Made:
    """Give carer, shift and place in the carer's day of each call of a visit today."""
    made: dict[str, list[tuple[str, int, int]]] = {}
    so_far: dict[str, int] = {}
    for item in sorted(today.rounds, key=lambda item: (item.carer_id, item.shift)):
        for stop in item.stops:
            position = so_far.get(item.carer_id, 0)
            made.setdefault(stop.visit_id, []).append((item.carer_id, item.shift, position))
            so_far[item.carer_id] = position + 1
    return made


def holder(visit: Visit, k: int, made: Made) -> str | None:
    """Name the carer who makes the k-th call of a visit today."""
    calls = made.get(visit.id, [])
    return calls[k][0] if k < len(calls) else None


def fit_carers(
    tasks: Sequence[Visit],
    holders: Sequence[str | None],
    carers: Sequence[Carer],
    choices: RoundChoices,
    new_carer: int,
) -> Ints:
    """Say whom each task may go to.

    Parameters
    ----------
    tasks, holders
        Visit of each task (n,), and the carer who makes that call today.
    carers
        The k carers.
    choices
        Freedom and locks.
    new_carer
        What a carer who does not make the visit today costs, thousandths of a penny; nothing
        where nobody does.

    Returns
    -------
    (n, k) int32
        -1 where a carer must not make a visit, else what their being new to it costs.
    """
    n, k = len(tasks), len(carers)
    held = choices.freedom in ("re-time", "re-sequence")
    locked = choices.carer_locked
    column = {carer.id: j for j, carer in enumerate(carers)}
    provider = np.array([carer.provider_id for carer in carers], object)
    gender = np.array([carer.gender for carer in carers], object)
    skilled: dict[tuple[str, ...], np.ndarray] = {}
    of_provider: dict[str, np.ndarray] = {}
    fit = np.empty((n, k), np.int32)
    for i, visit in enumerate(tasks):
        if visit.skills not in skilled:
            lacks = {held: lacking(visit.skills, held) for held in {c.skills for c in carers}}
            skilled[visit.skills] = np.array([not lacks[c.skills] for c in carers], bool)
        may = skilled[visit.skills]
        if visit.carer_gender:
            may = may & (gender == visit.carer_gender)
        if choices.freedom != "re-provide":
            if visit.provider_id not in of_provider:
                of_provider[visit.provider_id] = provider == visit.provider_id
            may = may & of_provider[visit.provider_id]
        known = (*visit.regular_carers, *([] if holders[i] is None else [holders[i]]))
        row = np.where(may, new_carer if known else 0, -1)
        for j in (column[name] for name in known if name in column):
            row[j] = min(row[j], 0)
        for j in (column[name] for name in visit.excluded_carers if name in column):
            row[j] = -1
        if visit.id in locked or (held and holders[i] is not None):
            row[np.arange(k) != column.get(holders[i] or "", -1)] = -1
        fit[i] = row
    return fit


def at_their_price(
    fit: Ints,
    tasks: Sequence[Visit],
    carers: Sequence[Carer],
    second_cost: Longs,
    foreign: int,
    most: int,
) -> Ints:
    """Add what a call by a carer costs besides being new: wages of their own, and a provider's.

    Parameters
    ----------
    fit
        (n, k) -1 where a carer must not make a visit (stays so), else what it costs.
    tasks, carers
        Visit of each task (n,), and the k carers.
    second_cost
        (k,) pay of a second, with on-costs. What the cheapest of them is paid for the time at the
        door is left out: it is the same whoever calls.
    foreign
        What a call by another provider costs.
    most
        The most that a wage of their own may add to a call.

    Returns
    -------
    (n, k) int32
        Thousandths of a penny.
    """
    more = second_cost - second_cost.min(initial=np.iinfo(np.int64).max)
    door = np.array([visit.service_s for visit in tasks], np.int64)[:, None] * more
    own = np.array([visit.provider_id for visit in tasks], object)[:, None]
    theirs = np.array([carer.provider_id for carer in carers], object)
    cost = fit + np.minimum(door, most) + np.where(own == theirs, 0, foreign)
    return np.where(fit < 0, np.int32(-1), cost).astype(np.int32)


def fit_shifts(
    fit: Ints,
    tasks: Sequence[Visit],
    vehicles: Sequence[tuple[Carer, int]],
    person: Mapping[str, int],
    made: Made,
    choices: RoundChoices,
) -> Ints:
    """Spread what is true of a carer over their shifts; times alone may not change the shift."""
    out = fit[:, [person[carer.id] for carer, _ in vehicles]]
    if choices.freedom == "re-time":
        shifts: dict[str, list[tuple[int, int]]] = {}
        for v, (carer, shift) in enumerate(vehicles):
            shifts.setdefault(carer.id, []).append((v, shift))
        for i, visit in enumerate(tasks):
            today = {(carer_id, shift) for carer_id, shift, _ in made.get(visit.id, [])}
            for carer_id in {carer_id for carer_id, _ in today}:
                for v, shift in shifts.get(carer_id, []):
                    if (carer_id, shift) not in today:
                        out[i, v] = -1
    return out


def kept_order(
    tasks: Sequence[Visit],
    holders: Sequence[str | None],
    made: Made,
    choices: RoundChoices,
) -> Ints:
    """Give the place in today's order (n,), -1 where the planner need not keep it."""
    order = np.full(len(tasks), -1, np.int32)
    if choices.freedom == "re-time":
        for i, visit in enumerate(tasks):
            for carer_id, _, position in made.get(visit.id, []):
                if carer_id == holders[i]:
                    order[i] = position
    return order
