"""A result belongs to its choices: they stand on it, and where one is another now it is grey."""

from __future__ import annotations

from pathlib import Path

import pytest
from store.waiting import until_over
from streamlit.testing.v1 import AppTest

from dashboard.rounds.week import plan as week_plan
from office import jobs
from office.store import worlds

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("data_folder")]

ROUNDS = Path(__file__).resolve().parents[2] / "pages" / "rounds.py"
ONE, OTHER = "Bottesford", "Melton"


def labelled(widgets, label):
    """Give the one widget with a label."""
    return next(one for one in widgets if one.label == label)


def opened(zone: str = "") -> AppTest:
    """Open the page, for one zone where it is named."""
    page = AppTest.from_file(str(ROUNDS), default_timeout=120).run()
    if zone:
        labelled(page.multiselect, "Zones").set_value([zone]).run()
    assert not page.exception and not page.error
    return page


def ended(page: AppTest, button: str, kind: str) -> jobs.Job:
    """Press a button, end the search with the best so far, and show it."""
    labelled(page.button, button).click().run()
    assert not page.exception
    (newest, *_) = jobs.recent(worlds.DEMO, kind=kind)
    jobs.finish(newest.id)
    job = until_over(newest.id)
    assert (job.state, job.error) == ("done", "")
    page.run()
    assert not page.exception and not page.error
    return job


def grey(page: AppTest) -> str:
    """Give the words on what is set in grey; nothing where nothing is."""
    said = [one.value for one in page.markdown if "Not of what is chosen now" in one.value]
    return "\n".join(said).replace("\\", "")


def captions(page: AppTest) -> list[str]:
    """Give the captions, as they are read."""
    return [one.value.replace("\\", "") for one in page.caption]


def figures(page: AppTest) -> list[str]:
    """Give the blocks of key figures, in order."""
    return [str(one.proto.body) for one in page.get("html") if "hr-figures" in one.proto.body]


def test_rounds_of_other_choices_are_grey_until_they_are_planned_again() -> None:
    page = opened(ONE)
    job = ended(page, "Plan the rounds", "solve")
    assert not grey(page)
    on_it = "\n".join(captions(page))
    assert f"Monday; {ONE}; carers too: within each provider; starts within ±30 minutes" in on_it
    assert "Scenario 1, version 2" in on_it and "20 seconds of search, seed 1" in on_it
    assert ONE in figures(page)[0]

    labelled(page.multiselect, "Zones").set_value([]).run()
    assert f"zones {ONE}, now all zones" in grey(page)
    assert "Plan again: press “Plan the rounds”" in grey(page)
    of_then, of_now = figures(page)[:2]
    assert ONE in of_then and "all zones" not in of_then
    assert "all zones" in of_now and ONE not in of_now  # one zone's cost is not that of all

    labelled(page.multiselect, "Zones").set_value([ONE]).run()
    assert not grey(page)
    labelled(page.number_input, "Most a start may move (min)").set_value(15).run()
    assert "most a start may move ±30 minutes, now ±15 minutes" in grey(page)
    labelled(page.number_input, "Most a start may move (min)").set_value(30).run()
    labelled(page.selectbox, "Search for").set_value(60).run()
    assert "search for 20 seconds, now 1 minute" in grey(page)
    labelled(page.selectbox, "Search for").set_value(20).run()
    assert not grey(page)
    page.session_state["day"] = "tue"
    page.run()
    assert not grey(page)  # nothing of Tuesday was planned, and Monday's is not shown there
    assert jobs.recent(worlds.DEMO)[0].id == job.id


def test_a_curve_is_of_the_zones_that_are_chosen_and_says_so() -> None:
    page = opened()
    labelled(page.multiselect, "Zones").set_value([OTHER])
    labelled(page.button, "Work the curve out").click().run()  # not "Plan" before it
    assert not page.exception and not page.error
    (asked,) = jobs.recent(worlds.DEMO, kind="curve")
    assert asked.scenario.rounds.zones == (OTHER,)
    jobs.cancel(asked.id)
    until_over(asked.id)

    labelled(page.multiselect, "Zones").set_value([ONE]).run()
    ended(page, "Work the curve out", "curve")
    assert not grey(page)
    on_it = [one for one in captions(page) if "of search a point" in one]
    assert len(on_it) == 1 and f"Monday; {ONE};" in on_it[0] and "starts within" not in on_it[0]
    labelled(page.number_input, "Most a start may move (min)").set_value(15).run()
    assert not grey(page)  # a curve along caps is of every cap
    labelled(page.multiselect, "Zones").set_value([OTHER]).run()
    assert f"zones {ONE}, now {OTHER}" in grey(page)


def test_a_week_belongs_to_its_rules_too() -> None:
    page = AppTest.from_file(str(ROUNDS), default_timeout=120)
    page.session_state["rounds-span"] = week_plan.WEEK
    page.run()
    labelled(page.multiselect, "Zones").set_value([ONE])
    ended(page, "Plan the week", "week")
    assert not grey(page)
    assert any(f"the whole week; {ONE}; carers too" in one for one in captions(page))
    labelled(page.number_input, "Rest between two days (hours)").set_value(0).run()
    assert "rest, days off, hours a week or usual carers: not as now" in grey(page)
