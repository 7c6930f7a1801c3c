"""A flatter morning: the carers needed at each time of day if some visits may move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.demand import charts
from dashboard.escape import plain
from dashboard.kept import kept
from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, Figure, say, show_figures, show_grid, show_table
from dashboard.show.text import change, count, number
from solver import demand
from solver.demand.peak import WAY_S
from solver.domain.clock import clock
from solver.domain.reads import key_of

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.state import Open
    from solver.base.world import World
    from solver.demand import Flattened
    from solver.domain import Day, Scenario, Workload

HOUR_S = 3_600
HALF_HOUR_S = 1_800


@dataclass(frozen=True, slots=True)
class PeakChoice:
    """What may move: the day, the peak's hours, how far, and the way to a visit."""

    day: Day
    from_s: int
    until_s: int
    most_s: int
    way_s: int


def ask(page: Open) -> PeakChoice:
    """Ask for the day, the hours of the peak, and how far visits may move."""
    with st.container(horizontal=True):
        day = controls.choose_day()
        begin, end = (
            int(st.number_input(label, 0, 24, usual, key=key, width=150, persist_state="session"))
            for label, usual, key in (
                ("Peak from (hour)", 7, "peak-from"),
                ("until (hour)", 10, "peak-until"),
            )
        )
        most = int(
            st.number_input(
                "Most a start may move (± minutes)",
                0,
                180,
                30,
                step=5,
                key="peak-most",
                width=260,
                persist_state="session",
                help="Never outside the window that the package itself allows. Visits marked as "
                "time-critical (medication) do not move at all.",
            )
        )
        way = int(
            st.number_input(
                "On the way to a visit (minutes)",
                0,
                60,
                WAY_S // 60,
                step=5,
                key="peak-way",
                width=240,
                persist_state="session",
                help="A carer counts as needed for so long before each visit as well.",
            )
        )
    return PeakChoice(day, begin * HOUR_S, end * HOUR_S, most * 60, way * 60)


def show(page: Open, wish: PeakChoice) -> None:
    """Show the day with and without the moves, by time and by zone, and which visits would move."""
    if wish.from_s >= wish.until_s:
        st.info("Let the peak end after it begins.")
        return
    key = key_of("workload", page.scenario)
    workload, flat = _flat(page.world.input_hash, key, wish, page.world, page.scenario)
    if not workload.visits:
        st.info("No visit is planned on this day.")
        return
    if zones := page.scenario.rounds.zones:
        st.caption(f"Only the zones that the scenario plans: {plain(', '.join(zones))}.")
    _figures(wish, flat)
    st.altair_chart(charts.through_the_day(flat.profile), width="stretch")
    by_time, by_zone, visits = st.tabs(["By time of day", "By zone", "Which visits"])
    with by_time:
        _times(page, wish, flat)
    with by_zone:
        _zones(page, wish, workload, flat)
    with visits:
        _visits(page, wish, workload, flat)


@kept("days", "Looking for the flattest day…")
def _flat(
    input_hash: str, key: str, wish: PeakChoice, _world: World, _scenario: Scenario
) -> tuple[Workload, Flattened]:
    workload = demand.workload(_world, _scenario, wish.day)
    return workload, demand.flatten(
        workload,
        from_s=wish.from_s,
        until_s=wish.until_s,
        most_s=wish.most_s,
        way_s=wish.way_s,
    )


def _figures(wish: PeakChoice, flat: Flattened) -> None:
    moved = flat.moved["minutes"].abs()
    show_figures(
        [
            Figure(
                "Needed at once, today's starts", count(flat.today, "carer"), "at the day's peak"
            ),
            Figure(
                "With visits moved",
                count(flat.flattened, "carer"),
                f"{change(flat.flattened - flat.today)}, the fewest possible"
                if flat.flattened == flat.bound
                else f"no way can need fewer than {number(flat.bound)}",
            ),
            Figure(
                "Visits that move",
                number(len(moved)),
                f"of {number(flat.may_move)} that may"
                + ("" if flat.least else "; fewer might do, the search ran out of time"),
            ),
            Figure(
                "They move by",
                f"{number(moved.mean(), 0)} min" if len(moved) else "–",
                f"on average, {number(moved.max())} at most" if len(moved) else "nothing moves",
            ),
        ]
    )
    saved = flat.today - flat.flattened
    minutes = wish.most_s // 60
    if not saved:
        say(
            f"Moving visits by up to {minutes} minutes does not lower the day's peak of "
            f"{number(flat.today)} carers."
        )
        return
    other = _as_busy(wish, flat)
    rest = (
        f"Then {other} is as busy: moving more of these visits would gain nothing."
        if other
        else "These hours are still the busiest of the day."
    )
    say(
        f"If visits that are not time-critical may start up to {minutes} minutes earlier or later, "
        f"{number(flat.flattened)} carers do where {number(flat.today)} are needed at once at "
        f"today's starts, {number(saved)} fewer. {rest}"
    )


