"""The rounds of a day and what they belong to: those of other choices are set apart in grey."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.rounds import commit, job as round_job, result
from dashboard.show import belongs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.rounds.result import RoundsShown
    from dashboard.show.belongs import Belonging
    from dashboard.state import Open
    from office.jobs import Job
    from solver.domain import Day


def of_other_choices(page: Open, day: Day, found: Belonging | None) -> Job | None:
    """Show in grey what was planned for other choices; give the rounds of what is chosen, if any.

    Rounds that differ in nothing but the length of the search are of what is chosen.
    """
    if found is not None and (not found.differs or found.seconds_alone):
        return found.job
    round_job.last_word(page, day)
    st.info(
        "No new rounds yet for this scenario on this day. Below are today's rounds of what is "
        f"chosen; choose what may change above and press “{round_job.PLAN}”."
    )
    if found is not None:
        with belongs.greyed(found.differs, key="rounds", button=round_job.PLAN):
            belongs.say_choices(page, found.job)
            of_then = replace(page, scenario=found.job.scenario)
            result.headline(of_then, result.outcome(of_then, day, found.job))
    return None


@contextmanager
def greyed(found: Belonging | None, part: str) -> Iterator[None]:
    """Set a part of the page in grey where its rounds were searched for another time."""
    with belongs.greyed(_of_another_time(found), key=part):
        yield


def _of_another_time(found: Belonging | None) -> tuple[str, ...]:
    return found.differs if found is not None and found.seconds_alone else ()


def head(page: Open, found: RoundsShown, belonging: Belonging | None) -> None:
    """Say what the rounds belong to, what they bring, and offer to commit them."""
    shown = belonging.job if belonging is not None and found.result is not None else None
    with belongs.greyed(_of_another_time(belonging), key="head", button=round_job.PLAN):
        if shown is not None:
            belongs.say_choices(page, shown)
        result.headline(page, found)
        round_job.mended(shown)
    commit.offer(page, found, shown)
