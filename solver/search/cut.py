"""A problem cut down to some of its vehicles, while the rest stands as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.search.problem import FAR_S

if TYPE_CHECKING:
    from solver.search.problem import Flags, Ints, Longs, Problem


@dataclass(frozen=True, eq=False)
class Cut:
    """A part of a problem.

    Parameters
    ----------
    problem
        The part, with tasks and vehicles of its own numbers.
    tasks, vehicles
        What they are called in the whole (k,) and (l,).
    """

    problem: Problem
    tasks: Ints
    vehicles: Ints


def cut(problem: Problem, inside: Flags, vehicles: Ints, start_s: Ints) -> Cut:
    """Cut a problem down to some tasks on some vehicles.

    A task whose twin is outside keeps the twin's start, and counts for both when it is left undone.
    A task that is linked to one outside keeps its distance from it.

    Parameters
    ----------
    problem
        The whole.
    inside
        (n,) the tasks to plan. Tasks that are undone come with their twins.
    vehicles
        (l,) those to plan for, ascending; all of a person or none.
    start_s
        (n,) where the tasks outside stand, seconds; -1 where they are undone.
    """
    tasks = np.flatnonzero(inside).astype(np.int32)
    low, high = problem.earliest_s.copy(), problem.latest_s.copy()
    links = _bind_links(problem, inside, start_s, low, high)
    number = np.full(problem.tasks + 1, -1, np.int32)  # the last for "no task"
    number[tasks] = np.arange(len(tasks))
    twin, price = problem.twin[tasks], problem.price[tasks]
    halved = (twin >= 0) & ~inside[twin]
    low[tasks[halved]] = high[tasks[halved]] = start_s[twin[halved]]
    vehicle_number = np.full(problem.vehicles + 1, -1, np.int32)  # the last for "no vehicle"
    vehicle_number[vehicles] = np.arange(len(vehicles))
    ends = np.concatenate([problem.origin[vehicles], problem.target[vehicles]])
    places = np.unique(np.concatenate([problem.place[tasks], ends[ends >= 0]]))
    spot = np.full(problem.durations_s.shape[1] + 1, -1, np.int32)  # the last for "anywhere"
    spot[places] = np.arange(len(places))
    of_tasks = {name: getattr(problem, name)[tasks] for name in ("service_s", "period", "load")}
    of_vehicles = {name: getattr(problem, name)[vehicles] for name in OF_VEHICLES}
    part = replace(
        problem,
        **of_tasks,
        **of_vehicles,
        place=spot[problem.place[tasks]],
        earliest_s=low[tasks],
        latest_s=high[tasks],
        due_s=np.minimum(problem.due_s[tasks], high[tasks]),
        price=np.where(halved, 2 * price, price),
        order=problem.order[tasks],
        origin=spot[problem.origin[vehicles]],
        target=spot[problem.target[vehicles]],
        fit=problem.fit[np.ix_(tasks, vehicles)],
        durations_s=problem.durations_s[:, places[:, None], places],
        lengths_m=problem.lengths_m[:, places[:, None], places],
        before=vehicle_number[problem.before[vehicles]],
        twin=number[np.where(halved, -1, twin)],
        links=np.column_stack([number[links[:, 0]], number[links[:, 1]], links[:, 2:]]),
        unit=np.unique(problem.unit[tasks], return_inverse=True)[1].astype(np.int32),
    )
    return Cut(part, tasks, vehicles)


OF_VEHICLES = (
    *("opens_s", "closes_s", "mode", "person", "capacity", "most_s", "group"),
    *("second_cost", "metre_cost", "home_second_cost", "home_metre_cost", "wait_cost"),
    *("paid_anyway_s", "idle_cost"),
)
"""Arrays of a problem with one value a vehicle, besides the places where they begin and end."""


def _bind_links(
    problem: Problem, inside: Flags, start_s: Ints, low: Ints, high: Ints
) -> Ints | Longs:
    """Narrow windows by links that lead outside; return those within, (k, 4).

    What binds one of two twins binds both, so a link holds on to whichever of them is inside.
    """
    kept = []
    for one, two, least, most in problem.links.tolist():
        ends = [_present(problem, inside, task) for task in (one, two)]
        if min(ends) >= 0:
            kept.append((*ends, least, most))
        elif ends[0] >= 0 and start_s[two] >= 0:
            high[ends[0]] = min(high[ends[0]], start_s[two] - least)
            low[ends[0]] = max(low[ends[0]], start_s[two] - min(most, FAR_S))
        elif ends[1] >= 0 and start_s[one] >= 0:
            low[ends[1]] = max(low[ends[1]], start_s[one] + least)
            high[ends[1]] = min(high[ends[1]], start_s[one] + min(most, FAR_S))
    return np.array(kept, np.int32).reshape(-1, 4)


def _present(problem: Problem, inside: Flags, task: int) -> int:
    """Name the task, or the twin of it, that is inside; -1 for neither."""
    twin = int(problem.twin[task])
    if inside[task]:
        return task
    return twin if twin >= 0 and inside[twin] else -1
