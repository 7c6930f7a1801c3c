"""The timetable: a row a carer, pairs linked; and every call in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from dashboard.kept import kept, stamp_of
from dashboard.rounds import timetable_chart
from dashboard.rounds.followed import FOLLOWED, follow
from dashboard.show.calls import call_list
from dashboard.show.charts import Written
from dashboard.show.downloads import beside_table
from dashboard.show.tables import show_grid
from dashboard.show.text import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.rounds.result import RoundsShown
    from dashboard.show.charts import Chart
    from dashboard.state import Open
    from solver.score import Score

MOST_ROWS = 40
"""Carers in one timetable: more cannot be read."""
CHART = "rounds-timetable"
DRAWN_CALLS = [
    *("visit_id", "carer_id", "zone", "carers_required", "today_s", "start_s", "end_s"),
    "waiting_s",
]
DRAWN_WAYS = ["carer_id", "kind", "mode", "depart_s", "arrive_s", "length_m"]
"""What the timetable shows of calls and of the ways between them."""


@st.fragment
def show(page: Open, found: RoundsShown, carers: Sequence[str]) -> None:
    """Draw the timetable of some carers, follow one of them, and list every call."""
    score = _side(found)
    stops = score.stops
    busy = set(stops["carer_id"])
    out = [carer for carer in carers if carer in busy]
    if not out:
        st.info("These carers have no visits.")
        return
    if len(out) > MOST_ROWS:
        st.caption(
            f"The first {MOST_ROWS} of {len(out)} carers are drawn: choose some above. "
            "The list of visits has all of them."
        )
    _chart(score, out[:MOST_ROWS], f"{found.day}-{score is found.today}")
    follow(page, found, score, out)
    frame = call_list(score, out)
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
    st.subheader("Every visit", anchor=False)
    show_grid(frame, headings, caption="Visits in order", height=380)
    beside_table(frame, f"calls-{found.day}", page)


def _side(found: RoundsShown) -> Score:
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


@kept("drawn")
def _drawn(stamp: str, carers: tuple[str, ...], _score: Score) -> tuple[Written, int]:
    """Draw the timetable of some carers; give it with the number of visits that are linked."""
    spans, pairs = timetable_chart.spans(_score, carers), timetable_chart.pairs(_score, carers)
    return Written(lambda: timetable_chart.timetable(spans, pairs, carers)), len(pairs)


def _stamp(score: Score, carers: Sequence[str]) -> str:
    """Hash the calls and ways that the timetable of some carers shows."""
    stops, legs = score.stops, score.legs
    return stamp_of(
        stops.loc[stops["carer_id"].isin(carers) | (stops["carers_required"] > 1), DRAWN_CALLS],
        legs.loc[legs["carer_id"].isin(carers), DRAWN_WAYS],
    )


def _chart(score: Score, carers: Sequence[str], version: str) -> None:
    chart, pairs = _drawn(_stamp(score, carers), tuple(carers), score)
    key = f"{CHART}-{version}"
    st.altair_chart(
        cast("Chart", chart),
        width="stretch",
        key=key,
        on_select=lambda: _clicked(key),
        selection_mode=timetable_chart.CHOSEN,
        alt="Timetable: a row a carer, a bar a visit. The list of visits below says the same.",
    )
    are = "is" if pairs == 1 else "are"
    linked = f"{count(pairs, 'double-handed visit')} {are} linked. " if pairs else ""
    st.caption(
        f"A bar is a visit; 2 marks a double-handed one, and a broken line joins its two carers. "
        f"{linked}Click a bar, or choose a carer below, to follow the carer on the roads."
    )


def _clicked(key: str) -> None:
    rows = st.session_state[key].selection.get(timetable_chart.CHOSEN) or []
    if rows:
        st.session_state[FOLLOWED] = rows[0]["row"]
