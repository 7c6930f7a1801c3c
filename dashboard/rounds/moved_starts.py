"""How far new rounds move the starts of visits: a sentence, a chart and a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import streamlit as st

from dashboard.maps.palette import CIVIC
from dashboard.show.charts import finish
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Figure, say, show_figures, show_grid
from dashboard.show.text import MINUTE_S, count, number, percent
from solver.domain.clock import clock
from solver.study.affected import share

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.rounds.result import RoundsShown
    from dashboard.show.charts import Chart
    from dashboard.state import Open


def show(page: Open, found: RoundsShown) -> None:
    """Show how far the new starts are from today's, and list those beyond the tolerance."""
    if found.score is None:
        st.info("Plan the rounds to see how far starts would move.")
        return
    calls = found.score.stops.drop_duplicates("visit_id")
    minutes = (calls["planned_s"] - calls["today_s"]) / MINUTE_S
    rounds = page.scenario.rounds
    cap, tolerance = rounds.cap_s // MINUTE_S, rounds.tolerance_s // MINUTE_S
    same, beyond = int((minutes == 0).sum()), int((minutes.abs() > tolerance).sum())
    within = len(calls) - same - beyond
    say(
        f"{len(calls) - same:,} of {count(len(calls), 'start')} move "
        f"({percent(share(len(calls) - same, len(calls)), 0)}): {within:,} by {tolerance} minutes "
        f"at most, {beyond:,} by more. {same:,} stay as in today's rounds. "
        + (
            f"None moves by more than {cap} minutes."
            if (minutes.abs() <= cap).all()
            else f"Some move by more than {cap} minutes: these rounds break the cap."
        )
    )
    show_figures(
        [
            Figure("Starts moved", number(len(calls) - same), f"of {number(len(calls))} made"),
            Figure("As in today's rounds", number(same), "starts that stay"),
        ]
    )
    st.altair_chart(
        _chart(minutes, cap),
        width="stretch",
        alt="How many visits start how much earlier or later than today's starts; each is listed.",
    )
    moved = calls.assign(moved=minutes.round(1))[minutes != 0]
    if moved.empty:
        return
    frame = moved.assign(
        today=[clock(int(s)) for s in moved["today_s"]],
        start=[clock(int(s)) for s in moved["planned_s"]],
    ).sort_values("moved", key=abs, ascending=False, kind="stable")
    headings = {
        "visit_id": "Visit",
        "person_id": "Service user",
        "zone": "Zone",
        "today": "Today's start",
        "start": "New start",
        "moved": "Moved (minutes)",
    }
    st.subheader("Starts that move, furthest first", anchor=False)
    show_grid(frame, headings, caption="Starts that move", height=300)
    beside_table(frame[list(headings)], f"moved-starts-{found.day}", page)


def _chart(moved_minutes: pd.Series, cap_minutes: int) -> Chart:
    """Draw how far starts move from today, earlier and later, in steps of five minutes."""
    step = 5
    low = -(-cap_minutes // step) * step
    edges = list(range(-low, low + step, step)) or [0]
    middle = (moved_minutes / step).round().astype(int) * step
    counts = middle.value_counts().reindex(edges, fill_value=0).rename_axis("minutes")
    frame = counts.rename("visits").reset_index()
    chart = (
        alt.Chart(frame)
        .mark_bar(color=CIVIC)
        .encode(
            x=alt.X("minutes:O", title="Minutes later than today's start (less than 0: earlier)"),
            y=alt.Y("visits:Q", title="Visits"),
            tooltip=[
                alt.Tooltip("minutes:O", title="About (minutes)"),
                alt.Tooltip("visits:Q", title="Visits"),
            ],
        )
        .properties(height=220)
    )
    return finish(chart)
