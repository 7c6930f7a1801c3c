"""Moving an area to another zone or band: from a list, or by a click on the map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.maps import MapSpec, MapView, county, show_map
from dashboard.show import controls
from dashboard.show.text import number
from solver import demand
from solver.base.areas import area_base
from solver.zones import (
    areas,
    assignment,
    lock_zone,
    merge_zones,
    move_areas,
    new_zone,
    rename_zone,
    set_band,
    zone_table,
)
from solver.zones.banding.reach import area_reach, town_size
from solver.zones.banding.why import why

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from dashboard.maps import Layer, Picked
    from dashboard.state import Open
    from solver.domain import ZoneChoices

CHOSEN = "zones-area"
SEVERAL = "zones-areas"
WHAT = "zones-what"
KINDS = {"one": "One area", "several": "Several areas", "settlement": "A town's band"}


def zone_map(page: Open) -> None:
    """Draw areas, zones and bands; a click chooses the area to move."""
    world, scenario = page.world, page.scenario
    zones, names = county.zone_layers(world, scenario)
    picked = show_map(
        MapSpec(
            views=(
                MapView(
                    f"Map of the areas of {world.name} by band, with zone borders. Click an area "
                    "to choose it, or choose it from the list beside the map. “Lasso areas” "
                    "chooses several; the list does the same.",
                    (
                        county.band_layer(world, scenario, pick=True),
                        zones,
                        *_outlined(page),
                        county.people_layer(world, scenario),
                        names,
                    ),
                ),
            ),
            bounds=county.bounds(world),
            bounds_key=world.input_hash,
            tiles=county.ground(world),
            patterns=county.patterns(world, scenario),
            legend=(
                *county.legend(world, scenario),
                {
                    "label": "Changed in this scenario",
                    "shape": "line",
                    "fill": "",
                    "ink": "#7a1f3d",
                },
            ),
            focus=None,
            height=620,
        ),
        key="zones-map",
    )
    if picked is not None and picked.layer == "bands":
        _take(picked)


def _outlined(page: Open) -> tuple[Layer, ...]:
    """Outline what is chosen for a move, where several areas are."""
    chosen = st.session_state.get(SEVERAL) if st.session_state.get(WHAT) == "several" else None
    return (county.chosen_layer(page.world, tuple(chosen)),) if chosen else ()


def _take(picked: Picked) -> None:
    """Choose what was clicked or lassoed, and show the list that it stands in."""
    several = st.session_state.get(WHAT) == "several"
    kept = list(st.session_state.get(SEVERAL, ())) if several else []
    if picked.ids is not None:
        found = [*kept, *picked.ids] if picked.add else list(picked.ids)
        st.session_state[WHAT] = "several"
        st.session_state[SEVERAL] = list(dict.fromkeys(found))
        st.rerun()
    elif several:
        clicked = [area for area in kept if area != picked.id]
        st.session_state[SEVERAL] = clicked if picked.id in kept else [*kept, picked.id]
        st.rerun()
    else:
        st.session_state[WHAT] = "one"
        st.session_state[CHOSEN] = picked.id


def choose_kind() -> str:
    """Ask what is to be moved or priced: one area, several, or a town's band."""
    st.session_state.setdefault(WHAT, "one")
    chosen = st.segmented_control(
        "What to change",
        list(KINDS),
        format_func=KINDS.__getitem__,
        key=WHAT,
        required=True,
        wrap=True,
        persist_state="session",
    )
    return chosen or "one"


