"""“Draw zones for me”: ask for zones, watch them being drawn, look at them, accept them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.show import controls
from dashboard.show.text import count
from dashboard.zones import drawn as zone_drawn
from office import jobs
from office.jobs.tasks.zones import Zones
from solver.zones import zone_table
from solver.zones.proposals import Wish

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.zones.proposals import DrawMode

WAYS = {
    "hand": "Edit by hand",
    "packages": "Move packages",
    "called": "Primes and supplementaries",
    "bands": "Suggest bands",
    "draw": "Draw zones for me",
    "natural": "Natural operating areas",
    "files": "Bring in or take away",
}
MODES: dict[DrawMode, str] = {
    "scratch": "From scratch: as little travel inside zones as can be",
    "smallest-change": "Smallest change: keep the zones now, move as few hours as balance needs",
}
QUICK, THOROUGH = 3, 8
"""Searches a drawing: of each alternative, and of a single proposal."""


def choose_way() -> str:
    """Ask how zones are to be changed."""
    chosen: str = controls.choose_one("How to change zones", WAYS, key="zones-way", wrap=True)
    return chosen


def ask(page: Open) -> None:
    """Say what the zones should be like, and start drawing them."""
    table = zone_table(page.world, page.scenario)
    now, locked = len(table), list(table.loc[table["locked"], "zone"])
    st.write(
        "The computer draws zones that hang together, share the hours of care evenly and keep "
        "travel inside each zone short. Nothing changes until you accept what it drew."
    )
    with st.form("zones-wish"):
        left, right = st.columns([2, 3])
        zones = left.number_input(
            "Number of zones", 1, len(page.world.tables.areas), now, key=f"wish-zones-{now}"
        )
        share = left.number_input(
            "Hours may differ from an equal share by (%)",
            1,
            100,
            10,
            key="wish-share",
            persist_state="session",
        )
        mode = right.radio(
            "Begin",
            list(MODES),
            format_func=MODES.__getitem__,
            key="wish-mode",
            persist_state="session",
        )
        whole = right.checkbox(
            "Keep towns and villages whole", value=True, key="wish-whole", persist_state="session"
        )
        if locked:
            st.caption(
                plain(f"Locked zones stay as they are and are counted: {', '.join(locked)}.")
            )
        with st.container(horizontal=True):
            one = st.form_submit_button("Draw zones", type="primary", icon=":material/draw:")
            several = st.form_submit_button(
                "Draw alternatives to choose from",
                icon=":material/auto_awesome_mosaic:",
                help="About twelve sets of zones, from the least travel to the smallest change.",
            )
    if one or several:
        wish = Wish(
            zones=int(zones),
            tolerance=share / 100,
            mode=mode,
            whole_settlements=whole,
            anneals=QUICK if several else THOROUGH,
        )
        task = Zones(wish, several)
        jobs.ask(page.desk.world.id, page.scenario, "", task, owner=state.owner())
        st.rerun()


def drawn(page: Open) -> None:
    """Show what was drawn last: on the map, in figures, zone by zone; accept it."""
    every = jobs.recent(page.desk.world.id, kind="zones")
    if every and every[0].state in ("failed", "interrupted"):
        st.error(f"No zones were drawn. {plain(every[0].error)}")
    if every and every[0].state == "cancelled":
        st.info("The last drawing was cancelled. Nothing was changed.")
    job = next((job for job in every if job.state == "done"), None)
    found = jobs.left(Zones, job.id, input_hash=page.world.input_hash) if job else None
    if job is None or found is None:
        return
    wish = job.parameters
    st.header("What was drawn", anchor=False)
    st.caption(
        plain(
            f"{count(int(wish['zones']), 'zone')}, hours within {wish['tolerance']:.0%}, "
            f"{'towns kept whole' if wish['whole_settlements'] else 'towns may be split'}, "
            f"drawn for {job.scenario_name} on {job.queued_at:%d/%m/%Y at %H:%M} UTC."
        )
    )
    if job.scenario.zones != page.scenario.zones:
        st.info(
            "The zones now differ from those it was drawn for. Accepting replaces the zones of "
            "the open scenario; its price bands stay."
        )
    proposal = zone_drawn.choose(page, found.proposals, job.id)
    zone_drawn.show(page, proposal, job)
