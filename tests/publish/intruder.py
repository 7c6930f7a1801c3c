"""One who has every pack that was published, and OR-Tools, and wants to know of single people.

Written apart from the code that is tested. He knows which areas each number counts, how it was
rounded, that people not shown as 0 are there, that a number that is shown is not small, and
that each person has a visit of 15 minutes a week at least.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

SPLIT = ("maintenance", "other")


@dataclass(frozen=True)
class Number:
    """A number of a pack: missing where ``*`` stands."""

    areas: frozenset
    basis: str
    threshold: int
    people: float | None
    hours: float | None
    off_people: float = 2.0
    off_hours: float = 5.0


def numbers_of(pack, median_step: int | None = None):
    """What a pack shows, and what it does not."""
    step = 5 if pack.threshold == 5 else 10
    return [
        Number(
            frozenset(cell.areas),
            cell.part,
            pack.threshold,
            cell.people,
            cell.hours,
            off_hours=step / 2,
        )
        for cell in pack.cells
    ]


class Intruder:
    """Knows packs; asks how little and how much a hidden number can be."""

    def __init__(self, care, numbers) -> None:
        self.care = care
        bases = {number.basis for number in numbers}
        self.parts = SPLIT if len(bases) > 1 else tuple(bases)
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.people, self.hours = {}, {}
        for part in self.parts:
            for i, area in enumerate(care.areas):
                there = care.people[part][i] > 0 and part != "other"
                held = care.hours[part][i] > 0 and part != "other"
                heads = self.solver.NumVar(1 if there else 0, 5_000, "")
                week = self.solver.NumVar(0.25 if held else 0, 200_000, "")
                self.people[area, part], self.hours[area, part] = heads, week
                row = self.solver.Constraint(0, self.solver.infinity())
                row.SetCoefficient(week, 1)
                row.SetCoefficient(heads, -0.25)
        for number in numbers:
            self._learn(number)

    def _atoms(self, number):
        parts = self.parts if number.basis not in self.parts else (number.basis,)
        return [(area, part) for area in number.areas for part in parts]

    def _learn(self, number) -> None:
        if number.people is None:
            rows = [self.care.areas.index(area) for area in number.areas]
            there = int((self.care.people[number.basis][rows] > 0).sum())
            self._between(self.people, number, there, 5_000)
        else:
            low, high = number.people - number.off_people, number.people + number.off_people
            low = 0 if number.people == 0 else max(low, number.threshold)
            high = 0 if number.people == 0 else high
            self._between(self.people, number, low, high)
        if number.hours is not None:
            low = max(number.hours - number.off_hours, 0)
            self._between(self.hours, number, low, number.hours + number.off_hours)

    def _between(self, values, number, low, high) -> None:
        row = self.solver.Constraint(float(low), float(high))
        for atom in self._atoms(number):
            row.SetCoefficient(values[atom], 1)

    def pays(self, rates, areas_of, pence: float) -> None:
        """Know a cost: the sum of hours times rates, to half a penny."""
        row = self.solver.Constraint(pence - 0.5, pence + 0.5)
        for area in areas_of:
            for part in self.parts:
                row.SetCoefficient(self.hours[area, part], float(rates[area]))

    def range(self, values, number):
        goal = self.solver.Objective()
        ends = []
        for most in (False, True):
            goal.Clear()
            for atom in self._atoms(number):
                goal.SetCoefficient(values[atom], 1)
            goal.SetOptimizationDirection(most)
            assert self.solver.Solve() == pywraplp.Solver.OPTIMAL
            ends.append(goal.Value())
        return ends


def recovered(care, numbers, median: float, *, also=lambda intruder: None):
    """List hidden numbers that can be told more closely than the rule allows.

    People: every value from 1 to the threshold less one must be possible (of several areas:
    from as many as have somebody). Hours: the median package more, and less.
    """
    intruder = Intruder(care, numbers)
    also(intruder)
    index = {area: i for i, area in enumerate(care.areas)}
    lowest = {}
    for number in numbers:
        if number.people is None:
            key = number.areas, number.basis
            lowest[key] = min(number.threshold, lowest.get(key, 99))
    shown = {(n.areas, n.basis) for n in numbers if n.people is not None}
    found = []
    for (areas, basis), threshold in lowest.items():
        rows = [index[area] for area in areas]
        count = int(care.people[basis][rows].sum())
        if (areas, basis) in shown or not 0 < count < threshold:
            continue
        one = Number(areas, basis, threshold, None, None)
        there = int((care.people[basis][rows] > 0).sum())
        least, most = intruder.range(intruder.people, one)
        if least > there + 1e-6 or most < threshold - 1 - 1e-6:
            found.append((sorted(areas), basis, "people", least, most))
        week = float(care.hours[basis][rows].sum())
        floor = 0.25 * there
        least, most = intruder.range(intruder.hours, one)
        if least > max(week - median, floor) + 1e-3 or most < week + median - 1e-3:
            found.append((sorted(areas), basis, "hours", least, most))
    return found


def county(seed: int, areas: int = 48, zones: int = 4, bands: int = 3):
    """A county of Rutland's size: many areas with few people. Zone and band of each area."""
    from solver.publish.disclosure import Care

    rng = np.random.default_rng(seed)
    people = rng.poisson(rng.choice([0.6, 2.5, 7.0, 16.0], areas, p=[0.2, 0.35, 0.3, 0.15]))
    other = rng.poisson(people * 0.25)
    sitting = other + rng.binomial(people, 0.1)
    hours = np.array([rng.choice([1.75, 3.5, 7, 14, 35], n).sum() for n in people], dtype=float)
    more = np.array([rng.choice([1.0, 2.0, 7.0], n).sum() for n in sitting], dtype=float)
    care = Care(
        tuple(f"a{i:02d}" for i in range(areas)),
        {"maintenance": people, "other": other, "all planned": people + other},
        {"maintenance": people, "other": sitting, "all planned": people + other},
        {"maintenance": hours, "other": more, "all planned": hours + more},
    )
    return care, rng.integers(0, zones, areas), rng.integers(0, bands, areas)
