"""Data: which counties are here, what was noticed in one, what it holds, blank templates."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import cache, state
from dashboard.escape import plain
from dashboard.show import controls
from dashboard.show.prices import CURRENT_RATE, based
from dashboard.show.tables import Column, show_grid, show_table
from dashboard.show.text import british_date, count, number, pounds
from office import jobs
from office.store import worlds
from solver.errors import HomeroundsError
from solver.intake import TABLES, write_templates

if TYPE_CHECKING:
    from dashboard.state import Desk
    from office.store import StoredWorld
    from solver.base.world import World


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
    about = tables.about
    rate = f"{pounds(about.current_rate_pence)} a carer-hour"
    controls.facts([(CURRENT_RATE.capitalize(), rate)])
    st.caption(based("a carer-hour before bands", about.price_base, about.data_date))
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
