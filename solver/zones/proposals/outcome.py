"""A drawing as something that can be accepted: named zones, edits and figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import scipy

from solver.base.areas import add_up, area_base, package_base
from solver.zones.assignment import zone_assignment
from solver.zones.edits import normal
from solver.zones.proposals.bound import excess_hours, least_minutes, least_moved, minutes_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.areas import AreaBase
    from solver.base.world import World
    from solver.domain import Scenario, ZoneChoices
    from solver.zones.proposals.problem import DrawingProblem


@dataclass(frozen=True, slots=True)
class Proposal:
    """A drawing that can be accepted: edits to the base, and what they do.

    Parameters
    ----------
    choices
        The zones as edits; accept by ``replace(scenario, zones=choices)``.
    minutes
        Mean minutes by car from a package to the others of its zone, over the
        packages of all free zones.
    bound_minutes
        No drawing within the tolerance can have fewer.
    balance
        Largest difference of a zone's hours from the target, as a share of it.
    hours_moved, areas_moved
        Carer-hours a week, and number, of areas in another zone than today's.
    bound_hours_moved
        No drawing within the tolerance can move fewer hours.
    within
        True where every zone lies within the tolerance.
    notes
        What had to be done or could not be, in sentences.
    """

    choices: ZoneChoices
    minutes: float
    bound_minutes: float
    balance: float
    hours_moved: float
    bound_hours_moved: float
    areas_moved: int
    within: bool
    notes: tuple[str, ...]


def proposal_of(
    world: World, scenario: Scenario, problem: DrawingProblem, drawing: npt.NDArray[np.int64]
) -> Proposal:
    """Name the drawn zones after today's and say what the drawing does."""
    areas, base = area_base(world), package_base(world)
    parts = zone_assignment(world, scenario.zones)
    zone = parts["zone"].copy()
    area_hours = add_up(base.area, base.hours, len(areas.ids))
    drawn = np.full(len(zone), -1, dtype=np.int64)
    for unit, members in enumerate(problem.areas):
        drawn[list(members)] = drawing[unit]
    names, new = _named(areas, drawn, zone, area_hours, problem, parts["base_names"])
    moves = tuple((areas.ids[i], names[drawn[i]]) for i in np.flatnonzero(drawn >= 0).tolist())
    kept = dict(scenario.zones.moves) | dict(moves)
    choices = replace(
        scenario.zones,
        moves=tuple(kept.items()),
        new_zones=(*scenario.zones.new_zones, *new),
    )
    choices = normal(world, choices)
    after = zone_assignment(world, choices)
    before = np.array(parts["base_names"], dtype=object)[parts["zone"]]
    moved = before != np.array(after["base_names"], dtype=object)[after["zone"]]
    hours = np.bincount(drawing, weights=problem.hours, minlength=problem.zones)
    excess = excess_hours(problem, drawing)
    notes = list(problem.notes)
    if excess > 1e-6:
        notes.append(
            f"No drawing within {problem.tolerance:.0%} was found: {excess:,.0f} hours lie "
            f"outside. Allow a wider tolerance, or let settlements be split."
        )
    return Proposal(
        choices=choices,
        minutes=minutes_of(problem, drawing),
        bound_minutes=least_minutes(problem),
        balance=float(np.abs(hours / problem.target - 1).max()),
        hours_moved=float(area_hours[moved].sum()),
        bound_hours_moved=least_moved(problem),
        areas_moved=int(moved.sum()),
        within=excess <= 1e-6,
        notes=tuple(notes),
    )


def _named(
    areas: AreaBase,
    drawn: npt.NDArray[np.int64],
    zone: npt.NDArray[np.int64],
    hours: npt.NDArray[np.float64],
    problem: DrawingProblem,
    base_names: tuple[str, ...],
) -> tuple[list[str], list[str]]:
    """Match drawn zones to today's by common hours; name the rest after their largest place."""
    common = np.zeros((problem.zones, len(base_names)))
    free = drawn >= 0
    np.add.at(common, (drawn[free], zone[free]), hours[free] + 1e-6)
    common[:, problem.fixed] = -1.0
    drawn_rows, today_rows = scipy.optimize.linear_sum_assignment(common, maximize=True)
    names: dict[int, str] = {
        int(i): base_names[j]
        for i, j in zip(drawn_rows, today_rows, strict=True)
        if common[i, j] > 0
    }
    new: list[str] = []
    for i in range(problem.zones):
        if i in names:
            continue
        members = np.flatnonzero(drawn == i)
        largest = int(members[np.argmax(hours[members])])
        name = areas.settlements[largest] or areas.names[largest]
        again = 2
        label = name
        while label in base_names or label in new:
            label = f"{name} {again}"
            again += 1
        names[i] = label
        new.append(label)
    return [names[i] for i in range(problem.zones)], new
