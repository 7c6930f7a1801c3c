"""The Roads page: speeds are choices of the scenario, reach lists who lives there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from office.jobs.startup import open_store
from office.store import scenarios
from office.store.worlds import DEMO
from solver.domain import RoadChoices

pytestmark = pytest.mark.usefixtures("data_folder")

PAGE = str(Path(__file__).parents[2] / "pages" / "roads.py")


def html_of(page: AppTest) -> str:
    return "\n".join(str(block.proto.body) for block in page.get("html"))


def choices() -> RoadChoices:
    return scenarios.every(open_store(), DEMO)[-1].scenario.roads


def minutes(page: AppTest) -> float:
    found = re.search(r"Travel per contact hour</dt><dd>([\d.]+) min", html_of(page))
    assert found, html_of(page)
    return float(found[1])


def test_a_slower_lane_is_kept_in_the_scenario_and_slows_todays_rounds() -> None:
    page = AppTest.from_file(PAGE, default_timeout=180).run()
    assert not page.exception
    usual = minutes(page)
    page.number_input(key="roads-speeds-unclassified-open country").set_value(15.0).run()
    assert choices().speeds == (("unclassified", "open country", 15.0),)
    assert minutes(page) > usual
    assert "At these speeds" in html_of(page)
    assert "changed" in html_of(page)
    page.number_input(key="roads-foot_mph").set_value(2.5).run()
    page.number_input(key="roads-speed_factor").set_value(80).run()
    assert (choices().foot_mph, choices().speed_factor) == (2.5, 0.8)
    page.toggle(key="roads-private").set_value(False).run()
    assert not choices().drive_private
    next(button for button in page.button if "usual speeds" in button.label).click().run()
    assert choices() == RoadChoices()
    assert minutes(page) == usual


def test_reach_and_the_way_answer_in_words_map_and_list() -> None:
    page = AppTest.from_file(PAGE, default_timeout=180).run()
    options = page.selectbox(key="reach-from").options
    assert len(options) > 1_700
    here, there = (f"settlement {name}" for name in ("Melton Mowbray", "Oadby"))
    page.selectbox(key="reach-from").set_value(here).run()
    said = re.search(r"On foot, (\d+) service users? of ([\d,]+)", html_of(page))
    assert said
    page.segmented_control(key="reach-mode").set_value("car").run()
    by_car = re.search(r"By car, (\d+) service users? of ([\d,]+)", html_of(page))
    assert by_car
    assert int(by_car[1]) > int(said[1]) > 0
    assert len(page.dataframe[-1].value) == int(by_car[1])
    page.selectbox(key="way-from").set_value(here)
    page.selectbox(key="way-to").set_value(there).run()
    assert not page.exception
    assert "The way, road by road" in html_of(page)
