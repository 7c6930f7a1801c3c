"""Rounds as map layers: each carer's way along the roads, their calls and their home."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboard.kept import kept, stamp_of
from dashboard.maps import spec
from dashboard.maps.palette import ACCENT, CIVIC, ROUND_COLOURS
from solver.domain.clock import clock
from solver.rates.pay import METRES_PER_MILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from dashboard.maps.spec import Bounds, Layer
    from solver.base.world import World
    from solver.domain import Day, Place, RoadChoices, Scenario
    from solver.roads import RoadLeg, RoadLine
    from solver.score import Score
    from solver.study import Case

LEGEND: tuple[dict[str, Any], ...] = (
    {
        "label": "Round along the roads (each carer a colour)",
        "shape": "line",
        "fill": "",
        "ink": CIVIC,
    },
    {"label": "Visit by one carer", "shape": "circle", "fill": CIVIC, "ink": "#fff"},
    {"label": "Double-handed visit", "shape": "square", "fill": ACCENT, "ink": "#fff"},
    {"label": "Carer's home", "shape": "diamond", "fill": "#b3632a", "ink": "#fff"},
)

DRAWN = ["visit_id", "carer_id", "shift", "position", "carers_required", "start_s", "end_s"]
"""What the layers show of calls: what no price, band or zone changes is drawn once.

