"""Files that show single people: for those who plan the care, never for publication."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from solver.domain.clock import clock
from solver.errors import PublishError
from solver.publish.colophon import INTERNAL
from solver.publish.safe_text import file_name, plain
from solver.publish.whole import written_whole
from solver.rates.pay import METRES_PER_MILE

if TYPE_CHECKING:
    from pathlib import Path

    from solver.base.world import World
    from solver.domain import Plan, Round, Scenario, Workload
    from solver.publish.colophon import Colophon

__all__ = ["BEFORE", "INTERNAL", "internal_name", "write_rounds"]

BEFORE: Final = "INTERNAL_"
"""What the names of internal files of a run begin with."""


def internal_name(name: str, ending: str) -> str:
    """Name a file so that nobody takes it for a public one: ``INTERNAL rounds mon.geojson``."""
    return f"INTERNAL {file_name(name)}.{ending.lstrip('.')}"


def write_rounds(
    plan: Plan,
    workload: Workload,
    world: World,
    scenario: Scenario,
    path: Path,
    *,
    about: Colophon,
) -> None:
    """Write the rounds as GeoJSON: a line a round along the roads, home to home.

    The marking is the first member of the file and the first property of each
    round; ``about`` says what the file is, as in every GeoJSON.
    Properties: ``carer_id, provider_id, shift`` (1-based)``, mode, day, calls,
    first_start, last_end, minutes, miles`` (of all legs, home legs
    included)``, visits`` (ids in order).

    Raises
    ------
    PublishError
        When the plan names a visit or a carer that the workload lacks, or the
        file cannot be written.
    """
    places = {place.id: place for place in workload.places}
    features = [
        _feature(one, plan, workload, world, scenario, places) for one in plan.rounds if one.stops
    ]
    collection = {
        "type": "FeatureCollection",
        "marking": INTERNAL,
        "invented": world.tables.about.invented,
        "roads_note": plain(world.tables.about.roads_note),
        "scenario": plain(scenario.name),
        "about": [list(pair) for pair in about.lines],
        "features": features,
    }
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    with written_whole(path) as draft:
        draft.write_text(text + "\n", encoding="utf-8")


def _feature(
    one: Round,
    plan: Plan,
    workload: Workload,
    world: World,
    scenario: Scenario,
    places: dict[str, Any],
) -> dict[str, Any]:
    try:
        carer = workload.carer[one.carer_id]
        visits = [workload.visit[stop.visit_id] for stop in one.stops]
        home = places[carer.home]
        doors = [places[visit.place] for visit in visits]
    except KeyError as error:
        raise PublishError(
            f"The plan names {error.args[0]!r}, which the day does not have."
        ) from error
    starts = [visit.start_s for visit in visits]
    line = world.roads.line(
        [home, *doors, home], carer.mode, scenario.roads, [*starts, starts[-1]], plan.day
    )
    known = [leg for leg in line.legs if leg.duration_s >= 0]
    return {
        "type": "Feature",
        "properties": {
            "marking": INTERNAL,
            "carer_id": carer.id,
            "provider_id": carer.provider_id,
            "shift": one.shift + 1,
            "mode": carer.mode,
            "day": plan.day,
            "calls": len(visits),
            "first_start": clock(one.stops[0].start_s),
            "last_end": clock(one.stops[-1].start_s + visits[-1].service_s),
            "minutes": round(sum(leg.duration_s for leg in known) / 60, 1),
            "miles": round(sum(leg.length_m for leg in known) / METRES_PER_MILE, 2),
            "visits": [visit.id for visit in visits],
        },
        "geometry": _line(line.coordinates.tolist()),
    }


def _line(coordinates: list[list[float]]) -> dict[str, Any] | None:
    """Return a line of two points or more, else no geometry: everything is at one door."""
    if len(coordinates) < 2:
        return None
    points = [[round(lon, 6), round(lat, 6)] for lon, lat in coordinates]
    return {"type": "LineString", "coordinates": points}
