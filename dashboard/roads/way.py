"""The way between two doors: on the map, and road by road."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.maps import MapSpec, MapView, county, show_map, spec
from dashboard.maps.palette import ACCENT
from dashboard.roads.doors import BY, choose_door, choose_mode
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, Figure, say, show_figures, show_table
from dashboard.show.text import number, one_decimal
from solver.rates.pay import METRES_PER_MILE

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.domain import Mode, Place
    from solver.roads import RoadLeg, RoadLine


def way(page: Open) -> None:
    """Ask for two doors and how one travels; show the quickest way."""
    start, end, how = st.columns([1.6, 1.6, 1.4])
    with start:
        origin = choose_door(page, "From", key="way-from")
    with end:
        target = choose_door(page, "To", key="way-to")
    with how:
        mode = choose_mode("way-mode", "car")
    if origin is None or target is None:
        st.info("Choose two doors to see the quickest way between them, road by road.")
        return
    line = page.world.roads.line(
        [origin[0], target[0]], mode, replace(page.scenario.roads, stop_s=0)
    )
    leg = line.legs[0]
    if leg.duration_s < 0:
        st.warning(f"{BY[mode]} there is no way between these two doors on these roads.")
        return
    say(
        f"{BY[mode]}, {_duration(leg.duration_s)} and "
        f"{number(leg.length_m / METRES_PER_MILE, 1)} miles, at all-day speeds."
    )
    miles = number(leg.length_m / METRES_PER_MILE, 1)
    show_figures(
        [
            Figure("Time", _duration(leg.duration_s), "at all-day speeds"),
            Figure("Length", f"{miles} miles", "along the roads"),
        ]
    )
    if len(line.coordinates):
        _map(page, origin, target, mode, line)
    _steps(page, leg)


def _duration(seconds: int) -> str:
    """Write a duration as an officer says it: minutes, and hours where there are any."""
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{number(seconds / 60, 1)} minutes"
    return f"{minutes // 60} h {minutes % 60} min"


def _map(
    page: Open, origin: tuple[Place, str], target: tuple[Place, str], mode: Mode, line: RoadLine
) -> None:
    path = line.coordinates.round(5)
    ends = [(door.lon, door.lat, name, "", "") for door, name in (origin, target)]
    (west, south), (east, north) = path.min(axis=0), path.max(axis=0)
    margin = 0.004
    show_map(
        MapSpec(
            views=(
                MapView(
                    f"Map: the way from {origin[1]} to {target[1]}, {BY[mode].lower()}. The "
                    "table below lists the roads in order.",
                    (
                        spec.lines(
                            "way",
                            "",
                            [{"path": path.tolist(), "colour": ACCENT, "weight": 4, "tip": ""}],
                        ),
                        spec.points("ends", "", ends, shape="square", fill=ACCENT, radius=6),
                    ),
                ),
            ),
            bounds=(west - margin, south - margin, east + margin, north + margin),
            bounds_key=f"{origin[0].id}|{target[0].id}|{mode}",
            tiles=county.ground(page.world),
            height=480,
        ),
        key="way-map",
    )


def _steps(page: Open, leg: RoadLeg) -> None:
    table = pd.DataFrame(
        [
            (i, step.name or "(no name)", step.duration_s / 60, step.length_m)
            for i, step in enumerate(leg.steps, start=1)
        ],
        columns=["step", "road", "minutes", "metres"],
    )
    show_table(
        table,
        (
            Column("step", "Step"),
            Column("road", "Road"),
            Column("minutes", "Minutes", one_decimal, numeric=True),
            Column("metres", "Metres", number, numeric=True),
        ),
        caption="The way, road by road",
        total={"step": "", "road": "All", "minutes": leg.duration_s / 60, "metres": leg.length_m},
    )
    beside_table(table.round(2), "way", page)
