"""Data: which counties are here, loading another, what was noticed, blank templates."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import cache, state
from dashboard.data import mapping
from dashboard.escape import plain
from dashboard.frame import british_date, show_error
from dashboard.show.tables import Column, show_grid, show_table
from dashboard.show.text import count, number
from office import jobs
from office.loading import uploads
from office.store import worlds
from solver.errors import HomeroundsError, InputError
from solver.intake import TABLES, write_templates
from solver.intake.checks import mending
from solver.intake.checks.polygons import REPAIRS

if TYPE_CHECKING:
    from dashboard.state import Desk
    from office.store import StoredWorld
    from solver.base.world import World

WANTED = "county-repairs"
"""Repairs that somebody asked for; taken once."""

ENDINGS = ["csv", "gz", "xlsx", "toml", "gpkg", "geojson", "zip", "pbf", "osm", "bz2", "graphml"]


def counties(desk: Desk | None) -> None:
    """List the counties here; open one, or delete one for good."""
    every = worlds.every(state.store())
    for world in every:
        is_open = desk is not None and world.id == desk.world.id
        with st.container(border=True):
            words, opener, remover = st.columns([6, 1.4, 1.4], vertical_alignment="center")
            words.markdown(f"**{plain(world.name)}**  \n{plain(_about(world))}")
            opener.button(
                "Open now" if is_open else "Open",
                key=f"open-{world.id}",
                disabled=is_open,
                icon=":material/check:" if is_open else ":material/folder_open:",
                on_click=state.open_world,
                args=(world.id,),
                width="stretch",
            )
            with remover.popover("Delete", icon=":material/delete:", width="stretch"):
                st.write(
                    "Its files, scenarios, rounds and exports go for good, and cannot be brought "
                    "back. The demo county itself comes with Homerounds and can be added again."
                )
                st.button(
                    "Delete for good",
                    key=f"delete-{world.id}",
                    type="primary",
                    on_click=_delete,
                    args=(world.id, world.name),
                )
    if not any(world.origin == "shipped" for world in every):
        st.button("Bring the demo county back", icon=":material/restore:", on_click=_demo)


def _about(world: StoredWorld) -> str:
    kind = "comes with Homerounds" if world.origin == "shipped" else "loaded here"
    data = f"data of {british_date(world.data_date)}" if world.data_date else "date unknown"
    label = "invented packages, " if world.invented else ""
    return f"{label}{data}, {kind}, {world.loaded_at:%d/%m/%Y} by {world.owner}"


def _delete(world_id: str, name: str) -> None:
    try:
        jobs.delete_world(world_id)
    except HomeroundsError as error:
        state.notice(str(error))
        return
    cache.close_worlds()
    state.notice(f"{name} is deleted for good.")


def _demo() -> None:
    found = worlds.register_demo(state.store(), again=True)
    if found is not None:
        state.open_world(found.id)


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
    if not files or not (pressed or repairs):
        return
    if repairs:
        kept = [(name, file) for name, file in ready if name != mending.FILE]
        ready = [*kept, (mending.FILE, io.BytesIO(mending.repairs_toml(repairs).encode()))]
    try:
        mapping.remember(ready)
        with st.spinner("Reading the files apart, then preparing the roads…"):
            world = uploads.load(state.store(), ready, owner=state.owner())
    except HomeroundsError as error:
        show_error(error)
        if isinstance(error, InputError):
            _offer_repairs(mending.repairs_for(error.faults))
        return
    state.open_world(world.id)
    state.notice(f"{world.name} is loaded and open.")
    st.rerun()


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


def quality(world: World) -> None:
    """Show what was noticed while reading: loads, but an officer should know."""
    notices = world.tables.report.notices
    if not notices:
        st.success("Nothing was noticed: every row is used as written.")
        return
    st.write(f"{count(len(notices), 'notice')}. These rows are used; read them once.")
    frame = pd.DataFrame(
        [
            {
                "File": notice.file,
                "Row": "" if notice.row is None else str(notice.row),
                "Column": notice.column,
                "What was noticed": notice.message,
            }
            for notice in notices
        ]
    )
    show_grid(frame, {name: name for name in frame.columns}, caption="Data quality")


def contents(world: World) -> None:
    """Count what the county holds, and say where it comes from."""
    tables = world.tables
    rows = [
        ("Areas", len(tables.areas)),
        ("Service users", len(tables.people)),
        ("Packages", len(tables.packages)),
        ("Visits in the plan", len(tables.visits)),
        ("Carers", len(tables.carers)),
        ("Providers", len(tables.providers)),
        ("Contracts", len(tables.contracts)),
        ("Carers' visits in today's rounds", len(tables.rounds)),
    ]
    frame = pd.DataFrame(rows, columns=["what", "how_many"])
    show_table(
        frame,
        (Column("what", "What"), Column("how_many", "How many", number, numeric=True)),
        caption="What the county holds",
    )
    if tables.about.roads_note:
        st.markdown(f"**Roads:** {plain(tables.about.roads_note)}")
    st.markdown("**Sources and licences**")
    for source in tables.about.sources:
        st.markdown(f"- {plain(source)}")
    st.caption(f"Hash of all inputs: {world.input_hash}")


def templates() -> None:
    """Offer blank templates, and say what each column means."""
    left, right = st.columns(2)
    left.download_button(
        "Templates as CSV (.zip)",
        data=lambda: _templates("csv"),
        file_name="homerounds-templates-csv.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
    )
    right.download_button(
        "Templates for Excel (.zip)",
        data=lambda: _templates("xlsx"),
        file_name="homerounds-templates-excel.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
    )
    name = st.selectbox("What do the columns mean? Table", list(TABLES), key="template-table")
    rows = [
        {
            "column": column.name,
            "needed": "yes" if column.required else "no",
            "unit": column.unit,
            "meaning": column.description,
            "example": column.examples[0],
        }
        for column in TABLES[name].columns
    ]
    show_table(
        pd.DataFrame(rows),
        (
            Column("column", "Column"),
            Column("needed", "Needed"),
            Column("unit", "Unit"),
            Column("meaning", "What it is"),
            Column("example", "Example"),
        ),
        caption=f"Columns of {name}",
    )


def _templates(kind: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="homerounds-") as folder:
        written = write_templates(Path(folder), "xlsx" if kind == "xlsx" else "csv")
        pack = io.BytesIO()
        with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in written:
                archive.write(path, path.name)
        return pack.getvalue()
