"""What freedom is worth: the cap curve, and the four levels of freedom."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.maps.palette import CIVIC
from dashboard.rounds.job import SEARCH_S, SEED, search_time
from dashboard.show import belongs, controls, ranges
from dashboard.show.belongs import FREEDOM, Chosen, zone_words
from dashboard.show.charts import AXIS_PX, ROW_PX, finish
from dashboard.show.downloads import beside_table
from dashboard.show.prices import ROUNDS_BASE, say_base
from dashboard.show.tables import Column, show_table
from dashboard.show.text import count, number, one_decimal, percent, whole_pounds
from office import jobs
from office.jobs.tasks.curve import Curve
from solver.study.curve import SETTLED, search_words
from solver.study.range_words import rule_words
from solver.study.ranges import RULE

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.show.charts import Chart
    from dashboard.state import Open
    from office.jobs.tasks.curve import Along
    from solver.domain import Day

DRAW = "Work the curve out"
ALONG: dict[Along, str] = {
    "caps": "How far a start may move",
    "freedoms": "What may change",
}


def curve(page: Open, day: Day) -> None:
    """Ask for a curve, or show the one there is: a chart, and its table."""
    st.write(
        "Each point is a plan of its own for the zones chosen above, searched for as long as you "
        "say and started from today's rounds, so that the points can be set beside each other. "
        "Where a search finds nothing better than the point before, that one's rounds stay: more "
        "freedom never costs more."
    )
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        along: Along = controls.choose_one("Curve along", ALONG, key="curve-along")
    times = (right, SEARCH_S, "curve-seconds")
    seconds = search_time(page, Curve, day, times, label="Search for each point")
    st.caption(
        f"For {plain(zone_words(page.scenario.rounds.zones))} on {controls.DAY_NAMES[day]}, as "
        "chosen above."
    )
    busy = any(not job.over for job in jobs.recent(page.desk.world.id, kind="curve"))
    # Read where the button stands: what was changed just before it is chosen by then.
    if st.button(DRAW, icon=":material/show_chart:", disabled=busy):
        task = Curve(seconds, along, SEED)
        jobs.ask(page.desk.world.id, page.scenario, day, task, owner=state.owner())
        st.rerun()
    varied = frozenset({"rounds.cap_s"} if along == "caps" else ())
    found = belongs.nearest(
        page,
        Curve,
        Chosen(day, "scenario", seconds, leaves_out=varied),
        asked=lambda task: task.along == along,
    )
    if found is None or found.differs:
        st.info("No curve yet for these zones, this day and these choices.")
    if found is None:
        return
    with belongs.greyed(found.differs, key="curve", button=DRAW):
        belongs.say_choices(page, found.job, along=along)
        of_then = replace(page, scenario=found.job.scenario) if found.differs else page
        drawn = jobs.left(Curve, found.job.id)
        if drawn is not None:
            _show(of_then, day, drawn.table, along)


def _show(page: Open, day: Day, table: pd.DataFrame, along: str) -> None:
    steps = table[table["freedom"] != "today"].copy()
    steps["step"] = (
        [f"±{int(cap)} minutes" for cap in steps["cap_minutes"]]
        if along == "caps"
        else [_freedom(name) for name in steps["freedom"]]
    )
    left = (steps["visits"] - steps["served"]).astype(int)
    steps["unmade"] = left
    if "search" not in steps:  # curves that an earlier version kept do not know it
        steps["search"], steps["late_gain_share"] = "not known", float("nan")
    else:
        settled = bool((steps["search"] == SETTLED).all())
        (st.caption if settled else st.warning)(search_words(table))
    steps["label"] = [
        f"{step}, {count(how_many, 'visit')} not made" if how_many else step
        for step, how_many in zip(steps["step"], left, strict=True)
    ]
    steps["saved_range"] = _ranges(steps)
    steps["saved"] = 100 * steps["miles_saved_share"]
    chart = _bars(steps, "label", "saved", "Miles between visits saved against today's rounds (%)")
    st.altair_chart(
        chart,
        width="stretch",
        alt="Miles between visits saved at each step, in per cent. The table below says the same.",
    )
    columns = (
        Column("step", "Freedom"),
        Column("unmade", "Visits not made", number, numeric=True),
        Column("served", "Visits made", number, numeric=True),
        Column("moved", "Starts moved", number, numeric=True),
        Column("miles", "Miles between visits", number, numeric=True),
        Column("miles_saved_share", "Saved", percent, numeric=True),
        Column("late_gain_share", "Of it in the second half", percent, numeric=True),
        Column("search", "Search"),
        Column("travel_minutes", "Travel, hours", _hours, numeric=True),
        Column("released_carer_hours", "Carer-hours released", one_decimal, numeric=True),
        Column("provider_saved_pence", "Providers save", whole_pounds, numeric=True),
        Column("saved_range", "Low to high", numeric=True),
        Column("valid", "Checked", _checked),
    )
    base: Any = table[table["freedom"] == "today"].iloc[0]
    show_table(
        steps,
        columns,
        caption="What freedom is worth",
        note=f"Against today's rounds as they would really run: {number(base['miles'])} miles, "
        f"{number(base['served'])} of {number(base['visits'])} visits served. The council pays "
        f"the same at every point ({whole_pounds(base['council_pence'])}). "
        f"{rule_words(asdict(RULE))}",
    )
    say_base(page, ROUNDS_BASE)
    ranges.claim()
    beside_table(table, f"curve-{along}-{day}", page)


def _ranges(steps: pd.DataFrame) -> list[str]:
    """Write between what each point's saving lies; an earlier version's curves do not know it."""
    if "provider_saved_low_pence" not in steps:
        return ["–"] * len(steps)
    ends = zip(steps["provider_saved_low_pence"], steps["provider_saved_high_pence"], strict=True)
    return [f"{whole_pounds(low)} to {whole_pounds(high)}" for low, high in ends]


def _freedom(name: str) -> str:
    return next((words for level, words in FREEDOM.items() if level == name), name)


def _hours(minutes: float) -> str:
    return number(minutes / 60, 1)


def _checked(valid: object) -> str:
    return "valid" if bool(valid) else "breaks rules"


def _bars(frame: pd.DataFrame, label: str, value: str, title: str) -> Chart:
    """Draw one bar a row, in the order of the frame."""
    chart = (
        alt.Chart(frame)
        .mark_bar(color=CIVIC, height=18)
        .encode(
            x=alt.X(f"{value}:Q", title=title),
            y=alt.Y(f"{label}:N", sort=None, title=None),
            tooltip=[alt.Tooltip(f"{label}:N"), alt.Tooltip(f"{value}:Q", title=title)],
        )
        .properties(height=ROW_PX * max(len(frame), 2) + AXIS_PX)
    )
    return finish(chart)