def mover(page: Open) -> None:
    """Choose an area, then its zone and its band."""
    frame = areas(page.world, page.scenario)
    names = area_names(frame)
    if st.session_state.get(CHOSEN) not in names:
        st.session_state[CHOSEN] = None
    area_id = controls.choose("Area to move", names, key=CHOSEN, help="Or click it on the map.")
    if area_id is None:
        st.info("Choose an area from the list, or click one on the map, to move it.")
        return
    row = frame.set_index("area_id").loc[area_id]
    _facts(page, area_id, row)
    chosen = assignment(page.world, page.scenario)
    controls.follow(
        st.selectbox,
        "Zone",
        key=f"zone-of-{area_id}",
        value=row["zone"],
        options=sorted(chosen.zones),
        on_change=lambda zone: edit_zones(
            lambda choices: move_areas(page.world, choices, [area_id], zone)
        ),
        help="Says which providers are called on. It does not change the price of an hour.",
    )
    controls.follow(
        st.selectbox,
        "Price band",
        key=f"band-of-{area_id}",
        value=row["band"],
        options=list(chosen.bands),
        on_change=lambda band: edit_zones(
            lambda choices: set_band(page.world, choices, [area_id], band)
        ),
        help="Sets the price of an hour. It does not change who is called on.",
    )
    reasons = why(page.world, page.scenario).set_index("area_id")["sentence"]
    st.caption(plain(reasons[area_id]))


def area_names(frame: pd.DataFrame) -> dict[str, str]:
    """Name each area by its id, in alphabetical order; names that come twice carry the id."""
    twice = set(frame.loc[frame["name"].duplicated(keep=False), "area_id"])
    rows = sorted(zip(frame["name"], frame["area_id"], strict=True))
    return {area_id: f"{name} ({area_id})" if area_id in twice else name for name, area_id in rows}


def _facts(page: Open, area_id: str, row: pd.Series) -> None:
    packages = demand.packages(page.world, page.scenario)
    here = packages[packages["area_id"] == area_id]
    lines = [
        ("Area", str(row["name"])),
        ("Service users", str(here["person_id"].nunique())),
        ("Carer-hours a week, all planned", number(here["carer_hours_week"].sum(), 1)),
    ]
    lines += _measured(page, area_id)
    if row["zone"] != row["zone_base"]:
        lines.append(("Zone in the starting scenario", str(row["zone_base"])))
    if row["band"] != row["band_base"]:
        lines.append(("Band in the starting scenario", str(row["band_base"])))
    controls.facts(lines)


def _measured(page: Open, area_id: str) -> list[tuple[str, str]]:
    """Give what the sentence on the area's band says, as facts."""
    reach = area_reach(page.world, page.scenario.roads, town_size(page.world))
    row = area_base(page.world).index[area_id]
    if np.isnan(reach.minutes[row]):
        return []
    return [
        ("By car to the nearest town", f"{number(reach.minutes[row])} minutes"),
        ("Within ten minutes by car", f"{number(reach.hours_within[row])} carer-hours a week"),
    ]


def edit_zones(change: Callable[[ZoneChoices], ZoneChoices]) -> None:
    """Change the zones of the open scenario; what cannot be done is said, and nothing moves."""
    state.edit(lambda scenario: replace(scenario, zones=change(scenario.zones)))


def more(page: Open) -> None:
    """Offer what is done to a whole zone: a new one, another name, a merger, a lock."""
    world = page.world
    names = sorted(assignment(world, page.scenario).zones)
    with st.expander("Whole zones: new, rename, merge, lock"):
        new = st.text_input("New zone", key="zone-new", placeholder="Name of the new zone")
        st.button(
            "Add zone",
            disabled=not new.strip(),
            on_click=lambda: edit_zones(lambda choices: new_zone(world, choices, new)),
        )
        zone = st.selectbox("Zone", names, key="zone-whole")
        name = st.text_input("Its new name", key="zone-name")
        st.button(
            "Rename",
            disabled=not name.strip(),
            on_click=lambda: edit_zones(lambda choices: rename_zone(world, choices, zone, name)),
        )
        into = st.selectbox("Merge it into", [n for n in names if n != zone], key="zone-into")
        st.button(
            "Merge",
            on_click=lambda: edit_zones(lambda choices: merge_zones(world, choices, zone, into)),
        )
        table = zone_table(world, page.scenario).set_index("zone")
        locked = bool(table["locked"].get(zone, False))
        st.button(
            "Unlock this zone" if locked else "Lock this zone",
            icon=":material/lock_open:" if locked else ":material/lock:",
            help="Areas neither leave nor join a locked zone.",
            on_click=lambda: edit_zones(
                lambda choices: lock_zone(world, choices, zone, locked=not locked)
            ),
        )
