"""The timetable: a row a carer, pairs linked; and one carer's day step by step on the roads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.maps import MapSpec, MapView, county, round_layers, show_map
from dashboard.show import charts, controls, timetable
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, show_grid, show_table
from dashboard.show.text import count, number, one_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.rounds.result import Outcome
    from dashboard.state import Open
    from solver.score import Score

MOST_ROWS = 40
"""Carers in one timetable: more cannot be read."""

FOLLOWED = "rounds-followed"
CHART = "rounds-timetable"
OWN_TIME = {
    "home": "The ways from and to home are the carer's own time.",
    "base": "The ways from and to the base are working time.",
    "free": "The ways to the first door and from the last are not counted.",
}
WAY_COLUMNS = (
    Column("step", "Step"),
    Column("leaves", "Leaves"),
    Column("roads", "Along"),
    Column("miles", "Miles", one_decimal, numeric=True),
    Column("minutes", "Minutes", number, numeric=True),
    Column("arrives", "Arrives"),
    Column("start", "Starts"),
    Column("end", "Ends"),
    Column("today", "Today's start"),
    Column("visit_id", "Visit"),
    Column("person_id", "Service user"),
    Column("with", "Together with"),
)


@st.fragment
def show(page: Open, found: Outcome, carers: Sequence[str]) -> None:
    """Draw the timetable of some carers, follow one of them, and list every call."""
    score = _side(found)
    stops = score.stops
    out = [carer for carer in carers if carer in set(stops["carer_id"])]
    if not out:
        st.info("These carers have no calls.")
        return
    if len(out) > MOST_ROWS:
        st.caption(
            f"The first {MOST_ROWS} of {len(out)} carers are drawn: choose some above. "
            "The list of calls has all of them."
        )
    _chart(score, out[:MOST_ROWS], f"{found.day}-{score is found.today}")
    _follow(page, found, score, out)
    frame = timetable.call_list(score, out)
    headings = {
        "carer_id": "Carer",
        "start": "Start",
        "end": "End",
        "visit_id": "Visit",
        "person_id": "Service user",
        "zone": "Zone",
        "with": "Together with",
        "today": "Today's start",
        "late": "Late (minutes)",
        "moved": "Moved (minutes)",
    }
    st.subheader("Every call", anchor=False)
    show_grid(frame, headings, caption="Calls in order", height=380)
    beside_table(frame, f"calls-{found.day}", page)


def _side(found: Outcome) -> Score:
    """Ask whose timetable, where there are new rounds."""
    if found.score is None:
        return found.today
    which = st.segmented_control(
        "Timetable of",
        ["New rounds", "Today's rounds"],
        default="New rounds",
        required=True,
        key="timetable-side",
    )
    return found.score if which == "New rounds" else found.today


def _chart(score: Score, carers: Sequence[str], version: str) -> None:
    spans, pairs = timetable.spans(score, carers), timetable.pairs(score, carers)
    key = f"{CHART}-{version}"
    st.altair_chart(
        charts.timetable(spans, pairs, carers),
        width="stretch",
        key=key,
        on_select=lambda: _clicked(key),
        selection_mode=charts.CHOSEN,
        alt="Timetable: a row a carer, a bar a visit. The list of calls below says the same.",
    )
    are = "is" if len(pairs) == 1 else "are"
    linked = f"{count(len(pairs), 'double-handed visit')} {are} linked. " if len(pairs) else ""
    st.caption(
        f"A bar is a visit; 2 marks a double-handed one, and a broken line joins its two carers. "
        f"{linked}Click a bar, or choose a carer below, to follow the carer on the roads."
    )


def _clicked(key: str) -> None:
    rows = st.session_state[key].selection.get(charts.CHOSEN) or []
    if rows:
        st.session_state[FOLLOWED] = rows[0]["row"]


def _follow(page: Open, found: Outcome, score: Score, carers: Sequence[str]) -> None:
    st.subheader("One carer on the roads", anchor=False)
    if st.session_state.get(FOLLOWED) not in carers:
        st.session_state[FOLLOWED] = None
    carer = st.selectbox(
        "Carer to follow",
        carers,
        index=None,
        key=FOLLOWED,
        placeholder="Click a bar of the timetable, or type to search",
    )
    if carer is None:
        return
    world, scenario = page.world, page.scenario
    layers, legs = round_layers.followed(world, scenario, found.case, score, carer)
    zones, names = county.zone_layers(world, scenario)
    day = controls.DAY_NAMES[found.day]
    show_map(
        MapSpec(
            views=(
                MapView(
                    f"The round of carer {carer} on {day}, calls numbered in order. "
                    "The table below says the same, step by step.",
                    (zones, *layers, names),
                ),
            ),
            bounds=round_layers.bounds(found.case, [("", score)], [carer]) or county.bounds(world),
            bounds_key=f"{found.day}-{carer}",
            tiles=county.ground(world),
            legend=round_layers.LEGEND,
            height=420,
        ),
        key="rounds-followed-map",
    )
    worker = found.case.workload.carer[carer]
    back = "Base" if worker.starts_from == "base" else "Home"
    frame = timetable.way_list(score, carer, legs, back=back)
    show_table(
        frame,
        WAY_COLUMNS,
        caption=f"Carer {carer}, {day}, step by step",
        note=f"Travels by {worker.mode}. {OWN_TIME[worker.starts_from]} Minutes are from door to "
        "door; the longest roads of a way are named.",
    )
    beside_table(frame, f"round-{carer}-{found.day}", page)
