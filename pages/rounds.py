"""Rounds: who visits whom and when, and what would better rounds change?"""

import streamlit as st

from dashboard import frame
from dashboard.rounds import (
    audit,
    breakdown,
    commit,
    curve,
    day as round_day,
    job as round_job,
    locks,
    moved_starts,
    result,
    timetable,
    view,
)
from dashboard.rounds.week import plan as week_plan
from dashboard.show import job_watch
from dashboard.state import Open

TABS = (
    "On the map",
    "Timetable",
    "All figures",
    "Visits without a carer",
    "Moved starts",
    "Who and where",
    "What freedom is worth",
    "Can today's rounds be kept?",
)


def one_day(page: Open) -> None:
    """Plan and look at the rounds of one day."""
    commit.came_from(page)
    day, found_job = round_job.ask(page)
    locks.locks(page, day)
    with st.container():  # what comes and goes stands in a frame, so that the tabs stay put
        job_watch.running(page, ("solve", "curve"))
        job = round_day.of_other_choices(page, day, found_job)
    found = result.outcome(page, day, job)
    with st.container():
        round_day.head(page, found, found_job)
        carers = view.choose_rounds(page, found)
    on_map, table, every, left_over, moved, who, worth, kept = st.tabs(TABS, key="rounds-tabs")
    with on_map, round_day.greyed(found_job, "map"):
        view.rounds_map(page, found, carers)
    with table, round_day.greyed(found_job, "timetable"):
        timetable.show(page, found, carers)
    with every, round_day.greyed(found_job, "figures"):
        result.figures(page, found)
    with left_over, round_day.greyed(found_job, "unserved"):
        result.unserved(page, found)
    with moved, round_day.greyed(found_job, "moved"):
        moved_starts.show(page, found)
    with who, round_day.greyed(found_job, "breakdown"):
        breakdown.show(page, found)
    with worth:
        curve.curve(page, day)
    with kept:
        audit.today(page, found)
    round_job.history(page)


with frame.page("Rounds", "Who visits whom and when, and what would better rounds change?") as page:
    if week_plan.chosen():
        week_plan.show(page)
    else:
        one_day(page)
