"""Moving several areas at once: lassoed on the map, or chosen from a list; towns as a whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.escape import plain
from dashboard.show import controls
from dashboard.show.text import count, number
from dashboard.zones.edit import SEVERAL, area_names, edit_zones
from solver import demand
from solver.zones import (
    areas,
    assignment,
    back_to_base,
    move_areas,
    set_band,
    set_settlement_band,
    split_zone,
)

if TYPE_CHECKING:
    from dashboard.state import Open


def several(page: Open) -> None:
    """Choose areas, then give all of them another zone or band."""
    world, scenario = page.world, page.scenario
    frame = areas(world, scenario)
    names = area_names(frame)
    kept = [area for area in st.session_state.get(SEVERAL, []) if area in names]
    st.session_state[SEVERAL] = kept
    chosen = st.multiselect(
        "Areas to move",
        list(names),
        format_func=names.__getitem__,
        key=SEVERAL,
        placeholder="Type to search, or lasso on the map",
        help="“Lasso areas” on the map chooses all areas that you draw round; with the shift "
        "key they join those chosen already.",
    )
    if not chosen:
        st.info(
            "Choose areas from the list, or press “Lasso areas” on the map and draw round them."
        )
        return
    _facts(page, chosen)
    parts = assignment(world, scenario)
    zone = st.selectbox("Their new zone", sorted(parts.zones), key="several-zone")
    st.button(
        f"Move {count(len(chosen), 'area')}",
        type="primary",
        icon=":material/move_down:",
        on_click=lambda: edit_zones(lambda choices: move_areas(world, choices, chosen, zone)),
    )
    band = st.selectbox("Their new price band", list(parts.bands), key="several-band")
    st.button(
        "Set this band",
        icon=":material/sell:",
        on_click=lambda: edit_zones(lambda choices: set_band(world, choices, chosen, band)),
    )
    with st.expander("Make them a zone of their own, or put them back"):
        _split(page, chosen)
        st.button(
            "Put all of them back as in the starting scenario",
            icon=":material/undo:",
            on_click=lambda: edit_zones(lambda choices: back_to_base(world, choices, chosen)),
        )


def _facts(page: Open, chosen: list[str]) -> None:
    packages = demand.packages(page.world, page.scenario)
    here = packages[packages["area_id"].isin(chosen)]
    zones = areas(page.world, page.scenario).set_index("area_id").loc[chosen, "zone"].unique()
    controls.facts(
        [
            ("Chosen", count(len(chosen), "area")),
            ("Now in", ", ".join(sorted(zones))),
            ("Service users", number(here["person_id"].nunique())),
            ("Carer-hours a week, all planned", number(here["carer_hours_week"].sum(), 1)),
        ]
    )


def _split(page: Open, chosen: list[str]) -> None:
    name = st.text_input("Name of the zone of their own", key="several-new")
    zones = areas(page.world, page.scenario).set_index("area_id").loc[chosen, "zone"].unique()
    if len(zones) > 1:
        st.caption("They lie in several zones: a zone is split one at a time.")
    st.button(
        "Split them off",
        icon=":material/call_split:",
        disabled=len(zones) != 1 or not name.strip(),
        on_click=lambda: edit_zones(
            lambda choices: split_zone(page.world, choices, str(zones[0]), name, chosen)
        ),
    )


def settlement(page: Open) -> None:
    """Price every area of a town or village at one band."""
    world, scenario = page.world, page.scenario
    frame = areas(world, scenario)
    named = frame[frame["settlement"] != ""]
    bands = named.groupby("settlement")["band"].agg(lambda found: ", ".join(sorted(set(found))))
    names = {str(place): str(place) for place in sorted(bands.index)}
    place = controls.choose("Town or village", names, key="settlement-place")
    if place is None:
        st.info(
            "Choose a town or village to price all of it at one band, whatever the areas round "
            "it have: as the council did for Lutterworth and Market Harborough."
        )
        return
    here = named[named["settlement"] == place]
    controls.facts([("Areas", str(len(here))), ("Band now", str(bands[place]))])
    options = list(assignment(world, scenario).bands)
    found = sorted(set(here["band"]), key=options.index)
    controls.follow(
        st.selectbox,
        f"Band of all of {place}",
        key=f"settlement-band-{place}",
        value=found[0] if len(found) == 1 else None,
        options=options,
        index=None,
        placeholder="Several bands: choose one for all",
        on_change=partial(_settle, page, place),
    )
    today = sorted(set(here["band_base"]))
    st.caption(f"In the starting scenario: {plain(', '.join(today))}.")


def _settle(page: Open, place: str, band: str | None) -> None:
    if band is not None:
        edit_zones(lambda choices: set_settlement_band(page.world, choices, place, band))
