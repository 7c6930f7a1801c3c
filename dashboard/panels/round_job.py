"""Asking for new rounds, and finding the job that made them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import controls, jobs, state
from dashboard.text import count, plain
from solver.zones import assignment

if TYPE_CHECKING:
    from dashboard.frame import Open
    from dashboard.jobs import Job
    from solver.domain import Day, RoundChoices, Scenario
    from solver.domain.freedom import Freedom

FREEDOM: dict[Freedom, str] = {
    "re-time": "Times only: same carer, same order",
    "re-sequence": "Order and times: same carer",
    "re-allocate": "Carers too: within each provider",
    "re-provide": "Providers too",
}
SEARCH_S = {10: "10 seconds", 20: "20 seconds", 60: "1 minute", 180: "3 minutes", 600: "10 minutes"}
SEED = 1
LOOKED_BACK = 200


def newest(page: Open, day: Day) -> Job | None:
    """Return the newest finished job whose rounds hold for the open scenario on this day."""
    return newest_of(page, page.scenario, day)


def newest_of(page: Open, scenario: Scenario, day: Day) -> Job | None:
    """Return the newest finished job of a scenario on a day; a change of price keeps it."""
    world_id = page.desk.world.id
    return jobs.latest(world_id, scenario, day, input_hash=page.world.input_hash)


def ask(page: Open) -> Day:
    """Choose what to plan and how freely; start the job. Returns the day in view."""
    day = controls.choose_day()
    rounds = page.scenario.rounds
    zones = assignment(page.world, page.scenario).zones
    version = f"{page.desk.stored.id}-{page.desk.stored.version}"
    with st.form("plan-rounds"):
        where, how = st.columns([4, 3])
        chosen = where.multiselect(
            "Zones",
            options=sorted(zones),
            default=[zone for zone in rounds.zones if zone in zones],
            placeholder="All zones",
            key=f"rounds-zones-{version}",
        )
        freedom = how.selectbox(
            "What may change",
            options=list(FREEDOM),
            format_func=FREEDOM.__getitem__,
            index=list(FREEDOM).index(rounds.freedom),
            key=f"rounds-freedom-{version}",
        )
        first, second, third, last = st.columns(4, vertical_alignment="bottom")
        cap = first.number_input(
            "Most a start may move (min)",
            min_value=0,
            max_value=360,
            step=5,
            value=rounds.cap_s // 60,
            key=f"rounds-cap-{version}",
            help="Earlier or later than today's start. A hard limit for every visit.",
        )
        critical = second.number_input(
            "If it is time-critical (min)",
            min_value=0,
            max_value=360,
            step=5,
            value=rounds.critical_cap_s // 60,
            key=f"rounds-critical-{version}",
            help="Medication, for example. The tighter of the two limits holds.",
        )
        tolerance = third.number_input(
            "A move counts beyond (min)",
            min_value=0,
            max_value=360,
            step=5,
            value=rounds.tolerance_s // 60,
            key=f"rounds-tolerance-{version}",
            help="The search may move a start so far freely, and it is not counted as "
            "moved; beyond, it weighs each minute against what the move saves.",
        )
        seconds = last.selectbox(
            "Search for",
            options=list(SEARCH_S),
            format_func=SEARCH_S.__getitem__,
            index=1,
            key="rounds-seconds",
            persist_state="session",
        )
        if st.form_submit_button("Plan the rounds", type="primary", icon=":material/route:"):
            choices = replace(
                rounds,
                zones=tuple(sorted(chosen)),
                cap_s=int(cap) * 60,
                critical_cap_s=int(critical) * 60,
                tolerance_s=int(tolerance) * 60,
                freedom=freedom,
            )
            _start(page, choices, day, float(seconds))
    return day


def _start(page: Open, choices: RoundChoices, day: Day, seconds: float) -> None:
    state.edit(lambda scenario: replace(scenario, rounds=choices))
    now = state.desk()
    if now is None:
        return
    jobs.start_solve(now.world.id, now.scenario, day, seconds, SEED, owner=state.owner())
    st.rerun()


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
                "Outcome": job.error or job.message,
                "Asked for": f"{job.queued_at:%d/%m/%Y %H:%M} UTC",
            }
            for job in found
        ]
        st.dataframe(rows, hide_index=True, width="stretch", alt="Searches of this county")
