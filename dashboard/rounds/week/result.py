"""A planned week beside today's: day by day, continuity, rules kept, and what to take away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.rounds.week import contracts
from dashboard.show import ranges
from dashboard.show.controls import DAY_NAMES
from dashboard.show.downloads import about_file, beside_table, file_stem, logged, made
from dashboard.show.prices import ROUNDS_BASE, say_base
from dashboard.show.tables import Column, Figure, say, show_figures, show_grid, show_table
from dashboard.show.text import count, number, percent, pounds, whole_pounds
from solver.domain import DAYS
from solver.study.affected import share
from solver.study.week_words import WEEK, said, unmade_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dashboard.state import Open
    from office.jobs.tasks.week import WeekFound

BROKEN = {
    "rest": ("rest too short", "rests too short"),
    "day-off": ("carer without a day off", "carers without a day off"),
    "week-hours": ("carer with too many hours", "carers with too many hours"),
}
"""Rules of the week as a count of breaches reads: one, several."""


def show(page: Open, found: WeekFound) -> None:
    """Show what a week brings: in words, in figures, day by day, and what is left over."""
    summary = found.summary
    say(said(summary))
    if not summary["valid"]:
        st.error(
            f"The check found {count(len(summary['violations']), 'broken rule', 'broken rules')}: "
            "these rounds are not to be used."
        )
    show_figures(_figures(summary))
    say_base(page, ROUNDS_BASE.replace("day", "week"))
    invented = bool(summary.get("invented"))
    ranges.show(page, summary.get("range"), "range-of-saving-week", invented=invented)
    _days(page, summary)
    contracts.show(page, summary)
    _unserved(page, summary)
    name = f"{file_stem(page, 'rounds of a week')}.csv"
    st.download_button(
        "Rounds of the week (CSV)",
        data=partial(logged, page, name, partial(made, partial(_write, page, found), name)),
        file_name=name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="week-rota",
        help="Day, carer, shift, visit and start of every carer's visit, as in a county's rounds "
        "file. Internal: it shows who is called on and when.",
    )


def _figures(summary: Mapping[str, Any]) -> list[Figure]:
    """Key figures of the week, each beside today's."""
    week = summary["days"][WEEK]
    today, plan = summary["continuity"]["today"], summary["continuity"]["plan"]
    broken = [
        count(times, *BROKEN.get(rule, (rule, rule)))
        for rule, times in summary["today_broken"].items()
    ]
    below = summary["carers_below_minimum_wage"]
    unmade, unmade_today = unmade_of(summary)
    return [
        Figure(
            "Visits not made",
            number(unmade),
            f"of {number(week['visits_plan'])} asked for; today's rounds {number(unmade_today)}, "
            f"and {number(week['late_visits_today'])} of theirs start late",
        ),
        Figure(
            "People with a new carer",
            percent(share(plan["new_carers"], plan["people"]), 0),
            f"{number(plan['new_carers'])} of {number(plan['people'])} people called on",
        ),
        *_moved(week),
        Figure(
            "Providers spend", whole_pounds(week["provider_pence_plan"]), _today(week, "provider")
        ),
        Figure("Council pays", whole_pounds(week["council_pence_plan"]), _today(week, "council")),
        Figure(
            "Miles between visits",
            number(week["miles_plan"]),
            f"today's rounds {number(week['miles_today'])}",
        ),
        Figure(
            "Carers a person sees in the week",
            number(plan["carers_a_person"], 1),
            f"today's rounds {number(today['carers_a_person'], 1)}",
        ),
        Figure(
            "Visits with the usual carer",
            percent(plan["usual_share"]),
            f"today's rounds {percent(today['usual_share'])}",
        ),
        Figure(
            "Rules of the week broken",
            number(len(summary["violations"])),
            f"today's rounds {', '.join(broken) or 'none'}",
        ),
        *([contracts.figure(summary)] if contracts.whole(summary) else []),
        Figure(
            "Carers paid below the minimum wage",
            number(below["plan"]),
            f"today's rounds {number(below['today'])}; pay of the week over all its working time",
        ),
        *([ranges.card(summary["range"])] if "range" in summary else []),
        *([] if unmade else [_year(summary)]),
    ]


