"""A whole week on the Rounds page: asked for, planned as a job, ended early, and shown."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.rounds.week import contracts, plan
from dashboard.show.controls import DAY_NAMES
from office import jobs
from office.jobs.startup import open_store
from office.jobs.tasks.week import Week
from office.store import worlds
from solver.domain import DAYS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("data_folder")]

ROUNDS = Path(__file__).resolve().parents[2] / "pages" / "rounds.py"


def said(page: AppTest) -> str:
    return "\n".join(str(block.proto.body) for block in page.get("html"))


def test_a_week_is_asked_for_ended_early_and_shown_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    page = AppTest.from_file(str(ROUNDS), default_timeout=120)
    page.session_state["rounds-span"] = plan.WEEK
    page.run()
    assert not page.exception and not page.error
    assert any("No week has been planned" in note.value for note in page.info)
    zones = next(one for one in page.multiselect if one.label == "Zones")
    zones.set_value(["Bottesford"])
    next(one for one in page.button if one.label == "Plan the week").click().run()
    assert not page.exception
    (job,) = jobs.recent(worlds.DEMO, kind="week")
    jobs.finish(job.id)
    deadline = time.monotonic() + 300
    while not (job := jobs.status(job.id)).over and time.monotonic() < deadline:
        time.sleep(0.2)
    assert (job.state, job.error) == ("done", "")
    page.run()
    assert not page.exception and not page.error
    shown = said(page)
    (days,) = re.findall("<caption>The week, day by day.*?</table>", shown, re.DOTALL)
    assert re.findall(r'<th scope="row">(\w+)</th>', days) == [*DAY_NAMES.values(), "Week"]
    assert all(word in shown for word in ("Monday", "Sunday", "Visits with the usual carer"))
    assert "Contracted hours unused" not in shown  # what carers work elsewhere is not known
    monkeypatch.setattr(contracts, "whole", lambda _summary: True)
    page.run()
    assert not page.exception and not page.error
    assert "<caption>Contracted hours unused in the week" in said(page)
    found = Week.load(open_store(), job)
    assert found.summary["valid"]
    unmade = len(found.summary["unserved"])
    assert ("Providers save in a year" in shown) == (unmade == 0)
    assert (found.summary["year"]["provider_saved_pence"] is None) == (unmade > 0)
    assert shown.index("Visits not made") < shown.index("Providers spend")
    saved = found.summary["range"]["figures"]["provider_saved_pence"]
    assert saved["plan"] == found.summary["days"]["week"]["provider_saved_pence"]
    assert "<caption>Range of the saving" in shown and "Providers save, low to high" in shown
    assert (found.summary["year"]["provider_saved_range_pence"] is None) == (unmade > 0)
    week, days = found.summary["days"]["week"], [found.summary["days"][day] for day in DAYS]
    assert week["served_plan"] == sum(day["served_plan"] for day in days) > 0
    assert week["served_plan"] + len(found.summary["unserved"]) == week["visits_plan"]
    assert set(found.rota["day"]) == set(DAYS)
    assert found.rota.groupby("day")["visit_id"].nunique().sum() == week["served_plan"]
