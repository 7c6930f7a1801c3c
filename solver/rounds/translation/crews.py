"""Car crews of two: one driver, one rider, one car, planned as one.

A crew makes double-handed visits only, both halves at once. Which ones is not for the search to
choose: those that a crew makes today, and those that nobody makes today at a provider with a
crew. All other visits are made by carers who are in no crew.

For the search a crew is one carer (the driver's id, both wages, what both can do and when both
are there) and its visits are single-handed. :meth:`Crews.as_one` writes a day so,
:meth:`Crews.as_two` reads rounds back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from solver.domain import Carer, Plan, Round, Shift
from solver.domain.skills import lacking
from solver.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solver.base.case import Case
    from solver.domain import Visit, Workload
    from solver.rates.pay import PayRules

IN_A_CREW = "a crew of two"
"""Skill that stands for being a crew."""


@dataclass(frozen=True, eq=False)
class Crews:
    """The crews of a day.

    Parameters
    ----------
    riders
        Driver → rider, both on duty.
    shifts
        Driver → for each stretch that both are there: the driver's shift and the rider's.
    visits
        Visits that crews make.
    """

    riders: Mapping[str, Carer]
    shifts: Mapping[str, tuple[tuple[int, int], ...]]
    visits: frozenset[str]

    def may(self, visit: Visit, carer: Carer) -> bool:
        """Say whether a carer is of the kind that makes a visit: in a crew, or in none."""
        crewed = carer.id in self.riders or carer.rides_with in self.riders
        return crewed if visit.id in self.visits else not (crewed or carer.rides_with)

    def as_one(self, case: Case) -> Case:
        """Write the crews of a day as one carer each, and their visits as single-handed.

        Who rides with somebody who is not on duty stays at home.
        """
        workload, today = case.workload, self.plan_as_one(case.today)
        if any(carer.rides_with for carer in workload.carers):
            visits, carers = self._visits(workload), self._carers(workload, case.rules)
            workload = replace(workload, visits=visits, carers=carers)
        return replace(case, workload=workload, today=today)

    def _carers(self, workload: Workload, rules: PayRules) -> tuple[Carer, ...]:
        """Carers of a day, each crew as one."""
        carers = []
        for carer in workload.carers:
            if carer.id in self.riders:
                carers.append(self._crew(carer, rules))
            elif not carer.rides_with:
                carers.append(carer)
        return tuple(carers)

    def _visits(self, workload: Workload) -> tuple[Visit, ...]:
        """Visits of a day: those of crews for crews only, the others for others only."""
        drivers = tuple(self.riders)
        driver_of = {rider.id: driver for driver, rider in self.riders.items()}
        visits = []
        for visit in workload.visits:
            if visit.id in self.visits:
                kept_off = (driver_of[name] for name in visit.excluded_carers if name in driver_of)
                made = replace(
                    visit,
                    carers_required=1,
                    skills=(*visit.skills, IN_A_CREW),
                    excluded_carers=(*visit.excluded_carers, *kept_off),
                )
            else:
                made = replace(visit, excluded_carers=(*visit.excluded_carers, *drivers))
            visits.append(made)
        return tuple(visits)

    def _crew(self, driver: Carer, rules: PayRules) -> Carer:
        """Write a crew as one carer: the driver's id, what both can do, when both are there."""
        rider = self.riders[driver.id]
        both = (driver, rider)
        spans = [(driver.shifts[k], rider.shifts[other]) for k, other in self.shifts[driver.id]]
        alone = lacking(driver.skills, rider.skills)
        shared = [skill for skill in driver.skills if skill not in alone]
        limits = [carer.most_s for carer in both if carer.most_s is not None]
        return replace(
            driver,
            shifts=tuple(Shift(max(a.start_s, b.start_s), min(a.end_s, b.end_s)) for a, b in spans),
            skills=(*shared, IN_A_CREW),
            wage_pence=sum(
                rules.wage_pence if carer.wage_pence is None else carer.wage_pence for carer in both
            ),
            most_s=min(limits) if limits else None,
            paid_anyway_s=min(carer.paid_anyway_s for carer in both),
            gender=driver.gender if driver.gender == rider.gender else "",
        )

    def plan_as_one(self, plan: Plan) -> Plan:
        """Leave the rider's calls at the crew's visits out, and count the crew's stretches."""
        riders = {rider.id for rider in self.riders.values()}
        rounds = []
        for item in plan.rounds:
            stops = item.stops
            if item.carer_id in riders:
                stops = tuple(stop for stop in stops if stop.visit_id not in self.visits)
            stretch = item.shift
            if item.carer_id in self.riders:
                numbers = [k for k, _ in self.shifts[item.carer_id]]
                stretch = numbers.index(item.shift) if item.shift in numbers else len(numbers)
            rounds.append(Round(item.carer_id, stretch, stops))
        return Plan(plan.day, tuple(rounds), plan.unserved)

    def as_two(self, rounds: Sequence[Round]) -> list[Round]:
        """Give both of a crew its rounds."""
        out = []
        for item in rounds:
            if item.carer_id not in self.riders:
                out.append(item)
                continue
            mine, other = self.shifts[item.carer_id][item.shift]
            out.append(Round(item.carer_id, mine, item.stops))
            out.append(Round(self.riders[item.carer_id].id, other, item.stops))
        return out


def crews_of(workload: Workload, today: Plan) -> Crews:
    """Find the crews of a day, and which visits they make.

    Raises
    ------
    PlanError
        When two who ride together do not go by one mode.
    """
    riders = {}
    for carer in workload.carers:
        driver = workload.carer.get(carer.rides_with)
        if driver is not None:
            if carer.mode != driver.mode:
                raise PlanError(
                    f"{carer.id} rides with {driver.id} and goes by {carer.mode}, the driver by "
                    f"{driver.mode}. Give both the driver's mode."
                )
            riders[driver.id] = carer
    shifts = {name: _together(workload.carer[name], rider) for name, rider in riders.items()}
    made: dict[str, set[str]] = {}
    for item in today.rounds:
        for stop in item.stops:
            made.setdefault(stop.visit_id, set()).add(item.carer_id)
    crews = [{driver, rider.id} for driver, rider in riders.items()]
    served = {workload.carer[driver].provider_id for driver in riders}
    visits = frozenset(
        visit.id
        for visit in workload.visits
        if visit.carers_required == 2
        and (made[visit.id] in crews if visit.id in made else visit.provider_id in served)
    )
    return Crews(riders, shifts, visits)


def _together(driver: Carer, rider: Carer) -> tuple[tuple[int, int], ...]:
    """Pair each shift of the driver with the one of the rider that it shares most time with."""
    pairs = []
    taken: set[int] = set()
    for k, mine in enumerate(driver.shifts):
        shared = {
            other: min(mine.end_s, theirs.end_s) - max(mine.start_s, theirs.start_s)
            for other, theirs in enumerate(rider.shifts)
            if other not in taken
        }
        best = max(shared, key=lambda other: shared[other], default=None)
        if best is not None and shared[best] > 0:
            taken.add(best)
            pairs.append((k, best))
    return tuple(pairs)
