"""Rounds as map layers: each carer's way along the roads, their calls and their home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.maps import spec
from dashboard.maps.palette import ACCENT, CIVIC, ROUND_COLOURS
from solver.domain.clock import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.maps.spec import Bounds, Layer
    from solver.domain import Place, RoadChoices, Scenario
    from solver.score import Score
    from solver.study import Case
    from solver.world import World

METRES_PER_MILE = 1609.344

LEGEND: tuple[dict[str, Any], ...] = (
    {
        "label": "Round along the roads (each carer a colour)",
        "shape": "line",
        "fill": "",
        "ink": CIVIC,
    },
    {"label": "Call by one carer", "shape": "circle", "fill": CIVIC, "ink": "#fff"},
    {"label": "Double-handed call", "shape": "square", "fill": ACCENT, "ink": "#fff"},
    {"label": "Carer's home", "shape": "diamond", "fill": "#b3632a", "ink": "#fff"},
)


def layers(
    world: World, scenario: Scenario, case: Case, score: Score, carers: tuple[str, ...]
) -> tuple[Layer, ...]:
    """Draw the rounds of some carers: ways, calls, homes."""
    stops = score.stops[score.stops["carer_id"].isin(carers)]
    stops = stops.sort_values(["carer_id", "shift", "position"])
    visits, workers = case.workload.visit, case.workload.carer
    place = {item.id: item for item in case.workload.places}
    colour = {carer: ROUND_COLOURS[i % len(ROUND_COLOURS)] for i, carer in enumerate(carers)}
    ways: list[dict[str, Any]] = []
    single: list[tuple[float, float, str, str, str]] = []
    double: list[tuple[float, float, str, str, str]] = []
    rounds: Any = stops.groupby(["carer_id", "shift"], sort=False)
    for (carer, _), calls in rounds:
        worker = workers[carer]
        doors = [place[visits[visit].place] for visit in calls["visit_id"]]
        home = place[worker.home]
        way, length_m = _way(world, (home, *doors, home), worker.mode, scenario.roads)
        first, last = clock(int(calls["start_s"].iloc[0])), clock(int(calls["end_s"].iloc[-1]))
        tip = (
            f"Carer {carer}, {first} to {last}\n{len(calls)} calls, "
            f"{length_m / METRES_PER_MILE:.1f} miles with the ways from and to home"
        )
        ways.append({"path": way, "colour": colour[carer], "weight": 3, "tip": tip})
        for number, (door, row) in enumerate(
            zip(doors, calls.itertuples(index=False), strict=True), start=1
        ):
            tip = f"{clock(int(row.start_s))} visit {row.visit_id}\nCall {number} of {carer}"
            target = double if row.carers_required > 1 else single
            target.append((round(door.lon, 5), round(door.lat, 5), tip, "", colour[carer]))
    homes = [
        (
            round(place[workers[c].home].lon, 5),
            round(place[workers[c].home].lat, 5),
            f"Home of {c}",
            "",
            "",
        )
        for c in carers
        if c in workers
    ]
    return (
        spec.lines("ways", "Rounds", ways),
        spec.points("homes", "Carers' homes", homes, shape="diamond", fill="#b3632a", radius=6),
        spec.points("calls", "Calls", single, shape="circle", fill=CIVIC, radius=5),
        spec.points(
            "doubles", "Double-handed calls", double, shape="square", fill=ACCENT, radius=5
        ),
    )


def _way(
    world: World, doors: Sequence[Place], mode: str, choices: RoadChoices
) -> tuple[list[list[float]], int]:
    key = tuple((door.lon, door.lat) for door in doors)
    return _line(world.roads.content_hash, key, mode, choices, world, tuple(doors))


@st.cache_resource(max_entries=2_000, show_spinner=False)
def _line(
    roads_hash: str,
    key: tuple[tuple[float, float], ...],
    mode: Any,
    choices: RoadChoices,
    _world: World,
    _doors: tuple[Place, ...],
) -> tuple[list[list[float]], int]:
    line = _world.roads.line(_doors, mode, choices)
    return line.coordinates.round(5).tolist(), sum(leg.length_m for leg in line.legs)


def bounds(case: Case, sides: Sequence[tuple[str, Score]], carers: Sequence[str]) -> Bounds | None:
    """West, south, east and north of the calls of some carers, with a margin."""
    place = {item.id: item for item in case.workload.places}
    visits = case.workload.visit
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