def _as_busy(wish: PeakChoice, flat: Flattened) -> str:
    """Find a time outside the reach of the moves that needs as many carers; else empty."""
    start = flat.profile["start_s"]
    away = (start < wish.from_s - wish.most_s - HOUR_S) | (start > wish.until_s + wish.most_s)
    still = flat.profile["flattened"] == flat.profile["today"]
    found = flat.profile[away & still & (flat.profile["flattened"] == flat.flattened)]
    return str(found["time"].iloc[0]) if len(found) else ""


def _times(page: Open, wish: PeakChoice, flat: Flattened) -> None:
    half = flat.profile["start_s"] // HALF_HOUR_S * HALF_HOUR_S
    frame = flat.profile.groupby(half)[["today", "flattened"]].max().reset_index()
    frame.insert(1, "time", [clock(int(start)) for start in frame["start_s"]])
    frame["change"] = frame["flattened"] - frame["today"]
    columns = (
        Column("time", "Half hour from"),
        Column("today", "Most carers at once, today's starts", number, numeric=True),
        Column("flattened", "With visits moved", number, numeric=True),
        Column("change", "Change", change, numeric=True),
    )
    show_table(
        frame,
        columns,
        caption=f"Carers needed, {controls.DAY_NAMES[wish.day]}",
        note=f"At the door, and {wish.way_s // 60} minutes on the way to each visit; both carers "
        "of a double-handed visit count. As if any carer could go anywhere: rounds need more.",
    )
    beside_table(flat.profile, f"carers-by-time-{wish.day}", page)


def _zones(page: Open, wish: PeakChoice, workload: Workload, flat: Flattened) -> None:
    frame = demand.peak_by_zone(workload, flat, wish.from_s, wish.until_s)
    columns = (
        Column("zone", "Zone"),
        Column("visits", "Visits in the peak", number, numeric=True),
        Column("time_critical", "Time-critical", number, numeric=True),
        Column("moved", "Would move", number, numeric=True),
        Column("people", "People", number, numeric=True),
        Column("minutes", "By minutes, on average", number, numeric=True),
    )
    names = ("visits", "time_critical", "moved", "people")
    total = {"zone": "All zones", **{name: frame[name].sum() for name in names}}
    show_table(frame, columns, caption="Visits of the peak, by zone", total=total)
    beside_table(frame, f"peak-by-zone-{wish.day}", page)


def _visits(page: Open, wish: PeakChoice, workload: Workload, flat: Flattened) -> None:
    if flat.moved.empty:
        st.info("No visit would move.")
        return
    frame = _named(workload, flat)
    st.caption(
        "Single visits: for talking to providers and people, not for publication. Of visits that "
        "are alike, others would serve as well."
    )
    headings = {
        "visit_id": "Visit",
        "person_id": "Service user",
        "zone": "Zone",
        "provider_id": "Provider",
        "today": "Today's start",
        "then": "Would start",
        "minutes": "Minutes later",
    }
    show_grid(frame, headings, caption="Visits that would move", height=360)
    beside_table(frame, f"visits-that-move-{wish.day}", page)


def _named(workload: Workload, flat: Flattened) -> pd.DataFrame:
    visits = [workload.visit[visit_id] for visit_id in flat.moved["visit_id"]]
    return flat.moved.assign(
        person_id=[visit.person_id for visit in visits],
        zone=[visit.zone for visit in visits],
        provider_id=[visit.provider_id for visit in visits],
        today=[clock(start) for start in flat.moved["from_s"]],
        then=[clock(start) for start in flat.moved["to_s"]],
    )
