"""The desk: a base that stays, changes that can be undone, and what survives a new session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from office.jobs.startup import open_store
from office.store import scenarios, worlds
from office.store.worlds import DEMO

pytestmark = pytest.mark.usefixtures("data_folder")

ROOT = Path(__file__).parents[2]


def desk_script() -> None:
    """Buttons for what pages do to the desk."""
    from dataclasses import replace

    import streamlit as st

    from dashboard import state

    def note(words: str) -> None:
        state.edit(lambda scenario: replace(scenario, note=words))

    st.button("one", on_click=note, args=("one",))
    st.button("two", on_click=note, args=("two",))
    st.button("undo", on_click=state.undo)
    st.button("redo", on_click=state.redo)
    desk = state.desk()
    if desk is None:
        st.write("no desk")
    else:
        st.write(f"{desk.stored.name}|{desk.stored.note}|{desk.is_base}")
    for sentence in st.session_state.pop("notices", []):
        st.warning(sentence)


def press(page: AppTest, label: str) -> str:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return str(page.markdown[0].value)


def test_first_change_starts_a_scenario_and_leaves_the_base() -> None:
    page = AppTest.from_function(desk_script).run()
    base = scenarios.every(open_store(), DEMO)[0]
    assert page.markdown[0].value == f"{base.name}|{base.note}|True"
    assert press(page, "one") == "Scenario 1|one|False"
    assert f"{base.name} stays as it is" in page.warning[0].value
    assert scenarios.every(open_store(), DEMO)[0] == base


def test_the_first_change_can_be_undone() -> None:
    page = AppTest.from_function(desk_script).run()
    press(page, "one")
    base, stored = scenarios.every(open_store(), DEMO)
    assert press(page, "undo") == "Scenario 1||False"
    undone = scenarios.get(open_store(), stored.id).scenario
    assert replace(undone, name=base.name, note=base.note) == base.scenario
    assert press(page, "redo") == "Scenario 1|one|False"


def test_undo_and_redo() -> None:
    page = AppTest.from_function(desk_script).run()
    press(page, "one")
    assert press(page, "two") == "Scenario 1|two|False"
    assert press(page, "undo") == "Scenario 1|one|False"
    assert press(page, "redo") == "Scenario 1|two|False"
    press(page, "redo")
    assert page.warning[0].value == "There is nothing to redo."


def test_a_new_session_finds_the_desk_as_it_was_left() -> None:
    page = AppTest.from_function(desk_script).run()
    press(page, "one")
    again = AppTest.from_function(desk_script).run()
    assert again.markdown[0].value == "Scenario 1|one|False"


def test_a_change_elsewhere_is_not_overwritten() -> None:
    page = AppTest.from_function(desk_script).run()
    press(page, "one")
    stored = scenarios.every(open_store(), DEMO)[-1]
    other = replace(stored.scenario, note="elsewhere")
    scenarios.save(open_store(), stored.id, other, owner="somebody")
    assert page.run().markdown[0].value == "Scenario 1|elsewhere|False"
    assert press(page, "two") == "Scenario 1|two|False"
    assert [v.toml.count("elsewhere") for v in scenarios.history(open_store(), stored.id)] == [
        0,
        1,
        0,
        0,
    ]  # the newest first; the last one equals the base


@pytest.mark.parametrize(
    "name", ["overview", "zones", "rounds", "costs", "demand", "compare", "export"]
)
def test_without_a_county_a_page_says_what_to_do(name: str) -> None:
    worlds.erase(open_store(), DEMO)
    page = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=60).run()
    assert not page.exception
    assert "No county is loaded" in page.info[0].value
