"""Asking for new rounds of a day, and saying how the searches ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.rounds import freedom
from dashboard.show import belongs, controls
from dashboard.show.belongs import Chosen
from dashboard.show.text import count
from office import jobs
from office.jobs.tasks.solve import Solve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.delta_generator import DeltaGenerator

    from dashboard.show.belongs import Belonging
    from dashboard.state import Open
    from office.jobs import Job
    from office.jobs.task import Task
    from solver.domain import Day

SEARCH_S = {10: "10 seconds", 20: "20 seconds", 60: "1 minute", 180: "3 minutes", 600: "10 minutes"}
PLAN = "Plan the rounds"
SEED = 1
LOOKED_BACK = 200


def ask(page: Open) -> tuple[Day, Belonging | None]:
    """Choose what to plan and how freely; start the job where that is asked for.

    Returns
    -------
    day
        The day in view.
    belonging
        The rounds that are of what is chosen, or nearest to it; ``None`` where there are none.
    """
    day = controls.choose_day()
    with st.container(border=True):
        place = freedom.fields(page, "rounds")
        seconds = search_time(page, Solve, day, (place, SEARCH_S, "rounds-seconds"))
        mend = _ask_to_mend(page, day)
        # Read where the button stands: what was changed just before it is chosen by then.
        if st.button(PLAN, type="primary", icon=":material/route:"):
            _start(page, day, seconds, mend=mend)
    return day, belongs.nearest(page, Solve, Chosen(day, "rounds", seconds))


def search_time(
    page: Open,
    kind: type[Task[Any]],
    day: Day | Literal[""],
    asked: tuple[DeltaGenerator, Mapping[int, str], str],
    *,
    label: str = "Search for",
    help: str | None = None,
) -> float:
    """Ask how long to search, seconds; at first as long as was asked for last on the day.

    ``asked`` says where the field stands, its choices and its key.
    """
    place, times, key = asked
    if key not in st.session_state:
        asked_before = jobs.recent(page.desk.world.id, kind=kind.kind, limit=LOOKED_BACK)
        last = next((job.parameters["seconds"] for job in asked_before if job.day == day), None)
        st.session_state[key] = last if last in times else list(times)[1]
    return float(
        place.selectbox(
            label,
            options=list(times),
            format_func=times.__getitem__,
            key=key,
            persist_state="session",
            help=help,
        )
    )


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


def _start(page: Open, day: Day, seconds: float, *, mend: bool) -> None:
    world_id = page.desk.world.id
    last = jobs.to_start_from(world_id, page.scenario, day) if mend else None
    before = jobs.rounds_to_mend(last, world_id) if last else ""
    task = Solve(seconds, SEED, mended=before)
    jobs.ask(world_id, page.scenario, day, task, owner=state.owner())
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
                "Result": job.error or job.message,
                "Asked for": f"{job.queued_at:%d/%m/%Y %H:%M} UTC",
            }
            for job in found
        ]
        st.dataframe(rows, hide_index=True, width="stretch", alt="Searches of this county")
