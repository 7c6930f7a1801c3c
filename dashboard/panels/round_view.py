"""Rounds to look at: on the map along the roads, and as a timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import charts, controls
from dashboard.downloads import beside_table
from dashboard.maps import MapSpec, MapView, county, round_layers, show_map
from dashboard.tables import show_grid
from dashboard.text import count
from solver.domain.clock import clock

if TYPE_CHECKING:
    from dashboard.frame import Open
    from dashboard.panels.round_result import Outcome
    from solver.score import Score

MOST_ROUNDS = 60
"""Rounds drawn along the roads at once: more is a tangle, and slow."""


def choose_rounds(page: Open, found: Outcome) -> list[str]:
    """Choose whose rounds to look at; returns carer ids."""
    score = found.score or found.today
    visits = score.stops.groupby("provider_id")["visit_id"].size().sort_values(ascending=False)
    if visits.empty:
        return []
    names = page.world.tables.providers.set_index("provider_id")["name"]
    providers = {
        str(key): f"{names.get(str(key), str(key))} ({how_many} calls)"
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


def _today_carers(found: Outcome, provider: str) -> set[str]:
    stops = found.today.stops
    return set(stops.loc[stops["provider_id"] == provider, "carer_id"])


def rounds_map(page: Open, found: Outcome, carers: list[str]) -> None:
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
        layers = round_layers.layers(world, scenario, found.case, score, tuple(shown))
        views.append(
            MapView(
                f"{title} of {count(len(shown), 'carer')} on {controls.DAY_NAMES[found.day]}. "
                "The timetable below lists every call.",
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


def timetable(page: Open, found: Outcome, carers: list[str]) -> None:
    """Draw a row a carer, visits as bars, double-handed ones apart; then every call in a grid."""
    if found.score is None:
        score = found.today
    else:
        which = st.segmented_control(
            "Timetable of", ["New rounds", "Today's rounds"], default="New rounds", required=True
        )
        score = found.score if which == "New rounds" else found.today
    calls = score.stops[score.stops["carer_id"].isin(carers)]
    if calls.empty:
        st.info("These carers have no calls.")
        return
    order = sorted(set(calls["carer_id"]))
    st.altair_chart(charts.timetable(spans(score, order), order), width="stretch")
    frame = call_list(score, order)
    headings = {
        "carer_id": "Carer",
        "start": "Start",
        "end": "End",
        "visit_id": "Visit",
        "person_id": "Service user",
        "zone": "Zone",
        "with": "Together with",
        "late": "Late (minutes)",
        "moved": "Moved (minutes)",
    }
    show_grid(frame, headings, caption="Calls in order", height=380)
    beside_table(frame, f"calls-{found.day}", page)


def call_list(score: Score, carers: list[str]) -> pd.DataFrame:
    """List the calls of some carers in order, with who shares a double-handed visit."""
    stops = score.stops
    crews = stops.groupby("visit_id")["carer_id"].agg(list)
    calls = stops[stops["carer_id"].isin(carers)].sort_values(["carer_id", "start_s"])
    partner = [
        ", ".join(other for other in crews[visit] if other != carer)
        for visit, carer in zip(calls["visit_id"], calls["carer_id"], strict=True)
    ]
    return pd.DataFrame(
        {
            "carer_id": calls["carer_id"].to_numpy(),
            "start": [clock(int(s)) for s in calls["start_s"]],
            "end": [clock(int(s)) for s in calls["end_s"]],
            "visit_id": calls["visit_id"].to_numpy(),
            "person_id": calls["person_id"].to_numpy(),
            "zone": calls["zone"].to_numpy(),
            "with": partner,
            "late": (calls["late_s"].to_numpy() / 60).round().astype(int),
            "moved": ((calls["planned_s"] - calls["today_s"]).to_numpy() / 60).round().astype(int),
        }
    )


def spans(score: Score, carers: list[str]) -> pd.DataFrame:
    """Cut each carer's day into visits, travel between them, and waiting."""
    stops = score.stops[score.stops["carer_id"].isin(carers)]
    legs = score.legs[score.legs["carer_id"].isin(carers) & (score.legs["kind"] == "between")]
    calls = call_list(score, carers).set_index(["carer_id", "visit_id"])["with"]
    rows = []
    called: Any = stops.itertuples(index=False)
    for row in called:
        double = row.carers_required > 1
        note = f"with {calls[(row.carer_id, row.visit_id)]}" if double else ""
        what = f"Visit {row.visit_id}, {row.zone}"
        rows.append((row.carer_id, row.start_s, row.end_s, charts.KINDS[double], what, note))
        if row.waiting_s > 0:
            begin = row.start_s - row.waiting_s
            rows.append((row.carer_id, begin, row.start_s, charts.KINDS[3], "Waiting", ""))
    driven: Any = legs.itertuples(index=False)
    for row in driven:
        miles = f"{row.length_m / 1609.344:.1f} miles by {row.mode}"
        rows.append((row.carer_id, row.depart_s, row.arrive_s, charts.KINDS[2], "Travel", miles))
    frame = pd.DataFrame(rows, columns=["row", "begin_s", "end_s", "kind", "what", "note"])
    when = [
        f"{clock(int(a))} to {clock(int(b))}"
        for a, b in zip(frame["begin_s"], frame["end_s"], strict=True)
    ]
    return frame.assign(when=when, begin_h=frame["begin_s"] / 3600, end_h=frame["end_s"] / 3600)
