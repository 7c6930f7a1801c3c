"""The county as map layers: bands, zones, people, carers and rounds.

Each layer is worked out once per content and shared by all sessions.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

import shapely

from dashboard.escape import html_text
from dashboard.kept import kept
from dashboard.maps import spec
from dashboard.maps.outside import MOST_ZOOM, OutsideMapError, outside_map
from dashboard.maps.palette import ACCENT, CIVIC, INK, band_styles, zone_tints
from dashboard.maps.shapes import SIMPLIFY_DEG, area_shapes, geojson, label_points
from dashboard.maps.tiles import publish_tiles
from office.store.folder import data_folder
from solver import demand
from solver.domain.clock import clock
from solver.domain.reads import key_of
from solver.zones import areas, assignment, zone_shapes

if TYPE_CHECKING:
    from dashboard.maps.spec import Layer
    from solver.base.world import World
    from solver.domain import Day, Scenario


def ground(world: World) -> tuple[dict[str, Any], ...]:
    """Return the ground layers: the world's own roads, and pictures of another server if any.

    Our own map is drawn here and served here; it shows through where the other
    server's pictures fail or end.
    """
    note = world.tables.about.roads_note
    words = re.split(r"[;,.]", note)[0] if note else "Roads © OpenStreetMap contributors"
    own = {"url": publish_tiles(world), "attribution": html_text(words)}
    try:
        other = outside_map(data_folder())
    except OutsideMapError as error:
        return ({**own, "fault": str(error)},)
    if other is None:
        return (own,)
    west, south, east, north = bounds(world)
    above = {
        "url": other.url,
        "attribution": html_text(other.credit),
        "note": other.note,
        "mostZoom": MOST_ZOOM,
        "within": [[south, west], [north, east]],
    }
    return own, above


def bounds(world: World) -> spec.Bounds:
    """West, south, east and north of the areas."""
    west, south, east, north = world.tables.areas.total_bounds
    return (float(west), float(south), float(east), float(north))


def patterns(world: World, scenario: Scenario) -> tuple[dict[str, Any], ...]:
    """Give the fills and marks of the bands, as the browser draws them."""
    return tuple(
        {
            "id": item.id,
            "fill": item.fill,
            "ink": item.ink,
            "marks": item.marks,
            "opacity": item.opacity,
        }
        for item in band_styles(assignment(world, scenario).bands).values()
    )


def legend(
    world: World, scenario: Scenario, *, people: bool = True, rounds: bool = False
) -> tuple[dict[str, Any], ...]:
    """Key to the map: the bands, and the points that may be switched on."""
    items: list[dict[str, Any]] = [
        {
            "label": f"{band} band",
            "shape": "patch",
            "fill": item.fill,
            "ink": item.ink,
            "marks": item.marks,
            "opacity": item.opacity,
        }
        for band, item in band_styles(assignment(world, scenario).bands).items()
    ]
    items.append({"label": "Zone border", "shape": "line", "fill": "", "ink": INK})
    if people:
        items.append({"label": "Service user", "shape": "circle", "fill": CIVIC, "ink": "#fff"})
        items.append(
            {"label": "Carer's home", "shape": "diamond", "fill": "#b3632a", "ink": "#fff"}
        )
    if rounds:
        items.append({"label": "Round, door to door", "shape": "line", "fill": "", "ink": ACCENT})
    return tuple(items)


def band_layer(world: World, scenario: Scenario, *, pick: bool = False, on: bool = True) -> Layer:
    """Areas filled by their band."""
    return _bands(world.input_hash, key_of("band map", scenario), pick, on, world, scenario)


@kept("layers")
def _bands(
    input_hash: str, key: str, pick: bool, on: bool, _world: World, _scenario: Scenario
) -> Layer:
    frame = areas(_world, _scenario)
    styles = band_styles(assignment(_world, _scenario).bands)
    shapes = area_shapes(input_hash, _world)
    features: list[dict[str, Any]] = []
    columns = ("area_id", "name", "zone", "band", "zone_base", "band_base")
    at = label_points(input_hash, _world) if pick else {}
    rows: Any = frame[list(columns)].itertuples(index=False)
    for row in rows:
        changed = row.zone != row.zone_base or row.band != row.band_base
        tip = f"{row.name}\n{row.zone}\n{row.band} band"
        if row.zone != row.zone_base:
            tip += f"\nMoved from {row.zone_base}"
        if row.band != row.band_base:
            tip += f"\nWas {row.band_base} band"
        features.append(
            {
                "type": "Feature",
                "geometry": shapes[row.area_id],
                "properties": {
                    "id": row.area_id,
                    "tip": tip,
                    "pattern": styles[row.band].id,
                    "ink": ACCENT if changed else "#ffffff",
                    "weight": 3 if changed else 0.6,
                    **({"at": at[row.area_id]} if pick else {}),
                },
            }
        )
    features.sort(key=lambda feature: feature["properties"]["weight"])  # changed areas on top
    return spec.polygons("bands", "Bands", features, pick=pick, lasso=pick, on=on)


def chosen_layer(world: World, area_ids: tuple[str, ...]) -> Layer:
    """Outlines of the areas that are chosen for a move."""
    shapes = area_shapes(world.input_hash, world)
    features = [
        {
            "type": "Feature",
            "geometry": shapes[area_id],
            "properties": {"id": area_id, "ink": ACCENT, "weight": 4, "dash": "7 5"},
        }
        for area_id in area_ids
        if area_id in shapes
    ]
    return spec.polygons("chosen", "", features, pane="zones")


def zone_layers(world: World, scenario: Scenario, *, tinted: bool = False) -> tuple[Layer, ...]:
    """Zone borders and zone names; ``tinted`` also fills the zones."""
    return _zones(world.input_hash, key_of("zones", scenario), tinted, world, scenario)


@kept("layers")
def _zones(
    input_hash: str, key: str, tinted: bool, _world: World, _scenario: Scenario
) -> tuple[Layer, ...]:
    frame = zone_shapes(_world, _scenario)
    simple = shapely.coverage_simplify(frame.geometry.to_numpy(), SIMPLIFY_DEG)
    names = list(frame["zone"])
    touching = shapely.STRtree(simple).query(simple, predicate="intersects")
    neighbours = {
        name: tuple(names[j] for j in touching[1][touching[0] == i] if j != i)
        for i, name in enumerate(names)
    }
    tints = zone_tints(neighbours)
    features = [
        {
            "type": "Feature",
            "geometry": geojson(shape),
            "properties": {
                "id": zone,
                "ink": INK,
                "weight": 2.4,
                **({"fill": tints[zone], "opacity": 0.75} if tinted else {}),
            },
        }
        for zone, shape in zip(names, simple, strict=True)
    ]
    rows = list(zip(frame["label_lon"], frame["label_lat"], names, strict=True))
    return (
        spec.polygons("zones", "Zone borders", features, pane="zones"),
        spec.labels("zone-names", "Zone names", rows, class_name="zone-label"),
    )


def people_layer(world: World, scenario: Scenario, *, on: bool = False) -> Layer:
    """Service users, each with their packages."""
    return _people(world.input_hash, key_of("people map", scenario), on, world, scenario)


@kept("layers")
def _people(input_hash: str, key: str, on: bool, _world: World, _scenario: Scenario) -> Layer:
    packages = demand.packages(_world, _scenario)
    hours = packages.groupby("person_id")["carer_hours_week"].sum().to_dict()
    first = packages.groupby("person_id")[["package_id", "zone", "band"]].first()
    known = {
        person: f"Package {package}, {hours[person]:.1f} carer-hours a week\n{zone}, {band} band"
        for person, package, zone, band in first.itertuples()
    }
    people = _world.tables.people
    rows = []
    for person, lon, lat in zip(people["person_id"], people["lon"], people["lat"], strict=True):
        if person not in known:
            continue
        tip = f"Service user {person}\n{known[person]}"
        rows.append((round(lon, 5), round(lat, 5), tip, str(person), ""))
    return spec.points(
        "people", "Service users", rows, shape="circle", fill=CIVIC, radius=3.5, on=on
    )


def carers_layer(world: World, *, on: bool = False) -> Layer:
    """Carers' homes."""
    return _carers(world.input_hash, on, world)


