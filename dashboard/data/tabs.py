"""Which tab of a workbook holds a table, asked where several may."""

from __future__ import annotations

import hashlib

import streamlit as st

from dashboard.escape import plain
from solver.intake import tabs_safely
from solver.intake.files.folder import ending
from solver.intake.mapping.mapping import ColumnMapping

Tables = tuple[tuple[str, bytes], ...]


def choose(tables: Tables) -> tuple[ColumnMapping, bool]:
    """Ask for the tab of each workbook that has several with the columns of its table.

    Parameters
    ----------
    tables
        Name and bytes of the files of tables.

    Returns
    -------
    A mapping that says the tabs chosen, and whether each question is answered.

    Raises
    ------
    InputError
        When a workbook cannot be read.
    """
    books = tuple((name, content) for name, content in tables if ending(name) == ".xlsx")
    asked = _asked(books) if books else {}
    chosen: dict[str, str] = {}
    for table, names in asked.items():
        key = hashlib.sha256("\0".join((table, *names)).encode()).hexdigest()[:10]
        tab = st.selectbox(
            f"Which tab of {plain(table)}.xlsx is to be read?",
            names,
            index=None,
            placeholder="Choose a tab",
            key=f"tab-{key}",
            help=f"Several tabs may hold {table}. Nothing is read until you say which.",
        )
        if tab is not None:
            chosen[table] = tab
    mapping = ColumnMapping(name="Chosen on the Data page").with_sheets(chosen)
    return mapping, len(chosen) == len(asked)


@st.cache_data(max_entries=4, show_spinner="Looking at the tabs apart…")
def _asked(books: Tables) -> dict[str, list[str]]:
    return tabs_safely(list(books))
