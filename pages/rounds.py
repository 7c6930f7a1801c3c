"""Rounds: who visits whom and when, and what would better rounds change?"""

import streamlit as st

from dashboard import frame
from dashboard.rounds import (
    audit,
    breakdown,
    commit,
    curve,
    job as round_job,
    locks,
    moved_starts,
    result,
    timetable,
    view,
)
from dashboard.rounds.week import plan as week_plan
from dashboard.show import job_watch, planned
from dashboard.state import Open


def one_day(page: Open) -> None:
    """Plan and look at the rounds of one day."""
    commit.came_from(page)
    day = round_job.ask(page)
    locks.locks(page, day)
    with st.container():  # what comes and goes stands in a frame, so that the tabs stay put
        job_watch.running(page, ("solve", "curve"))
        job = planned.newest(page, day)
        if job is None:
            round_job.last_word(page, day)
            st.info(
                "No new rounds yet for this scenario on this day. Below are today's rounds; "
                "choose what may change above and press “Plan the rounds”."
            )
    found = result.outcome(page, day, job)
    with st.container():
        result.headline(page, found)
        round_job.mended(job)
        commit.offer(page, found, job)
        carers = view.choose_rounds(page, found)
    on_map, table, every, left_over, moved, who, worth, kept = st.tabs(
        [
            "On the map",
            "Timetable",
            "All figures",
            "Visits without a carer",
            "Moved starts",
            "Who and where",
            "What freedom is worth",
            "Can today be kept?",
        ],
        key="rounds-tabs",
    )
    with on_map:
        view.rounds_map(page, found, carers)
    with table:
        timetable.show(page, found, carers)
    with every:
        result.figures(page, found)
    with left_over:
        result.unserved(page, found)
    with moved:
        moved_starts.show(page, found)
    with who:
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