@kept("layers")
def _carers(input_hash: str, on: bool, _world: World) -> Layer:
    table = _world.tables.carers
    providers = _world.tables.providers.set_index("provider_id")["name"]
    modes = {"car": "by car", "bicycle": "by bicycle", "foot": "on foot"}
    carers: Any = table[["carer_id", "provider_id", "lon", "lat", "mode"]].itertuples(index=False)
    rows = [
        (
            round(row.lon, 5),
            round(row.lat, 5),
            f"Carer {row.carer_id}\n{providers.get(row.provider_id, '')}\n{modes[row.mode]}",
            str(row.carer_id),
            "",
        )
        for row in carers
    ]
    return spec.points(
        "carers", "Carers' homes", rows, shape="diamond", fill="#b3632a", radius=4.5, on=on
    )


def today_layer(world: World, day: Day, label: str, *, on: bool = False) -> Layer:
    """Today's rounds of a day, drawn straight from door to door (a whole county at once)."""
    return _today(world.input_hash, day, label, on, world)


@kept("layers")
def _today(input_hash: str, day: Day, label: str, on: bool, _world: World) -> Layer:
    tables = _world.tables
    rounds = tables.rounds[tables.rounds["day"] == day].sort_values(
        ["carer_id", "shift", "start_s"]
    )
    person_of = tables.packages.set_index("package_id")["person_id"]
    visit_person = tables.visits.set_index("visit_id")["package_id"].map(person_of)
    people = tables.people.set_index("person_id")[["lon", "lat"]]
    doors = people.reindex(rounds["visit_id"].map(visit_person)).to_numpy().round(5).tolist()
    carers, shifts = rounds["carer_id"].tolist(), rounds["shift"].tolist()
    starts = rounds["start_s"].tolist()
    rows = []
    for (carer, _), group in groupby(range(len(doors)), lambda i: (carers[i], shifts[i])):
        calls = list(group)
        if len(calls) < 2:
            continue
        first, last = clock(int(starts[calls[0]])), clock(int(starts[calls[-1]]))
        rows.append(
            {
                "path": [doors[i] for i in calls],
                "colour": ACCENT,
                "weight": 1,
                "tip": f"Carer {carer}\n{len(calls)} visits, {first} to {last}",
            }
        )
    return spec.lines("rounds", label, rows, on=on)
