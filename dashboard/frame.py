"""The frame of every page: style, title, and the line that says which data this is."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import cache, state, trusted_desk
from dashboard.escape import html_text, plain
from dashboard.maps.outside import OutsideMapError, outside_map
from dashboard.show.tables import Column, show_table
from dashboard.show.text import british_date, count
from dashboard.state import Open
from office.store.errors import StoreError, of_the_disk, told_of
from solver.errors import MOST_SHOWN, HomeroundsError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.base.world import World

ROOT = Path(__file__).resolve().parents[1]
STYLE = ROOT / "assets" / "style" / "homerounds.css"
PAGES = ROOT / "pages"
NAMED_ROADS = "roads.toml"
OPEN_DESK = (
    " <strong>Started open: everybody who can use this machine can use this page, without a key."
    "</strong>"
)
INVENTED_SUFFIX = ", invented packages"


def base_line(world: World) -> None:
    """Say which data, which date, which prices and which roads stand behind the page."""
    about = world.tables.about
    items = [("name", about.name.removesuffix(INVENTED_SUFFIX), about.name)]
    if about.invented:
        items.append(("warn", "Invented packages", "People, packages and rounds are invented"))
    if about.roads_note:
        items.append(("warn", first_clause(about.roads_note), about.roads_note))
    else:
        items.append(("", "Roads: OpenStreetMap", "Real roads, © OpenStreetMap contributors"))
    items.append(("", f"Data of {british_date(about.data_date)}", "Date of the data"))
    items.append(("", f"Prices of {british_date(about.price_base)}", "Price base"))
    inside = "".join(
        f'<li class="{kind}" title="{html_text(more)}">{html_text(text)}</li>'
        for kind, text, more in items
    )
    st.html(f'<ul class="hr-base" aria-label="What these figures rest on">{inside}</ul>')


def first_clause(note: str) -> str:
    """Shorten a note to what stands before its first comma, semicolon or full stop."""
    return re.split(r"[;,.]", note)[0]


def style() -> None:
    """Add the few rules that the theme cannot say."""
    st.html(STYLE)


def heading(title: str, question: str) -> None:
    """Write the page's title and the question that it answers."""
    st.title(title, anchor=False)
    st.html(f'<p class="hr-question">{html_text(question)}</p>')


@contextmanager
def page(title: str, question: str) -> Iterator[Open]:
    """Draw a page about the world and scenario on the desk.

    Where there is no world, or it cannot be opened, the page says so and what
    to do. A fault that Homerounds knows is shown in its own words.
    """
    desk = state.desk()
    if desk is None:
        heading(title, question)
        empty_desk()
        foot()
        st.stop()
    try:
        world = cache.open_world(desk.world)
    except (HomeroundsError, OSError) as error:
        heading(title, question)
        show_error(error)
        link_to_data("Load or choose other data")
        foot()
        st.stop()
    base_line(world)
    heading(title, question)
    try:
        yield Open(desk, world, desk.scenario)
    except (HomeroundsError, OSError) as error:
        show_error(error)


def empty_desk() -> None:
    """Say what to do where no world is loaded."""
    st.info("No county is loaded yet. Load its files, or bring the demo county back.")
    link_to_data("Go to Data")


def link_to_data(label: str) -> None:
    """Link to the Data page."""
    page = st.Page(PAGES / "data.py", title="Data", url_path="data")
    st.page_link(page, label=label, icon=":material/folder:")


def show_error(error: HomeroundsError | OSError) -> None:
    """Show a fault in plain words; the faults of a file all at once.

    Raises
    ------
    OSError
        When it is one, and not the disk's doing.
    """
    if isinstance(error, OSError):
        if not of_the_disk(error):
            raise error
        error = told_of(error, state.store().folder, writing=False)
    if not isinstance(error, InputError):
        st.error(plain(str(error)))
        return
    st.error(
        f"{count(len(error.faults), 'fault')} found. Nothing was changed. "
        "Mend these and load the files again."
    )
    rows = [
        {
            "File": fault.file,
            "Row": "" if fault.row is None else str(fault.row),
            "Column": fault.column,
            "What is wrong": fault.message,
            "What to do": fault.cure,
        }
        for fault in error.faults[:MOST_SHOWN]
    ]
    # a real table: its cells wrap, so that a cure is read where it stands
    columns = tuple(Column(name, name) for name in rows[0])
    show_table(pd.DataFrame(rows), columns, caption="What is wrong, and what to do")
    if len(error.faults) > MOST_SHOWN:
        st.caption(f"The first {MOST_SHOWN} are shown, of {len(error.faults):,}.")


def foot() -> None:
    """Close the page with what stands behind every figure, and what leaves this machine."""
    st.html(
        '<p class="hr-foot">Homerounds. Carer-hours count each carer at the door. '
        "Council cost is carer-hours at contract rates; routing does not change it. "
        f"Everything is worked out on this machine{html_text(_what_leaves())}"
        f"{OPEN_DESK if trusted_desk() else ''}</p>"
    )


def _what_leaves() -> str:
    """Say in one clause what is sent to other computers, if anything."""
    try:
        desk = state.desk()
    except StoreError:
        desk = None  # said where the page begins
    told = []
    if os.environ.get("HOMEROUNDS_DASK", "").strip():
        told.append("rounds are searched on the Dask cluster of this set-up")
    try:
        other = outside_map(state.store().folder)
    except OutsideMapError:
        other = None
    if other is not None:
        told.append(f"map pictures come from {other.host}, which sees the part you look at")
    if desk is not None and (desk.world.folder / NAMED_ROADS).is_file():
        told.append(
            "the name of this county's place was sent to OpenStreetMap's servers to fetch its roads"
        )
    if not told:
        return ": nothing is sent anywhere."
    return f", but {'; '.join(told)}. Nothing else is sent anywhere."
