"""The side of every page: which scenario is open, undo and redo, save, copy, share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from office.store import StoreError, scenarios
from solver.domain import Scenario
from solver.errors import HomeroundsError

if TYPE_CHECKING:
    from dashboard.state import Desk

LARGEST_TOML = 1_000_000


def show() -> None:
    """Draw the scenario box."""
    with st.sidebar:
        desk = state.desk()
        if desk is None:
            return
        _switcher(desk)
        _steps(desk)
        with st.expander("Name, note, copy, share"):
            _details(desk)
            _more(desk)


def _switcher(desk: Desk) -> None:
    listed = scenarios.every(state.store(), desk.world.id)
    names = {item.id: item.name for item in listed}
    st.session_state["scenario-open"] = desk.stored.id
    st.selectbox(
        "Scenario",
        options=list(names),
        format_func=lambda key: names[key],
        key="scenario-open",
        on_change=lambda: state.open_scenario(st.session_state["scenario-open"]),
        help="Every page shows this scenario. Each change is saved as you make it.",
    )
    if desk.is_base:
        st.caption("The starting scenario. A change starts a new one; this one stays as it is.")
    elif desk.stored.note:
        st.caption(plain(desk.stored.note))


def _steps(desk: Desk) -> None:
    left, right = st.columns(2)
    left.button(
        "Undo",
        icon=":material/undo:",
        on_click=state.undo,
        disabled=not desk.stored.can_undo,
        width="stretch",
    )
    right.button(
        "Redo",
        icon=":material/redo:",
        on_click=state.redo,
        disabled=not desk.stored.can_redo,
        width="stretch",
    )


def _details(desk: Desk) -> None:
    name_key, note_key = f"name-{desk.stored.id}", f"note-{desk.stored.id}"
    with st.form(f"details-{desk.stored.id}", border=False):
        st.text_input("Name", value=desk.stored.name, key=name_key, disabled=desk.is_base)
        st.text_area(
            "Note",
            value=desk.stored.note,
            key=note_key,
            disabled=desk.is_base,
            height=90,
            placeholder="What is assumed, and who asked for it",
        )
        st.form_submit_button(
            "Save name and note",
            disabled=desk.is_base,
            on_click=lambda: state.edit(
                lambda scenario: replace(
                    scenario, name=st.session_state[name_key], note=st.session_state[note_key]
                )
            ),
        )


def _more(desk: Desk) -> None:
    st.button("Duplicate", icon=":material/content_copy:", on_click=_duplicate, args=(desk,))
    st.download_button(
        "Share as a file (.toml)",
        data=desk.stored.toml,
        file_name="scenario.toml",
        mime="application/toml",
        icon=":material/share:",
        on_click="ignore",
    )
    given = st.file_uploader("Open a shared scenario", type="toml", key="scenario-file")
    if given is not None:
        st.button("Add this scenario", on_click=_add, args=(desk, given.getvalue()))
    if not desk.is_base:
        with st.popover("Delete this scenario", icon=":material/delete:"):
            st.write("It cannot be brought back. Rounds that were planned from it stay.")
            st.button("Delete for good", type="primary", on_click=_delete, args=(desk,))


def _duplicate(desk: Desk) -> None:
    try:
        _open_copy(desk)
    except StoreError as error:
        state.notice(str(error))


def _open_copy(desk: Desk) -> None:
    name = f"{desk.stored.name} copy"
    copy = scenarios.duplicate(
        state.store(), desk.stored.id, name=name, owner=state.owner(), numbered=True
    )
    state.open_scenario(copy.id)


def _add(desk: Desk, content: bytes) -> None:
    try:
        if len(content) > LARGEST_TOML:
            raise StoreError("This file is too large for a scenario.")
        scenario = Scenario.from_toml(content.decode("utf-8"))
        new = scenarios.create(
            state.store(), desk.world.id, scenario, owner=state.owner(), numbered=True
        )
    except UnicodeDecodeError:
        state.notice("This is not a scenario file: it is not text in UTF-8.")
    except HomeroundsError as error:
        state.notice(str(error))
    else:
        state.open_scenario(new.id)


def _delete(desk: Desk) -> None:
    try:
        scenarios.delete(state.store(), desk.stored.id)
        state.open_scenario(desk.base.id)
    except StoreError as error:
        state.notice(str(error))
