"""The Rounds page asks for a plan to be mended, and says what stayed."""

from __future__ import annotations

from pathlib import Path

import pytest
from store.waiting import until_over
from streamlit.testing.v1 import AppTest

from dashboard import jobs
from dashboard.store import worlds

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("data_folder")]

ROUNDS = Path(__file__).resolve().parents[2] / "pages" / "rounds.py"
MEND = "Start from the last plan and change only what must change"


def labelled(widgets, label):
    """Give the one widget with a label."""
    return next(one for one in widgets if one.label == label)


def planned(page: AppTest) -> jobs.Job:
    """Press the button, end the search with the best so far, and show it."""
    labelled(page.button, "Plan the rounds").click().run()
    assert not page.exception
    (newest, *_) = jobs.recent(worlds.DEMO)
    jobs.finish(newest.id)
    job = until_over(newest.id)
    assert (job.state, job.error) == ("done", "")
    page.run()
    assert not page.exception and not page.error
    return job


def test_a_plan_is_mended_where_a_choice_has_changed() -> None:
    page = AppTest.from_file(str(ROUNDS), default_timeout=120).run()
    assert not [one for one in page.checkbox if one.label == MEND]  # nothing to start from yet
    labelled(page.multiselect, "Zones").set_value(["Bottesford"])
    first = planned(page)
    assert "mended" not in first.parameters

    labelled(page.number_input, "Most a start may move (min)").set_value(10)
    labelled(page.checkbox, MEND).check()
    second = planned(page)
    assert second.parameters["mended"] == first.plan_hash
    said = [note.value for note in page.caption if "Mended from the last plan" in note.value]
    assert said and second.message in said[0]
    assert second.plan_hash != first.plan_hash  # ten minutes are tighter than thirty

    labelled(page.selectbox, "What may change").set_value("re-time")
    labelled(page.button, "Plan the rounds").click().run()
    assert "No rounds were planned" in page.session_state["notices"][-1]
    assert len(jobs.recent(worlds.DEMO)) == 2
    assert not [one for one in page.checkbox if one.label == MEND]
