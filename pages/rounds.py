"""Rounds: who visits whom and when, and what would better rounds change?"""

import streamlit as st

from dashboard import frame
from dashboard.panels import (
    job_watch,
    round_audit,
    round_breakdown,
    round_commit,
    round_curve,
    round_job,
    round_locks,
    round_result,
    round_timetable,
    round_view,
    week_plan,
)


def one_day(page: frame.Open) -> None:
    """Plan and look at the rounds of one day."""
    round_commit.came_from(page)
    day = round_job.ask(page)
    round_locks.locks(page, day)
    with st.container():  # what comes and goes stands in a frame, so that the tabs stay put
        job_watch.running(page, ("solve", "curve"))
        job = round_job.newest(page, day)
        if job is None:
            round_job.last_word(page, day)
            st.info(
                "No new rounds yet for this scenario on this day. Below are today's rounds; "
                "choose what may change above and press “Plan the rounds”."
            )
    found = round_result.outcome(page, day, job)
    with st.container():
        round_result.headline(page, found)
        round_job.mended(job)
        round_commit.offer(page, found, job)
        carers = round_view.choose_rounds(page, found)
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
        round_view.rounds_map(page, found, carers)
    with table:
        round_timetable.show(page, found, carers)
    with every:
        round_result.figures(page, found)
    with left_over:
        round_result.unserved(page, found)
    with moved:
        round_result.moved_starts(page, found)
    with who:
        round_breakdown.show(page, found)
    with worth:
        round_curve.curve(page, day)
    with kept:
        round_audit.today(page, found)
    round_job.history(page)


with frame.page("Rounds", "Who visits whom and when, and what would better rounds change?") as page:
    if week_plan.chosen():
        week_plan.show(page)
    else:
        one_day(page)
