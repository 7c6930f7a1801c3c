"""Loading a county on the Data page: its files are checked apart, and kept when all is sound."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import cache, state
from dashboard.data import mapping, packs
from dashboard.escape import plain
from dashboard.frame import show_error
from office import jobs
from office.loading import uploads
from solver.errors import HomeroundsError, InputError
from solver.intake.checks import mending
from solver.intake.checks.polygons import REPAIRS

if TYPE_CHECKING:
    from office.store import StoredWorld

WANTED = "county-repairs"
"""Repairs that somebody asked for; taken once."""

AGAIN = "county-again"
"""What is to be done about a county that is here already: its id to replace it, or empty to keep
both; taken once."""

ENDINGS = ["csv", "gz", "xlsx", "toml", "gpkg", "geojson", "zip", "pbf", "osm", "bz2", "graphml"]


def load() -> None:
    """Take the files of a county, check them, and keep them when nothing is wrong."""
    st.write(
        "A county is a set of files: people, packages, visits, carers, providers, contracts, "
        "areas with their zones and bands, and the roads as an OpenStreetMap extract. Give them "
        "one by one, or pack their folder as one .zip. All faults are listed at once, with row "
        "and cure; until there are none, nothing is kept and the county that is open stays as it "
        "is."
    )
    files = st.file_uploader(
        "Files of the county", type=ENDINGS, accept_multiple_files=True, key="county-files"
    )
    try:
        ready = mapping.files_to_load(files)
    except HomeroundsError as error:
        show_error(error)
        return
    pressed = st.button(
        "Check and load", type="primary", icon=":material/upload:", disabled=not files
    )
    repairs: tuple[str, ...] = st.session_state.pop(WANTED, ())
    again: str | None = st.session_state.pop(AGAIN, None)
    if not files or not (pressed or repairs or again is not None):
        return
    if not ready:
        st.warning("Answer the question above first: which tab is to be read?")
        return
    if repairs:
        kept = [(name, file) for name, file in ready if name != mending.FILE]
        ready = [*kept, (mending.FILE, io.BytesIO(mending.repairs_toml(repairs).encode()))]
    try:
        mapping.remember(ready)
        with st.spinner("Reading the files apart, then preparing the roads…"):
            world = uploads.load(
                state.store(),
                ready,
                owner=state.owner(),
                beside=again is not None,
                brought=packs.brought(),
            )
        if again:
            jobs.delete_world(again)
            cache.close_worlds()
    except uploads.AlreadyHere as error:
        _ask_again(error.world)
        return
    except HomeroundsError as error:
        show_error(error)
        if isinstance(error, InputError):
            _offer_repairs(mending.repairs_for(error.faults))
        return
    state.open_world(world.id)
    state.notice(f"{world.name} is loaded and open.")
    st.rerun()


def _ask_again(world: StoredWorld) -> None:
    """Ask what to do about files that say what a county that is here says."""
    st.warning(
        f"{plain(world.name)} is here already, with the same data to the last cell. Nothing was "
        "loaded. Replacing it deletes its scenarios, rounds and exports for good."
    )
    opener, replacer, both = st.columns(3)
    opener.button("Open the one here", on_click=state.open_world, args=(world.id,), width="stretch")
    replacer.button(
        "Replace it",
        on_click=lambda: st.session_state.update({AGAIN: world.id}),
        width="stretch",
        disabled=world.origin == "shipped",
    )
    both.button("Keep both", on_click=lambda: st.session_state.update({AGAIN: ""}), width="stretch")


def _offer_repairs(repairs: tuple[str, ...]) -> None:
    """Offer to load with repairs, where they would mend all that is wrong; say what each does."""
    if not repairs:
        return
    said = "; ".join(text for name, text in REPAIRS.items() if name in repairs)
    st.info(
        f"All of this can be mended here: {said}. Your files stay as they are; what was mended is "
        "listed under Data quality."
    )
    st.button(
        "Load with these repairs",
        icon=":material/build:",
        on_click=lambda: st.session_state.update({WANTED: repairs}),
    )
