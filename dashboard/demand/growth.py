"""Growth: the hours and the cost to come, by zone and age."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import state
from dashboard.demand import charts
from dashboard.escape import plain
from dashboard.show.downloads import beside_table
from dashboard.show.prices import AT_CONTRACT, WEEKS, say_base
from dashboard.show.tables import Column, Figure, say, show_figures, show_table
from dashboard.show.text import (
    change,
    millions,
    money_change,
    number,
    percent,
    whole_pounds,
)
from solver import costs, demand

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.state import Open
    from solver.domain import DemandChoices, Scenario

PATHS = {
    "path": "57% more from 2018 to 2038",
    "ten": "10% more",
    "own": "Another per cent",
}
SOURCES = {
    "path": "People needing support in England, 2018 to 2038: Department of Health and Social "
    "Care, quoted by City of Bradford (2021). The same growth is assumed everywhere and "
    "compounds year by year from the day of the data.",
    "ten": "A plain stress test: a tenth more of everything.",
    "own": "Your own assumption.",
}


def ask(page: Open) -> DemandChoices:
    """Ask how demand grows, until when, and where or for whom otherwise."""
    now = page.scenario.demand
    stamp = f"{page.desk.stored.id}-{page.desk.stored.version}"
    from_year = data_year(page)
    chosen = st.radio(
        "How does demand grow?",
        list(PATHS),
        index=list(PATHS).index(_path_of(now, from_year)),
        format_func=PATHS.__getitem__,
        horizontal=True,
        key=f"growth-path-{stamp}",
    )
    year, per_cent = 0, 10.0
    with st.container(horizontal=True):
        if chosen != "ten":
            year = int(
                st.number_input(
                    "Until the year",
                    from_year,
                    2_100,
                    now.year if now.year >= from_year else max(demand.PATH_YEARS[1], from_year),
                    key=f"growth-year-{stamp}",
                    width=200,
                )
            )
        if chosen == "own":
            per_cent = float(
                st.number_input(
                    "Growth until then (%)",
                    -99.0,
                    1_000.0,
                    now.growth_percent or 20.0,
                    step=1.0,
                    key=f"growth-per-cent-{stamp}",
                    width=200,
                )
            )
    if chosen == "path":
        per_cent = round(100 * demand.growth_path(from_year, year), 1)
    st.caption(SOURCES[chosen])
    zones, ages = _others(page, now, per_cent, stamp)
    return replace(now, growth_percent=per_cent, year=year, by_zone=zones, by_age=ages)


def data_year(page: Open) -> int:
    """Year of the data, from which demand grows."""
    return date.fromisoformat(page.world.tables.about.data_date).year


def _path_of(now: DemandChoices, from_year: int) -> str:
    if not now.grows:
        return "path"
    if now.growth_percent == 10 and not now.year:
        return "ten"
    along = round(100 * demand.growth_path(from_year, now.year), 1) if now.year else None
    return "path" if now.growth_percent == along else "own"


def _others(
    page: Open, now: DemandChoices, per_cent: float, stamp: str
) -> tuple[tuple[tuple[str, float], ...], tuple[tuple[str, float], ...]]:
    """Ask which zones and ages grow otherwise, and by how much."""
    zones = sorted(set(demand.packages(page.world, page.scenario)["zone"]))
    own = {**dict(now.by_zone), **dict(now.by_age)}
    with st.expander("Grow a zone or an age group otherwise", expanded=bool(own)):
        names = st.multiselect(
            "Zones and age groups with a growth of their own",
            [*demand.AGE_GROUPS, *zones],
            default=[name for name in own if name in (*demand.AGE_GROUPS, *zones)],
            placeholder="None: all grow alike",
            key=f"growth-own-{stamp}",
            help="It takes the place of the growth above. Where a zone and an age group both have "
            "one, the one is put on top of the other.",
        )
        rates = {}
        with st.container(horizontal=True):
            for name in names:
                rates[name] = float(
                    st.number_input(
                        f"{plain(name)} (%)",
                        -99.0,
                        1_000.0,
                        float(own.get(name, per_cent)),
                        step=1.0,
                        key=f"growth-{name}-{stamp}",
                        width=220,
                    )
                )
    by_zone = tuple((name, rate) for name, rate in rates.items() if name in zones)
    return by_zone, tuple((name, rate) for name, rate in rates.items() if name not in zones)


def show(page: Open, choices: DemandChoices) -> None:
    """Show hours and cost now and then, by zone and by age, and keep the growth if asked."""
    table = demand.project(page.world, page.scenario, demand.growth_of(choices), 1)
    when = str(choices.year) if choices.year else "with the growth"
    _figures(page, table, when)
    _keep(page, choices)
    by_zone, by_age = st.tabs(["By zone", "By age"])
    for tab, what, heading in ((by_zone, "zone", "Zone"), (by_age, "age", "Age")):
        with tab:
            _table(page, table, what, heading, when)


def _figures(page: Open, table: pd.DataFrame, when: str) -> None:
    weeks = page.scenario.prices.weeks
    now, then = table["carer_hours_week"].sum(), table["carer_hours_then"].sum()
    year_now, year_then = (
        costs.annual_pence(table[name].sum(), weeks)
        for name in ("weekly_pence", "weekly_pence_then")
    )
    show_figures(
        [
            Figure("Planned care now", f"{number(now)} h", "carer-hours a week, all planned"),
            Figure(
                f"Planned care, {when}",
                f"{number(then)} h",
                f"{change(then - now)} a week, {change(100 * (then / now - 1), 1)}%",
            ),
            Figure("Council cost a year now", millions(year_now), "all planned, contract prices"),
            Figure(
                f"Council cost a year, {when}",
                millions(year_then),
                f"{money_change(year_then - year_now)} at contract prices",
            ),
        ]
    )
    say_base(page, f"{AT_CONTRACT}, {WEEKS[weeks]} a year")
    say(
        f"If demand grows so, {number(then - now)} more carer-hours a week are needed "
        f"({when}), and care costs {millions(year_then - year_now)} more a year at contract "
        "prices: wages and rates will rise as well."
    )


def _table(page: Open, table: pd.DataFrame, what: str, heading: str, when: str) -> None:
    sums = ["carer_hours_week", "carer_hours_then", "change", "weekly_pence", "weekly_pence_then"]
    if what == "zone":
        frame = table.groupby("zone")[sums].sum().reset_index()
    else:
        order = {name: i for i, name in enumerate(demand.AGE_GROUPS)}
        frame = table.groupby("age")[sums].sum().reset_index()
        frame = frame.sort_values("age", key=lambda ages: ages.map(order), ignore_index=True)
    frame["growth"] = frame["carer_hours_then"] / frame["carer_hours_week"] - 1
    frame["pence_change"] = frame["weekly_pence_then"] - frame["weekly_pence"]
    st.altair_chart(charts.now_and_then(frame, what, when), width="stretch")
    columns = (
        Column(what, heading),
        Column("carer_hours_week", "Hours a week now", number, numeric=True),
        Column("carer_hours_then", f"Hours a week, {when}", number, numeric=True),
        Column("change", "Change", change, numeric=True),
        Column("growth", "Growth", percent, numeric=True),
        Column("weekly_pence", "Cost a week now", whole_pounds, numeric=True),
        Column("pence_change", "Change", money_change, numeric=True),
    )
    total: dict[str, Any] = {
        what: "All",
        **{name: frame[name].sum() for name in [*sums, "pence_change"]},
    }
    total["growth"] = total["carer_hours_then"] / total["carer_hours_week"] - 1
    show_table(
        frame,
        columns,
        caption=f"Growth by {heading.lower()}",
        note="Carer-hours, all planned, and what the council pays at contract prices.",
        total=total,
    )
    say_base(page, AT_CONTRACT)
    beside_table(frame, f"growth-by-{what}", page)


def _keep(page: Open, choices: DemandChoices) -> None:
    """Put the growth into the scenario, or take it out again."""
    now = page.scenario.demand
    if now == choices:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success("The open scenario assumes this growth; Compare shows it beside others.")
            st.button("Take it out", icon=":material/undo:", on_click=_set, args=(None,))
        return
    st.button(
        "Keep this growth in the scenario",
        icon=":material/check:",
        on_click=_set,
        args=(choices,),
        help="An assumption that Compare shows. The planned visits and rounds stay as they are.",
    )


def _set(choices: DemandChoices | None) -> None:
    def edit(scenario: Scenario) -> Scenario:
        now = scenario.demand
        if choices is None:
            return replace(
                scenario, demand=replace(now, growth_percent=0.0, year=0, by_zone=(), by_age=())
            )
        return replace(scenario, demand=replace(choices, leaving=now.leaving))

    state.edit(edit)
