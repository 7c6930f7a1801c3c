"""Asking for a whole week of new rounds, and showing what it brings."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.rounds import freedom
from dashboard.rounds.job import SEED, search_time
from dashboard.rounds.week import result
from dashboard.show import belongs, job_watch
from dashboard.show.belongs import Chosen
from office import jobs
from office.jobs.tasks.week import Week
from solver.domain import WeekRules

if TYPE_CHECKING:
    from dashboard.state import Open

ONE_DAY, WEEK = "One day", "A whole week"
PLAN = "Plan the week"
SEARCH_S = {
    60: "1 minute",
    180: "3 minutes",
    600: "10 minutes",
    1_800: "30 minutes",
}
"""Search for all seven days together."""

USUAL = {20: "a little", 100: "somewhat", 400: "much", 1_000: "most of all"}
"""Points for the usual carer over a new one, in words."""

HOUR_S = 3_600


def chosen() -> bool:
    """Ask whether one day is looked at or a whole week; True for the week."""
    picked = st.segmented_control(
        "Plan",
        [ONE_DAY, WEEK],
        default=ONE_DAY,
        key="rounds-span",
        required=True,
        persist_state="session",
    )
    return picked == WEEK


def show(page: Open) -> None:
    """Ask for a week, watch it being planned, and show the newest one that holds."""
    chosen_now = _ask(page)
    with st.container():
        job_watch.running(page, ("week",))
    found = belongs.nearest(page, Week, chosen_now)
    if found is None or found.differs:
        _last_word(page)
        st.info(
            "No week has been planned yet for this scenario. Choose what may change and what each "
            f"carer is to have, and press “{PLAN}”."
        )
    if found is None:
        return
    with belongs.greyed(found.differs, key="week", button=PLAN):
        belongs.say_choices(page, found.job)
        of_then = replace(page, scenario=found.job.scenario) if found.differs else page
        made = jobs.left(Week, found.job.id)
        if made is not None:
            result.show(of_then, made)


def _ask(page: Open) -> Chosen:
    """Ask for what a week is to keep; start the job where that is asked for."""
    with st.container(border=True):
        place = freedom.fields(page, "week")
        times = (place, SEARCH_S, "week-seconds")
        seconds = search_time(page, Week, "", times, help="All seven days together.")
        rules = _rules()
        # Read where the button stands: what was changed just before it is chosen by then.
        if st.button(PLAN, type="primary", icon=":material/date_range:"):
            task = Week(seconds, rules, SEED)
            jobs.ask(page.desk.world.id, page.scenario, "", task, owner=state.owner())
            st.rerun()
    kept = ("rules", "rest, days off, hours a week or usual carers", asdict(rules))
    return Chosen("", "scenario", seconds, besides=(kept,))


def _rules() -> WeekRules:
    """Ask for rest, hours, days off, and how much usual carers count."""
    law = WeekRules()
    left, middle, right, last = st.columns(4)
    rest = left.number_input(
        "Rest between two days (hours)",
        min_value=0,
        max_value=16,
        value=law.rest_s // HOUR_S,
        key="week-rest",
        persist_state="session",
        help="From a day's last visit to the next day's first: 11 hours by the Working Time "
        "Regulations 1998, regulation 10. Where work is split up over the day, a provider may "
        "give the rest at another time. 0 leaves it out.",
    )
    hours = middle.number_input(
        "Most hours on rounds a week",
        min_value=0,
        max_value=90,
        value=law.most_week_s // HOUR_S,
        key="week-hours",
        persist_state="session",
        help="From first to last door of each round: 48 hours by regulation 4, on average and "
        "unless a carer opts out. 0 leaves it out.",
    )
    off = right.number_input(
        "Days off a week",
        min_value=0,
        max_value=3,
        value=law.days_off,
        key="week-off",
        persist_state="session",
        help="Days without a visit: one by regulation 11.",
    )
    usual = last.selectbox(
        "Usual carers count",
        options=list(USUAL),
        format_func=USUAL.__getitem__,
        index=list(USUAL).index(law.usual_points),
        key="week-usual",
        persist_state="session",
        help="The more they count, the fewer different carers a person sees, and the fewer "
        "miles are saved.",
    )
    return WeekRules(
        rest_s=int(rest) * HOUR_S,
        days_off=int(off),
        most_week_s=int(hours) * HOUR_S,
        usual_points=usual,
    )


def _last_word(page: Open) -> None:
    """Say how the newest search for this scenario ended, where it left no week."""
    for job in jobs.recent(page.desk.world.id, kind="week"):
        if job.scenario_key == page.scenario.key:
            if job.state in ("failed", "interrupted"):
                st.error(f"The last search {plain(job.state)}. {plain(job.error)}")
            elif job.state == "cancelled":
                st.info("The last search was cancelled. Nothing was changed.")
            return
