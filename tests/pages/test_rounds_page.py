"""The Rounds page breaks a plan down, and asks for it to be mended; Compare sets like by like."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from store.waiting import until_over
from streamlit.testing.v1 import AppTest

from dashboard.rounds import breakdown
from dashboard.show.text import pounds, whole_pounds
from office import jobs
from office.store import worlds

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("data_folder")]

PAGES = Path(__file__).resolve().parents[2] / "pages"
ROUNDS, COMPARE, COSTS = (PAGES / f"{name}.py" for name in ("rounds", "compare", "costs"))
BAND_ORDER = ["Urban", "Fringe", "Rural", "Isolated"]
MEND = "Start from the last plan and change only what must change"


def labelled(widgets, label):
    """Give the one widget with a label."""
    return next(one for one in widgets if one.label == label)


def tables(page: AppTest, caption: str) -> list[str]:
    """Give the tables whose caption begins with some words."""
    bodies = [str(block.proto.body) for block in page.get("html")]
    return [body for body in bodies if f"<caption>{caption}" in body]


def cells(page: AppTest, caption: str, row: str) -> list[str]:
    """Give the cells of a row of a table, after its name."""
    (table,) = tables(page, caption)
    (found,) = re.findall(rf"<tr[^>]*><t[hd][^>]*>{row}</t[hd]>(.*?)</tr>", table, re.DOTALL)
    return [text.strip() for text in re.findall(r"<td[^>]*>(.*?)</td>", found, re.DOTALL)]


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

    totals = jobs.result(first.id).summary["plan"]
    for level, name in breakdown.LEVELS.items():
        page.session_state["breakdown-level"] = level
        page.run()
        assert not page.exception and not page.error
        if level not in ("carer", "term"):
            (table,) = tables(page, f"Monday by {name.lower()}")
            assert whole_pounds(totals["provider_pence"]) in table.split("All</th>")[1]
            *named, _ = re.findall(r'<th scope="row">([^<]*)</th>', table)
            kept = BAND_ORDER if level == "band" else sorted(named, key=str.casefold)
            assert named == [name for name in kept if name in named]
    (table,) = tables(page, "Monday, term by term")
    assert pounds(totals["council_pence"]) in table

    compared = AppTest.from_file(str(COMPARE), default_timeout=120).run()
    assert not compared.exception and not compared.error and not compared.warning
    (table,) = tables(compared, "Starting scenario and Scenario 1, Monday")
    assert "Bottesford" in table and "B less A" in table  # both sides count the zone planned

    priced = AppTest.from_file(str(COSTS), default_timeout=120).run()
    assert not priced.exception and not priced.error
    assert any("rests on today's rounds" in note.value for note in priced.caption)
    (table,) = tables(priced, "Rate needed and rate offered")
    assert "today&#x27;s rounds" in table and "Isolated" in table  # Bottesford has no such band

    assert cells(page, "What people prefer, in points", "Uneven rounds")[1] != "0"
    labelled(page.number_input, "A minute of uneven work").set_value(0.0)
    labelled(page.number_input, "Most a start may move (min)").set_value(10)
    labelled(page.checkbox, MEND).check()
    second = planned(page)
    assert cells(page, "What people prefer, in points", "Uneven rounds")[:2] == ["0", "0"]
    assert second.parameters["mended"] == first.plan_hash
    said = [note.value for note in page.caption if "Mended from the last plan" in note.value]
    assert said and second.message in said[0]
    assert second.plan_hash != first.plan_hash  # ten minutes are tighter than thirty

    labelled(page.selectbox, "What may change").set_value("re-time").run()
    assert not [one for one in page.checkbox if one.label == MEND]  # no plan with as little freedom
    assert len(jobs.recent(worlds.DEMO)) == 2
