"""The Rounds page: a search watched and stopped, locks, timetable, the way, curve, commit."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from steps import download, pick, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ZONE = "Bottesford"
SOLVED_MS = 240_000
ROUNDS = re.compile("Council pays: unchanged. Providers ")


def plan(page: Page, *, cap: int, freedom: str) -> None:
    """Ask for rounds of one zone, and wait until there are some; more are searched for."""
    ask(page, cap=cap, freedom=freedom)
    best = page.get_by_text(re.compile("^Best so far: .* miles between visits"))
    best.wait_for(timeout=SOLVED_MS)


def ask(page: Page, *, cap: int, freedom: str, mend: bool = False) -> None:
    box = page.get_by_role("spinbutton", name="Most a start may move (min)")
    box.fill(str(cap))
    box.press("Tab")
    pick(page, "What may change", freedom)
    pick(page, "Search for", "3 minutes")
    if mend:
        page.get_by_text("Start from the last plan and change only what must change").click()
    page.get_by_role("button", name="Plan the rounds").click()


def finish(page: Page) -> None:
    page.get_by_role("button", name="Finish now with the best so far").click()
    page.locator(".hr-say").filter(has_text=ROUNDS).wait_for(timeout=SOLVED_MS)
    settled(page)


def open_tab(page: Page, name: str) -> Locator:
    """Open a tab and give what it shows."""
    page.get_by_role("tab", name=name, exact=True).click()
    return page.get_by_role("tabpanel", name=name, exact=True)


def downloaded(page: Page, panel: Locator, folder: Path) -> list[dict[str, str]]:
    path = download(page, panel.get_by_role("button", name="CSV").last, folder)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def steps_of(table: Locator) -> list[dict[str, str]]:
    heads, *rows = [row.locator("th, td").all_inner_texts() for row in table.locator("tr").all()]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def figure(page: Page, name: str) -> str:
    box = page.locator(".hr-figures > div").filter(has=page.get_by_text(name, exact=True))
    return box.locator("dd").first.inner_text()


def test_a_search_is_watched_cancelled_and_ended_early_with_reasons(
    address: str, visit: Callable[..., Page], outside: list[str], tmp_path: Path
) -> None:
    page = visit(f"{address}/rounds")
    settled(page)
    pick(page, "Zones", ZONE)
    page.keyboard.press("Escape")

    # a search is cancelled
    ask(page, cap=0, freedom="Times only")
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_text("The last search was cancelled. Nothing was changed.").wait_for()
    settled(page)

    # one is watched and spoken of; without any freedom some visits cannot be kept: each says why
    plan(page, cap=0, freedom="Times only")
    assert page.get_by_role("progressbar").is_visible()
    spoken = page.get_by_role("status").filter(has_text="per cent")
    assert re.fullmatch(r"Scenario 1, Monday: \d+ per cent", spoken.text_content() or "")
    finish(page)
    panel = open_tab(page, "Visits without a carer")
    left = downloaded(page, panel, tmp_path)
    assert len(left) == int(figure(page, "Visits not made")) > 0
    assert all(len(row["detail"]) > 20 and row["reason"] for row in left)

    # what freedom is worth: a chart, its table, ended early
    panel = open_tab(page, "What freedom is worth")
    panel.get_by_role("button", name="Work the curve out").click()
    page.get_by_role("button", name="Finish now with the best so far").click()
    table = panel.get_by_role("table", name=re.compile("^What freedom is worth"))
    table.wait_for(timeout=SOLVED_MS)
    assert table.locator("tbody tr").count() == 5
    expect(page.get_by_text("could not be drawn")).to_have_count(0)
    assert outside == []


def test_visits_are_locked_a_carer_is_followed_and_the_plan_is_committed(
    address: str, visit: Callable[..., Page], outside: list[str]
) -> None:
    page = visit(f"{address}/rounds")
    settled(page)
    pick(page, "Zones", ZONE)
    page.keyboard.press("Escape")

    # with freedom: both ledgers, and a timetable that leads to the road, by keyboard
    plan(page, cap=30, freedom="Carers too")
    finish(page)
    assert figure(page, "Council pays").startswith("£")
    assert figure(page, "Providers spend").startswith("£")
    assert page.get_by_text("Checked apart from the search").is_visible()
    panel = open_tab(page, "Timetable")
    panel.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first.wait_for()
    linked = panel.get_by_text(re.compile(r"\d+ double-handed visits? (is|are) linked"))
    assert int(re.findall(r"(\d+) double", linked.inner_text())[0]) > 0
    follow = panel.get_by_role("combobox", name="Carer to follow")
    follow.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    steps = panel.get_by_role("table", name=re.compile(r"^Carer \w+, Monday, step by step"))
    steps.wait_for()
    carer = follow.input_value()
    panel.locator(".homerounds-map[data-drawn] .call-label").first.wait_for()
    calls = steps_of(steps)
    assert calls[-1]["Step"] == "Home"
    assert all(call["Arrives"] <= call["Starts"] for call in calls[:-1] if call["Starts"] != "–")
    assert "Illustrative" in calls[0]["Along"]
    moved = open_tab(page, "Moved starts").locator(".hr-say").inner_text()
    assert "None moves by more than 30 minutes" in moved

    # locks, from a list that is searched, undone and done again, and kept by a mended plan
    page.get_by_text("Keep chosen visits as they are today").click()
    pick(page, "All visits of a carer", carer)
    page.get_by_role("button", name="Keep them").click()
    kept = page.get_by_text(re.compile(r"\d+ visits? of Monday stays? as today"))
    kept.wait_for()
    settled(page)
    page.get_by_role("button", name="Undo").click()
    kept.wait_for(state="detached")
    page.get_by_role("button", name="Redo").click()
    kept.wait_for()
    settled(page)
    ask(page, cap=30, freedom="Carers too", mend=True)
    finish(page)
    mended = page.get_by_text(re.compile(r"[\d,]+ of [\d,]+ visits made are as in the plan before"))
    same, made = (int(part) for part in re.findall(r"\d+", mended.inner_text()))
    assert made / 2 < same <= made
    panel = open_tab(page, "Timetable")
    steps.wait_for()
    calls = [call for call in steps_of(steps) if call["Step"].startswith("Call")]
    assert follow.input_value() == carer
    assert [call["Starts"] for call in calls] == [call["Today's start"] for call in calls]

    # the plan as the new today, and back
    before = figure(page, "Providers spend")
    page.get_by_role("button", name="Commit as the new today").click()
    page.get_by_role("button", name="Commit Monday's rounds").click()
    said = page.get_by_text(re.compile("^Today's rounds of Monday are a plan that"))
    said.wait_for()
    settled(page)
    assert page.get_by_role("combobox", name="Scenario").input_value() == "Scenario 1"
    assert figure(page, "Providers spend") == before, "what was new is now today's"
    page.get_by_role("button", name="Go back to the rounds before").click()
    said.wait_for(state="detached")
    page.locator(".hr-say").filter(has_text=ROUNDS).wait_for()
    expect(page.get_by_text("could not be drawn")).to_have_count(0)
    assert outside == []
