"""Rounds to look at: whose, and on the map along the roads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.maps import MapSpec, MapView, county, round_layers, show_map
from dashboard.show import controls
from dashboard.show.text import count

if TYPE_CHECKING:
    from dashboard.rounds.result import RoundsShown
    from dashboard.state import Open

MOST_ROUNDS = 60
"""Rounds drawn along the roads at once: more is a tangle, and slow."""


def choose_rounds(page: Open, found: RoundsShown) -> list[str]:
    """Choose whose rounds to look at; returns carer ids."""
    score = found.score or found.today
    visits = score.stops.groupby("provider_id")["visit_id"].size().sort_values(ascending=False)
    if visits.empty:
        return []
    names = page.provider_names
    providers = {
        str(key): f"{names.get(str(key), str(key))} ({how_many} visits)"
        for key, how_many in visits.items()
    }
    left, right = st.columns(2)
    with left:
        chosen = st.selectbox(
            "Provider",
            options=list(providers),
            format_func=providers.__getitem__,
            key=f"rounds-provider-{found.day}",
        )
    here = score.stops[score.stops["provider_id"] == chosen]
    carers = sorted(set(here["carer_id"]) | _today_carers(found, chosen))
    with right:
        some = st.multiselect(
            "Carers", options=carers, placeholder="All carers", key=f"rounds-carers-{chosen}"
        )
    return some or carers


def _today_carers(found: RoundsShown, provider: str) -> set[str]:
    stops = found.today.stops
    return set(stops.loc[stops["provider_id"] == provider, "carer_id"])


def rounds_map(page: Open, found: RoundsShown, carers: list[str]) -> None:
    """Draw today's rounds, and the new ones beside them, along the roads."""
    if not carers:
        st.info("No rounds on this day.")
        return
    shown = carers[:MOST_ROUNDS]
    if len(carers) > MOST_ROUNDS:
        st.caption(f"The first {MOST_ROUNDS} of {len(carers)} carers are drawn: choose some above.")
    world, scenario = page.world, page.scenario
    sides = [("Today's rounds", found.today)]
    if found.score is not None:
        sides.append(("New rounds", found.score))
    zones, names = county.zone_layers(world, scenario)
    views = []
    for title, score in sides:
        layers = round_layers.layers(world, scenario, found.case, score, shown)
        views.append(
            MapView(
                f"{title} of {count(len(shown), 'carer')} on {controls.DAY_NAMES[found.day]}. "
                "The tab Timetable lists every visit.",
                (zones, *layers, names),
                title=title,
            )
        )
    show_map(
        MapSpec(
            views=tuple(views),
            bounds=round_layers.bounds(found.case, sides, shown) or county.bounds(world),
            bounds_key="|".join([found.day, *shown]),
            tiles=county.ground(world),
            legend=round_layers.LEGEND,
            height=540,
        ),
        key="rounds-map",
    )
