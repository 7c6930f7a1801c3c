"""The visits of a day and the carers who may make them."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from solver.base.areas import area_base, package_base, split_list
from solver.base.duty import calls_of, doors_of, lengths, on_duty, visits_of
from solver.base.world import once
from solver.demand.packages import packages
from solver.domain import Shift, Visit, Workload
from solver.errors import ScenarioError
from solver.zones.assignment import assignment, nearest

if TYPE_CHECKING:
    from solver.base.duty import Call
    from solver.base.world import World
    from solver.domain import Carer, Day, Place, Scenario


def workload(world: World, scenario: Scenario, day: Day) -> Workload:
    """Gather the visits to make and the carers on duty on one day of week 1.

    A visit's start is that of today's rounds, else that of the visits table.
    Where ``scenario.rounds.zones`` names zones, only their visits are planned,
    by carers who today visit nowhere else; one who does has the stretches of
    the shifts around the other calls, which are left alone. Carers of providers
    that leave (``scenario.demand.leaving``) are off duty.

    Raises
    ------
    ScenarioError
        When the scenario names something that the world does not have.
    """
    _check_locks(world, scenario)
    chosen = packages(world, scenario)
    planned = _in_zones(world, scenario, chosen)
    visits = _visits(world, planned, day)
    carers = _carers(world, visits, day, scenario.demand.leaving)
    return Workload(day=day, visits=visits, carers=carers, places=_places(world, visits, carers))


def _in_zones(world: World, scenario: Scenario, chosen: pd.DataFrame) -> pd.DataFrame:
    """Keep the packages of the zones to plan; all where none is named."""
    if not scenario.rounds.zones:
        return chosen
    zones = assignment(world, scenario)
    shown = dict(zip(zones.base_names, zones.zones, strict=True)) | {z: z for z in zones.zones}
    for zone in scenario.rounds.zones:
        if zone not in shown:
            raise ScenarioError(f"There is no zone {zone!r} to plan. {nearest(zone, shown)}")
    return chosen[chosen["zone"].isin([shown[zone] for zone in scenario.rounds.zones])]


def _check_locks(world: World, scenario: Scenario) -> None:
    """Refuse locks of visits that the world does not have, all of them at once."""
    if not scenario.rounds.locks:
        return
    known = set(world.tables.visits["visit_id"])
    strange = sorted(visit_id for visit_id, _ in scenario.rounds.locks if visit_id not in known)
    if strange:
        more = "" if len(strange) <= 5 else f" and {len(strange) - 5} more"
        raise ScenarioError(
            f"[rounds] locks: no such visit: {', '.join(strange[:5])}{more}. Remove the lock."
        )


def _visits(world: World, planned: pd.DataFrame, day: Day) -> tuple[Visit, ...]:
    """Visits of the planned packages on a day; those that nothing changed are the loaded ones."""
    columns = (planned[name].tolist() for name in ("package_id", "zone", "band", "provider_id"))
    bought = {package: rest for package, *rest in zip(*columns, strict=True)}
    visits = []
    for visit in loaded_visits(world, day):
        now = bought.get(visit.package_id)
        if now is None:
            continue
        if now != [visit.zone, visit.band, visit.provider_id]:
            zone, band, provider_id = now
            visit = replace(visit, zone=zone, band=band, provider_id=provider_id)
        visits.append(visit)
    return tuple(visits)


@once
def loaded_visits(world: World, day: Day) -> tuple[Visit, ...]:
    """Every visit of a day as the world has it, in id order: scenarios share them."""
    base, areas = package_base(world), area_base(world)
    package = {name: row for row, name in enumerate(base.ids)}
    people = world.tables.people
    excluded = dict(zip(people["person_id"], people["excluded_carers"], strict=True))
    gender = dict(zip(people["person_id"], people["carer_gender"], strict=True))
    start: dict[str, int] = {}
    regular: dict[str, list[str]] = {}
    for call in calls_of(world, day):
        start[call.visit_id] = min(call.start_s, start.get(call.visit_id, call.start_s))
        regular.setdefault(call.visit_id, []).append(call.carer_id)
    visits = []
    rows: Any = visits_of(world, day).itertuples(index=False)
    for row in rows:
        bought = package.get(row.package_id)
        if bought is None:
            continue
        person, area = base.person_ids[bought], base.area[bought]
        visits.append(
            Visit(
                id=row.visit_id,
                package_id=row.package_id,
                person_id=person,
                place=f"person:{person}",
                area_id=areas.ids[area],
                zone=areas.zones[areas.zone[area]],
                band=areas.bands[areas.band[area]],
                provider_id=base.provider_ids[base.provider[bought]],
                service=base.services[bought],
                start_s=start.get(row.visit_id, int(row.start_s)),
                service_s=int(row.service_s),
                carers_required=int(row.carers_required),
                earliest_s=int(row.earliest_s),
                latest_s=int(row.latest_s),
                skills=split_list(row.skills),
                time_critical=bool(row.time_critical),
                regular_carers=tuple(regular.get(row.visit_id, ())),
                excluded_carers=split_list(excluded[person]),
                carer_gender=gender[person],
                apart_s=int(row.apart_s),
                after=row.after,
                gap_least_s=int(row.gap_least_s),
                gap_most_s=None if pd.isna(row.gap_most_s) else int(row.gap_most_s),
                order=row.order,
            )
        )
    return tuple(visits)


def _carers(
    world: World, visits: tuple[Visit, ...], day: Day, leaving: tuple[str, ...]
) -> tuple[Carer, ...]:
    """Carers on duty who may make some of the visits, with the time that they have for them."""
    planned = {visit.id: visit for visit in visits}
    providers = {visit.provider_id for visit in visits}
    calls: dict[str, list[Call]] = {}
    for call in calls_of(world, day):
        calls.setdefault(call.carer_id, []).append(call)
    length = lengths(world)
    carers = []
    for carer in on_duty(world, day):
        if carer.provider_id in leaving:
            continue
        own = calls.get(carer.id, [])
        inside = [call for call in own if call.visit_id in planned]
        if len(inside) == len(own):
            if inside or carer.provider_id in providers:
                carers.append(carer)
        elif inside:
            carers.append(replace(carer, shifts=_stretches(carer, own, planned, length)))
    return tuple(carers)


def _stretches(
    carer: Carer, own: list[Call], planned: dict[str, Visit], length: dict[str, int]
) -> tuple[Shift, ...]:
    """Cut a carer's shifts into the time around calls that are not planned.

    A stretch that is bounded by such a call is no longer than today's planned
    calls in it: the legs to and from the other calls keep their time.
    """

    def is_planned(call: Call) -> bool:
        return call.visit_id in planned

    found = []
    for index, shift in enumerate(carer.shifts):
        calls = [call for call in own if call.shift == index]
        runs = [
            (inside, list(run)) for inside, run in groupby(calls, lambda c: c.visit_id in planned)
        ]
        for place, (inside, run) in enumerate(runs):
            if not inside:
                continue
            start_s = shift.start_s if place == 0 else run[0].start_s
            end_s = max(call.start_s + length[call.visit_id] for call in run)
            if place == len(runs) - 1:
                end_s = max(end_s, shift.end_s)
            found.append(Shift(start_s, end_s))
        if not runs:
            found.append(shift)
    return tuple(found)


def _places(
    world: World, visits: tuple[Visit, ...], carers: tuple[Carer, ...]
) -> tuple[Place, ...]:
    """Every door that a visit or a carer names, in id order."""
    doors = doors_of(world)
    names = {visit.place for visit in visits} | {carer.home for carer in carers}
    return tuple(doors[name] for name in sorted(names))
