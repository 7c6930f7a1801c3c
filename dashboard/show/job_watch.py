"""Watching jobs at work: how far they are, the best so far, and the two ways to end one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.show import controls, live
from dashboard.show.text import number
from office import jobs
from office.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboard.state import Open
    from office.jobs import Job

BEST: dict[str, tuple[str, str, int]] = {
    "unserved": ("carer's visit not made", "carers' visits not made", 0),
    "miles": ("mile between visits", "miles between visits", 0),
    "found": ("set of zones", "sets of zones", 0),
    "minutes": ("minute between packages", "minutes between packages", 1),
}
"""How one and several of a figure of the best plan so far are called, and its decimals."""

SPOKEN_STEP = 0.25
"""Progress is spoken at each quarter: more often would drown the page."""


def running(page: Open, kinds: Sequence[str]) -> None:
    """Show the jobs of some kinds at work; the page is drawn anew when one is over."""
    world_id = page.desk.world.id
    now = [job for kind in kinds for job in jobs.recent(world_id, kind=kind) if not job.over]
    if now:
        _watch(tuple(job.id for job in now))


@st.fragment(run_every=1.0)
def _watch(job_ids: tuple[str, ...]) -> None:
    try:
        found = [jobs.status(job_id) for job_id in job_ids]
    except StoreError as error:  # looked at again in a second: it may be mended by then
        st.error(plain(str(error)))
        found = [jobs.as_it_stands(job_id) for job_id in job_ids]
    if any(job.over for job in found):
        st.rerun()
    for job in found:
        with st.container(border=True):
            _job(job)


def _job(job: Job) -> None:
    share = min(max(job.fraction, 0.0), 1.0)
    name = jobs.title(job, controls.DAY_NAMES.get(job.day, ""))
    st.progress(share, text=f"**{plain(name)}**: {plain(job.message)}")
    if job.best:
        st.caption(f"Best so far: {plain(best_words(job.best))}")
    with st.container(horizontal=True):
        st.button(
            "Finish now with the best so far",
            key=f"finish-{job.id}",
            icon=":material/done:",
            disabled=job.state != "running" or bool(job.wish),
            on_click=_end,
            args=(jobs.finish, job.id),
        )
        st.button(
            "Cancel",
            key=f"cancel-{job.id}",
            icon=":material/close:",
            disabled=bool(job.wish),
            on_click=_end,
            args=(jobs.cancel, job.id),
        )
    if job.wish:
        st.caption("Cancelling…" if job.wish == "cancel" else "Finishing with the best so far…")
    spoken = int(share / SPOKEN_STEP) * round(100 * SPOKEN_STEP)
    doing = {"cancel": "cancelling", "finish": "finishing"}.get(job.wish, f"{spoken} per cent")
    live.speak(f"{name}: {doing}", key=f"spoken-{job.id}")


def _end(how: Callable[[str], None], job_id: str) -> None:
    try:
        how(job_id)
    except StoreError as error:
        state.notice(str(error))


def best_words(best: Mapping[str, float]) -> str:
    """Write the figures of the best so far, e.g. "1 carer's visit not made, 612 miles …"."""
    words = []
    for key, value in best.items():
        one, several, decimals = BEST.get(key, (key, key, 1))
        written = number(value, decimals)
        words.append(f"{written} {one if written == '1' else several}")
    return ", ".join(words)
