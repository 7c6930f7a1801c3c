"""Committing new rounds as the new today, and going back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.show import controls
from dashboard.show.text import count
from office import jobs
from office.store import commit, scenarios, worlds
from solver import demand
from solver.errors import HomeroundsError

if TYPE_CHECKING:
    from dashboard.rounds.result import RoundsShown
    from dashboard.state import Open
    from office.jobs import Job


def came_from(page: Open) -> None:
    """Say so where the rounds of this county are a committed plan, and offer the way back."""
    found = commit.committed_from(state.store(), page.desk.world.id)
    if found is None:
        return
    with st.container(border=True):
        st.write(
            f"Today's rounds of {controls.DAY_NAMES[found.day]} are a plan that "
            f"{plain(found.owner)} committed on {found.at:%d/%m/%Y at %H:%M} UTC, in place of "
            f"those of {plain(found.world_name)}. The cap counts from them."
        )
        if any(world.id == found.world_id for world in worlds.every(state.store())):
            st.button(
                "Go back to the rounds before",
                icon=":material/undo:",
                on_click=_back,
                args=(found.world_id, page.scenario.name),
                help="Opens the county as it was; the committed one stays on the Data page.",
            )


def offer(page: Open, found: RoundsShown, job: Job | None) -> None:
    """Offer to make checked new rounds the new today."""
    if found.result is None or job is None or not found.result.valid:
        return
    left = len(found.result.plan.unserved)
    day = controls.DAY_NAMES[found.day]
    with st.popover("Commit as today's rounds", icon=":material/event_available:"):
        st.write(
            f"Today's rounds of {day} are replaced by these in a copy of the county: the cap and "
            "every figure then count from these starts and carers. The county as it is now stays, "
            "and a button brings you back to it."
        )
        if left:
            st.warning(f"{count(left, 'visit')} without a carer will have no round at all.")
        st.button(
            f"Commit {day}'s rounds",
            type="primary",
            icon=":material/check:",
            on_click=_commit,
            args=(page, found, job),
        )


def _commit(page: Open, found: RoundsShown, job: Job) -> None:
    try:
        rows = demand.committed(jobs.plan(job.id), found.case.workload, page.world)
        made = commit.commit(
            state.store(),
            page.desk.world,
            rows,
            day=found.day,
            plan_hash=job.plan_hash,
            owner=state.owner(),
        )
    except HomeroundsError as error:
        state.notice(str(error))
        return
    _open(made.id, page.scenario.name)
    state.notice(f"{controls.DAY_NAMES[found.day]}'s new rounds are today's rounds in {made.name}.")


def _back(world_id: str, scenario: str) -> None:
    _open(world_id, scenario)


def _open(world_id: str, scenario: str) -> None:
    """Open a county with the scenario of the same name, where it has one."""
    state.open_world(world_id)
    for item in scenarios.every(state.store(), world_id):
        if item.name == scenario:
            state.open_scenario(item.id)
