"""Asking for new rounds of a day, and saying how the searches ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.rounds import freedom
from dashboard.show import controls
from dashboard.show.text import count
from office import jobs
from office.jobs.tasks.solve import Solve

if TYPE_CHECKING:
    from dashboard.state import Open
    from office.jobs import Job
    from solver.domain import Day, RoundChoices

SEARCH_S = {10: "10 seconds", 20: "20 seconds", 60: "1 minute", 180: "3 minutes", 600: "10 minutes"}
SEED = 1
LOOKED_BACK = 200


def ask(page: Open) -> Day:
    """Choose what to plan and how freely; start the job. Returns the day in view."""
    day = controls.choose_day()
    with st.form("plan-rounds"):
        choices, place = freedom.fields(page, "rounds")
        seconds = place.selectbox(
            "Search for",
            options=list(SEARCH_S),
            format_func=SEARCH_S.__getitem__,
            index=1,
            key="rounds-seconds",
            persist_state="session",
        )
        mend = _ask_to_mend(page, day)
        if st.form_submit_button("Plan the rounds", type="primary", icon=":material/route:"):
            _start(choices, day, float(seconds), mend=mend)
    return day


def _ask_to_mend(page: Open, day: Day) -> bool:
    """Ask, where there is an earlier plan, whether as much of it as can be is to stay."""
    last = jobs.to_start_from(page.desk.world.id, page.scenario, day)
    if last is None:
        return False
    return st.checkbox(
        "Start from the last plan and change only what must change",
        key=f"mend-{page.desk.stored.id}",
        help=f"The last plan of {controls.DAY_NAMES[day]} for these zones is that of "
        f"{last.queued_at:%d/%m/%Y at %H:%M} UTC ({plain(last.scenario_name)}). What no longer "
        "fits, after a lock, a tighter limit or a change of the data, is planned anew with the "
        "rounds around it; all other visits keep their carer and start. Without the tick "
        "everything is searched through, from today's rounds.",
    )


def _start(choices: RoundChoices, day: Day, seconds: float, *, mend: bool) -> None:
    state.edit(lambda scenario: replace(scenario, rounds=choices))
    now = state.desk()
    if now is None:
        return
    last = jobs.to_start_from(now.world.id, now.scenario, day) if mend else None
    if mend and last is None:
        state.notice(
            "No rounds were planned: there is no earlier plan of these zones with as little "
            "freedom to start from. Press “Plan the rounds” again to plan them anew."
        )
    else:
        before = jobs.rounds_to_mend(last, now.world.id) if last else ""
        task = Solve(seconds, SEED, mended=before)
        jobs.ask(now.world.id, now.scenario, day, task, owner=state.owner())
    st.rerun()


def mended(job: Job | None) -> None:
    """Say of rounds that were mended how much of the plan before stayed."""
    if job is not None and "mended" in job.parameters:
        st.caption(f":material/build: Mended from the last plan. {plain(job.message)}.")


def last_word(page: Open, day: Day) -> None:
    """Say how the newest job of this scenario ended, where it left no rounds."""
    mine = jobs.rounds_key(page.desk.stored.toml)
    for job in jobs.recent(page.desk.world.id, limit=LOOKED_BACK):
        if job.day == day and jobs.rounds_key(job.scenario_toml) == mine:
            if job.state in ("failed", "interrupted"):
                st.error(f"The last search {plain(job.state)}. {plain(job.error)}")
            elif job.state == "cancelled":
                st.info("The last search was cancelled. Nothing was changed.")
            return


def history(page: Open) -> None:
    """List the searches of this world, newest first."""
    found = jobs.recent(page.desk.world.id)
    if not found:
        return
    with st.expander(f"{count(len(found), 'search', 'searches')} of this county"):
        rows = [
            {
                "Scenario": job.scenario_name,
                "Day": controls.DAY_NAMES[job.day],
                "State": job.state,
                "RoundsShown": job.error or job.message,
                "Asked for": f"{job.queued_at:%d/%m/%Y %H:%M} UTC",
            }
            for job in found
        ]
        st.dataframe(rows, hide_index=True, width="stretch", alt="Searches of this county")
