"""Who can be reached within some minutes of a place: an outline, and the people in a list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.kept import kept
from dashboard.maps import MapSpec, MapView, county, show_map, spec
from dashboard.maps.palette import ACCENT, CIVIC
from dashboard.maps.shapes import geojson
from dashboard.roads.doors import BY, choose_door, choose_mode
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Figure, say, show_figures, show_grid
from dashboard.show.text import count, number, percent
from solver import demand
from solver.domain import UNREACHABLE, Place
from solver.roads import travel_from

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.base.world import World
    from solver.domain import Mode, RoadChoices

LEGEND: tuple[dict[str, Any], ...] = (
    {"label": "Roads within reach", "shape": "patch", "fill": CIVIC, "ink": CIVIC, "opacity": 0.2},
    {"label": "Service user within reach", "shape": "circle", "fill": ACCENT, "ink": "#fff"},
    {"label": "Service user farther away", "shape": "circle", "fill": "#9aa6ab", "ink": "#fff"},
    {"label": "From here", "shape": "square", "fill": "#14202b", "ink": "#fff"},
)


def reach(page: Open) -> None:
    """Ask from where, how and for how long; show who is reached."""
    place, how, time = st.columns([2, 1.4, 1])
    with place:
        chosen = choose_door(page, "From", key="reach-from")
    with how:
        mode = choose_mode("reach-mode", "foot")
    with time:
        minutes = st.number_input("Minutes", 1, 120, 15, 5, key="reach-minutes")
    if chosen is None:
        st.info(
            "Choose a settlement, a carer's home or a service user: the map then shows how far "
            "one gets, and the list who lives there."
        )
        return
    door, name = chosen
    choices = replace(page.scenario.roads, stop_s=0)
    people = reached(page, door, mode, choices)
    inside = people[people["minutes"] <= minutes].sort_values("minutes")
    hours, every = inside["carer_hours_week"].sum(), people["carer_hours_week"].sum()
    say(
        f"{BY[mode]}, {count(len(inside), 'service user')} of {len(people):,} "
        f"can be reached within {minutes} minutes of {name}: "
        f"{number(hours, 1)} carer-hours a week, {percent(hours / every if every else 0)} of all."
    )
    show_figures(
        [
            Figure("Within reach", number(len(inside)), f"of {number(len(people))} service users"),
            Figure(
                "Their care",
                f"{number(hours, 1)} h",
                f"carer-hours a week, {percent(hours / every if every else 0)} of all planned",
            ),
        ]
    )
    _map(page, door, name, mode, int(minutes), choices, people)
    if inside.empty:
        st.info("Nobody with a package lives within this time. Choose more minutes, or a bicycle.")
        return
    table = inside.assign(minutes=inside["minutes"].round(1), mode=mode, origin=name)
    headings = {
        "person_id": "Service user",
        "area": "Area",
        "zone": "Zone",
        "minutes": "Minutes",
        "metres": "Metres along the roads",
        "carer_hours_week": "Carer-hours a week",
    }
    show_grid(table, headings, caption="Service users within reach, nearest first")
    beside_table(table[[*headings, "mode", "origin"]], "reach", page)


def reached(page: Open, door: Place, mode: Mode, choices: RoadChoices) -> pd.DataFrame:
    """List service users with the minutes and metres from a door; far ones have no number.

    Returns
    -------
    people
        person_id, area, zone, carer_hours_week, lon, lat, minutes, metres.
    """
    packages = demand.packages(page.world, page.scenario)
    held = packages.groupby("person_id").agg(
        area_id=("area_id", "first"),
        zone=("zone", "first"),
        carer_hours_week=("carer_hours_week", "sum"),
    )
    people = page.world.tables.people.set_index("person_id")[["lon", "lat"]]
    frame = held.join(people).reset_index()
    names = page.area_names
    places = [
        Place(f"person:{person}", float(lon), float(lat))
        for person, lon, lat in zip(frame["person_id"], frame["lon"], frame["lat"], strict=True)
    ]
    seconds, metres = travel_from(page.world.roads, door, places, mode, choices)
    way = seconds != UNREACHABLE
    return frame.assign(
        area=frame["area_id"].map(names),
        minutes=pd.Series(seconds / 60).where(way),
        metres=pd.Series(metres, dtype="Int64").where(way),
        carer_hours_week=frame["carer_hours_week"].round(2),
    )


def _map(
    page: Open,
    door: Place,
    name: str,
    mode: Mode,
    minutes: int,
    choices: RoadChoices,
    people: pd.DataFrame,
) -> None:
    world = page.world
    shape = _outline(world.roads.content_hash, door, mode, 60 * minutes, choices, world)
    style = {"fill": CIVIC, "opacity": 0.2, "ink": CIVIC, "weight": 2}
    feature = {"type": "Feature", "geometry": shape["geometry"], "properties": style}
    near = people["minutes"] <= minutes
    rows: list[list[tuple[float, float, str, str, str]]] = [[], []]
    called: Any = people.itertuples(index=False)
    for row, is_near in zip(called, near, strict=True):
        how_far = f"{row.minutes:.0f} minutes" if row.minutes == row.minutes else "no way"
        tip = f"Service user {row.person_id}\n{how_far}"
        rows[is_near].append((round(row.lon, 5), round(row.lat, 5), tip, "", ""))
    zones, names = county.zone_layers(world, page.scenario)
    show_map(
        MapSpec(
            views=(
                MapView(
                    f"Map: where one gets within {minutes} minutes of {name}, "
                    f"{BY[mode].lower()}, along the roads. The list below names who lives there.",
                    (
                        zones,
                        spec.polygons("reach", "Within reach", [feature]),
                        spec.points(
                            "farther", "Farther away", rows[0],
                            shape="circle", fill="#9aa6ab", radius=3,
                        ),
                        spec.points(
                            "near", "Service users within reach", rows[1],
                            shape="circle", fill=ACCENT, radius=4.5,
                        ),
                        spec.points(
                            "from", "", [(door.lon, door.lat, name, "", "")],
                            shape="square", fill="#14202b", radius=7,
                        ),
                        names,
                    ),
                ),
            ),
            bounds=shape["bounds"],
            bounds_key=f"{door.id}|{mode}|{minutes}",
            tiles=county.ground(world),
            legend=LEGEND,
            height=520,
        ),
        key="reach-map",
    )  # fmt: skip
    st.caption(
        "The outline follows the roads with a margin of a few doors; the list counts to the "
        "second, from the door to the road and on. No time is added for parking."
    )


@kept("lines", "Following the roads…")
def _outline(
    roads_hash: str, door: Place, mode: Mode, limit_s: int, choices: RoadChoices, _world: World
) -> dict[str, Any]:
    shape = _world.roads.reach(door, mode, limit_s, choices)
    return {"geometry": geojson(shape), "bounds": shape.buffer(0.004).bounds}