def _moved(week: Mapping[str, Any]) -> list[Figure]:
    """Say how many starts move; weeks that were kept by an earlier version do not know it."""
    if "moved" not in week:
        return []
    moved, made = week["moved"], week["served_plan"]
    return [
        Figure(
            "Starts moved",
            percent(share(moved, made), 0),
            f"{number(moved)} of {number(made)} visits made",
        )
    ]


def _year(summary: Mapping[str, Any]) -> Figure:
    """Say what a year would save, which is said only of weeks in which every visit is made."""
    year = summary["year"]
    between = ""
    if year.get("provider_saved_range_pence"):
        low, high = map(whole_pounds, year["provider_saved_range_pence"])
        between = f"{low} to {high}, low to high; "
    return Figure(
        "Providers save in a year",
        whole_pounds(year["provider_saved_pence"]),
        f"{between}{year['weeks']} such weeks",
    )


def _days(page: Open, summary: Mapping[str, Any]) -> None:
    """Show a row a day and the week's total, with its download."""
    frame = pd.DataFrame([{"day": day, **summary["days"][day]} for day in (*DAYS, WEEK)])
    frame["name"] = [DAY_NAMES.get(day, "Week") for day in frame["day"]]
    frame["unmade"] = frame["visits_plan"] - frame["served_plan"]
    frame["made"] = [
        f"{number(served)} of {number(visits)}"
        for served, visits in zip(frame["served_plan"], frame["visits_plan"], strict=True)
    ]
    columns = (
        Column("name", "Day"),
        Column("unmade", "Visits not made", number, numeric=True),
        Column("made", "Visits made", numeric=True),
        Column("late_visits_today", "Late, today's rounds", number, numeric=True),
        Column("miles_today", "Miles, today's rounds", number, numeric=True),
        Column("miles_plan", "Miles, new rounds", number, numeric=True),
        Column("miles_saved_share", "Saved", percent, numeric=True),
        Column("travel_minutes_today", "Travel hours, today's rounds", _hours, numeric=True),
        Column("travel_minutes_plan", "Travel hours, new rounds", _hours, numeric=True),
        Column("released_carer_hours", "Carer-hours released", number, numeric=True),
        Column("provider_saved_pence", "Providers save", pounds, numeric=True),
    )
    days = frame[frame["day"] != WEEK]
    total = {str(name): value for name, value in frame[frame["day"] == WEEK].iloc[0].items()}
    show_table(
        days,
        columns,
        caption="The week, day by day",
        note="Today's rounds are run as they would really go on these roads. Miles and hours are "
        "those between visits. The new rounds keep the rules of the week; nobody starts late by "
        "plan.",
        total=total,
    )
    beside_table(frame.drop(columns=["name", "made", "unmade"]), "week", page)


def _unserved(page: Open, summary: Mapping[str, Any]) -> None:
    """List the visits without a carer, with the reason."""
    left = pd.DataFrame(summary["unserved"], columns=["day", "visit_id", "reason", "detail"])
    if left.empty:
        st.success("Every visit of the week has a carer.")
        return
    left["name"] = [DAY_NAMES[day] for day in left["day"]]
    with st.expander(f"{count(len(left), 'visit', 'visits')} without a carer, and why"):
        show_grid(
            left,
            {"name": "Day", "visit_id": "Visit", "detail": "Why"},
            caption="Visits of the week without a carer",
        )
        beside_table(left.drop(columns="name"), "week-unserved", page)


def _write(page: Open, found: WeekFound, path: Path) -> None:
    from solver import publish  # here: it loads the drawing library, which most pages do without

    publish.write_csv(found.rota, path, about=about_file(page), alone=True)


def _today(week: Mapping[str, Any], whose: str) -> str:
    return f"today's rounds {whole_pounds(week[f'{whose}_pence_today'])}"


def _hours(minutes: float) -> str:
    return number(minutes / 60)
