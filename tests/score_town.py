"""A town on a straight road, whose rounds can be checked by eye.

Doors stand on a line; a mile takes two minutes by car (30 mph), six by bicycle
and twenty on foot. The carers' homes stand on the same line.
"""

from __future__ import annotations

import numpy as np

from solver.domain import Carer, Place, Plan, Round, Shift, Stop, Travel, TravelSet, Visit, Workload
from solver.rates.pay import METRES_PER_MILE

SECONDS_PER_MILE = {"car": 120, "bicycle": 360, "foot": 1_200}
DAY = (Shift(6 * 3_600, 23 * 3_600),)


def visit(name: str, start: str, minutes: int = 30, carers: int = 1, **more) -> Visit:
    hours, mins = start.split(":")
    start_s = int(hours) * 3_600 + int(mins) * 60
    values = {
        "package_id": f"k-{name}",
        "person_id": f"p-{name}",
        "place": f"person:p-{name}",
        "area_id": "a",
        "zone": "North",
        "band": "Urban",
        "provider_id": "A",
        "service": "maintenance",
        "earliest_s": 0,
        "latest_s": 86_400,
        **more,
    }
    return Visit(id=name, start_s=start_s, service_s=minutes * 60, carers_required=carers, **values)


def carer(name: str, provider: str = "A", mode: str = "car", shifts=DAY, **more) -> Carer:
    return Carer(
        id=name, provider_id=provider, home=f"home:{name}", mode=mode, shifts=shifts, **more
    )


def town(at_mile: dict[str, float], modes=("car",)) -> TravelSet:
    """Travel between doors at given miles along the road."""
    places = tuple(sorted(at_mile))
    miles = np.array([at_mile[place] for place in places])
    apart = np.abs(miles[:, None] - miles[None, :])
    metres = np.round(apart * METRES_PER_MILE).astype(np.int32)
    return TravelSet(
        places=places,
        by_mode={
            mode: (
                Travel(places, np.round(apart * SECONDS_PER_MILE[mode]).astype(np.int32), metres),
            )
            for mode in modes
        },
    )


def workload(visits, carers) -> Workload:
    names = {v.place for v in visits} | {c.home for c in carers}
    places = tuple(Place(name, 0.0, 0.0) for name in sorted(names))
    return Workload("mon", tuple(visits), tuple(carers), places)


def plan(rounds: dict[str, list[tuple[str, str]]], unserved=()) -> Plan:
    """Plan from ``{"carer" or "carer/2": [(visit, "07:30"), …]}`` (shift 1 by default)."""
    out = []
    for key, stops in rounds.items():
        name, _, shift = key.partition("/")
        made = tuple(Stop(v, int(t[:2]) * 3_600 + int(t[3:5]) * 60) for v, t in stops)
        out.append(Round(name, int(shift or 1) - 1, made))
    return Plan("mon", tuple(out), tuple(unserved))
