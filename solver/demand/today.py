"""Today's rounds, as far as they still hold under a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.base.duty import calls_of, on_duty
from solver.base.world import once
from solver.domain import Plan, Round, Stop, Unserved

if TYPE_CHECKING:
    from solver.base.duty import Call
    from solver.base.world import World
    from solver.domain import Carer, Day, Visit, Workload


def today(world: World, workload: Workload) -> Plan:
    """Today's rounds, restricted to a workload.

    A visit that today's rounds make, but not as the workload asks (its provider
    has changed, or a carer is not on duty), is listed as unserved, with all of
    its calls left out; so is a visit that no round makes.
    """
    calls = zip(calls_of(world, workload.day), loaded_stops(world, workload.day), strict=True)
    loaded = {carer.id: carer.shifts for carer in on_duty(world, workload.day)}
    visits, carers = workload.visit, workload.carer
    dropped: dict[str, Unserved] = {}
    made = dict.fromkeys(visits, 0)
    stops: dict[tuple[str, int], list[Stop]] = {}
    for call, stop in calls:
        visit = visits.get(call.visit_id)
        if visit is None:
            continue
        carer = carers.get(call.carer_id)
        if carer is None or call.provider_id != visit.provider_id:
            dropped[visit.id] = _not_as_today(visit, call, carer)
            continue
        made[visit.id] += 1
        same = carer.shifts == loaded[carer.id]
        shift = call.shift if same else nearest_shift(carer, call.start_s, visit.service_s)
        stops.setdefault((carer.id, shift), []).append(stop)
    for visit in workload.visits:
        if visit.id not in dropped and made[visit.id] != visit.carers_required:
            dropped[visit.id] = _not_in_rounds(visit, made[visit.id])
    rounds = (
        Round(carer_id, shift, tuple(stop for stop in found if stop.visit_id not in dropped))
        for (carer_id, shift), found in sorted(stops.items())
    )
    return Plan(
        workload.day,
        tuple(round_ for round_ in rounds if round_.stops),
        tuple(dropped[visit_id] for visit_id in sorted(dropped)),
    )


@once
def loaded_stops(world: World, day: Day) -> tuple[Stop, ...]:
    """Give the stop of each call of a day, in their order: scenarios share them."""
    return tuple(Stop(call.visit_id, call.start_s) for call in calls_of(world, day))


def nearest_shift(carer: Carer, start_s: int, service_s: int) -> int:
    """Index of the shift in which a call falls, or that it falls nearest to."""

    def outside_s(index: int) -> int:
        shift = carer.shifts[index]
        return max(shift.start_s - start_s, start_s + service_s - shift.end_s, 0)

    return min(range(len(carer.shifts)), key=outside_s)


def _not_as_today(visit: Visit, call: Call, carer: Carer | None) -> Unserved:
    if call.provider_id != visit.provider_id:
        return Unserved(
            visit.id,
            "provider-changed",
            f"The package goes from {call.provider_id} to {visit.provider_id}, "
            f"whose carers do not call there in today's rounds.",
        )
    return Unserved(
        visit.id,
        "carer-off-duty",
        f"Today's rounds send {call.carer_id}, who is not on duty that day.",
    )


def _not_in_rounds(visit: Visit, found: int) -> Unserved:
    detail = "None of today's rounds makes this visit."
    if found:
        detail = f"Today's rounds send {found} of {visit.carers_required} carers."
    return Unserved(visit.id, "not-in-rounds", detail)