Doors, homes and hours follow from the ids.
"""


def layers(
    world: World, scenario: Scenario, case: Case, score: Score, carers: Sequence[str]
) -> tuple[Layer, ...]:
    """Draw the rounds of some carers: ways, visits, homes."""
    stops = score.stops[score.stops["carer_id"].isin(carers)]
    drawn_by = world.input_hash, scenario.roads, case.day, tuple(carers), stamp_of(stops[DRAWN])
    return _layers(drawn_by, world, scenario, case, replace(score, stops=stops))


@kept("layers")
def _layers(
    drawn_by: tuple[Any, ...], _world: World, _scenario: Scenario, _case: Case, _score: Score
) -> tuple[Layer, ...]:
    ways: list[dict[str, Any]] = []
    single: list[tuple[float, float, str, str, str]] = []
    double: list[tuple[float, float, str, str, str]] = []
    homes: list[tuple[float, float, str, str, str]] = []
    place = _places(_case)
    carers: tuple[str, ...] = drawn_by[3]
    for i, carer in enumerate(carers):
        colour = ROUND_COLOURS[i % len(ROUND_COLOURS)]
        homes.append((*_at(place[_case.workload.carer[carer].home]), f"Home of {carer}", "", ""))
        for _, line, doors, calls in _ways(_world, _scenario, _case, _score, carer):
            path = line.coordinates.round(5).tolist()
            tip = _round_tip(carer, line, calls)
            ways.append({"path": path, "colour": colour, "weight": 3, "tip": tip})
            rows: Any = enumerate(zip(doors, calls.itertuples(index=False), strict=True), start=1)
            for number, (door, row) in rows:
                tip = f"{clock(int(row.start_s))} visit {row.visit_id}\nVisit {number} of {carer}"
                target = double if row.carers_required > 1 else single
                target.append((*_at(door), tip, "", colour))
    return (
        spec.lines("ways", "Rounds", ways),
        spec.points("homes", "Carers' homes", homes, shape="diamond", fill="#b3632a", radius=6),
        spec.points("calls", "Visits", single, shape="circle", fill=CIVIC, radius=5),
        spec.points(
            "doubles", "Double-handed visits", double, shape="square", fill=ACCENT, radius=5
        ),
    )


def _round_tip(carer: str, line: RoadLine, calls: pd.DataFrame) -> str:
    first, last = clock(int(calls["start_s"].iloc[0])), clock(int(calls["end_s"].iloc[-1]))
    miles = sum(leg.length_m for leg in line.legs) / METRES_PER_MILE
    return (
        f"Carer {carer}, {first} to {last}\n{len(calls)} visits, "
        f"{miles:.1f} miles with the ways from and to home"
    )


def _at(door: Place) -> tuple[float, float]:
    return round(door.lon, 5), round(door.lat, 5)


def _places(case: Case) -> dict[str, Place]:
    return {item.id: item for item in case.workload.places}


def followed(
    world: World, scenario: Scenario, case: Case, score: Score, carer: str
) -> tuple[tuple[Layer, ...], dict[tuple[int, int], RoadLeg]]:
    """Draw the day of one carer with its calls numbered, and give each way along the roads.

    Returns
    -------
    layers
    legs
        (shift, position in the round) → the way that leads there; the way home
        stands one position past the last call.
    """
    order: dict[tuple[float, float], list[str]] = {}
    legs: dict[tuple[int, int], RoadLeg] = {}
    for shift, line, doors, _ in _ways(world, scenario, case, score, carer):
        first = int(len(line.legs) < len(doors))  # who starts free has no way to the first door
        legs.update({(shift, first + i): leg for i, leg in enumerate(line.legs)})
        before = sum(len(called) for called in order.values())
        for number, door in enumerate(doors, start=before + 1):
            order.setdefault(_at(door), []).append(str(number))
    drawn = layers(world, scenario, case, score, (carer,))
    numbers = [(*at, ", ".join(called)) for at, called in order.items()]
    return (*drawn, spec.labels("numbers", "Order", numbers, class_name="call-label")), legs


def _ways(
    world: World, scenario: Scenario, case: Case, score: Score, carer: str
) -> Iterator[tuple[int, RoadLine, list[Place], pd.DataFrame]]:
    """Give each shift of a carer: its way from home to home, its doors and its calls."""
    visits, worker = case.workload.visit, case.workload.carer[carer]
    place = _places(case)
    stops = score.stops[score.stops["carer_id"] == carer].sort_values(["shift", "position"])
    home = place[worker.home]
    shifts: Any = stops.groupby("shift", sort=False)
    for shift, calls in shifts:
        doors = [place[visits[visit].place] for visit in calls["visit_id"]]
        starts = [visits[visit].start_s for visit in calls["visit_id"]]
        if worker.starts_from == "free":
            line = _way(world, doors, worker.mode, scenario.roads, case.day, tuple(starts[1:]))
        else:
            starts.append(starts[-1])  # the way back goes at the hour of the last visit
            stretch = (home, *doors, home)
            line = _way(world, stretch, worker.mode, scenario.roads, case.day, tuple(starts))
        yield int(shift), line, doors, calls


def _way(
    world: World,
    doors: Sequence[Place],
    mode: str,
    choices: RoadChoices,
    day: Day,
    starts_s: tuple[int, ...],
) -> RoadLine:
    key = world.roads.content_hash, *((door.lon, door.lat) for door in doors)
    hours = starts_s if choices.time_of_day else None
    return _line(key, mode, choices, day, hours, world, tuple(doors))


@kept("lines")
def _line(
    roads_and_doors: tuple[Any, ...],
    mode: Any,
    choices: RoadChoices,
    day: Day,
    starts_s: tuple[int, ...] | None,
    _world: World,
    _doors: tuple[Place, ...],
) -> RoadLine:
    return _world.roads.line(_doors, mode, choices, starts_s, day)


def bounds(case: Case, sides: Sequence[tuple[str, Score]], carers: Sequence[str]) -> Bounds | None:
    """West, south, east and north of the calls of some carers, with a margin."""
    place, visits = _places(case), case.workload.visit
    doors = [
        place[visits[visit].place]
        for _, score in sides
        for visit in set(score.stops.loc[score.stops["carer_id"].isin(carers), "visit_id"])
    ]
    if not doors:
        return None
    lons, lats = [door.lon for door in doors], [door.lat for door in doors]
    margin = 0.01
    return (min(lons) - margin, min(lats) - margin, max(lons) + margin, max(lats) + margin)
