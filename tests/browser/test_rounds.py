"""The Rounds page: a search watched and stopped, locks, timetable, the way, curve, commit."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from steps import PICK_MS, download, insist, pick, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ZONE = "Bottesford"
SOLVED_MS = 300_000
ROUNDS = re.compile(r"Council pays: unchanged\. .*roviders ")


def plan(page: Page, *, cap: int, freedom: str) -> None:
    """Ask for rounds of one zone, and wait until there are some; more are searched for."""
    ask(page, cap=cap, freedom=freedom)
    best = page.get_by_text(re.compile("^Best so far: .* miles? between visits"))
    best.wait_for(timeout=SOLVED_MS)


def ask(page: Page, *, cap: int, freedom: str, mend: bool = False) -> None:
    settled(page)
    box = page.get_by_role("spinbutton", name="Most a start may move (min)")
    box.fill(str(cap))
    box.press("Tab")
    pick(page, "What may change", freedom)
    pick(page, "Search for", "3 minutes")
    if mend:
        words = "Start from the last plan and change only what must change"
        page.get_by_text(words).click()
        expect(page.get_by_role("checkbox", name=words)).to_be_checked()
    expect(box).to_have_value(str(cap))
    page.get_by_role("button", name="Plan the rounds").click()


def finish(page: Page) -> None:
    end = page.get_by_role("button", name="Finish now with the best so far")
    end.click()
    expect(end).to_have_count(0, timeout=SOLVED_MS)
    page.locator(".hr-say").filter(has_text=ROUNDS).wait_for(timeout=SOLVED_MS)
    settled(page)


def open_tab(page: Page, name: str) -> Locator:
    """Open a tab and give what it shows."""
    page.get_by_role("tab", name=name, exact=True).click()
    panel = page.get_by_role("tabpanel", name=name, exact=True)
    panel.wait_for()
    settled(page)
    return panel


def downloaded(page: Page, panel: Locator, folder: Path) -> list[dict[str, str]]:
    path = download(page, panel.get_by_role("button", name="CSV").last, folder)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def steps_of(table: Locator) -> list[dict[str, str]]:
    heads, *rows = table.evaluate(
        "table => [...table.rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return [dict(zip(heads, row, strict=True)) for row in rows]


def first_option(page: Page, box: Locator) -> str:
    """Give the first option of a list, and leave the list as it was."""
    option = page.get_by_role("option").first

    def open_list() -> None:
        box.focus()
        page.keyboard.press("ArrowDown")

    insist(page, open_list, lambda: option.wait_for(timeout=PICK_MS))
    first = option.inner_text()
    page.keyboard.press("Tab")
    return first


def figure(page: Page, name: str) -> str:
    box = page.locator(".hr-figures > div").filter(has=page.get_by_text(name, exact=True))
    return box.locator("dd").first.inner_text()


def test_a_search_is_watched_cancelled_and_ended_early_with_reasons(
    address: str, visit: Callable[..., Page], outside: list[str], tmp_path: Path
) -> None:
    page = visit(f"{address}/rounds")
    settled(page)
    pick(page, "Zones", ZONE)

    # a search is cancelled
    ask(page, cap=0, freedom="Times only")
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_text("The last search was cancelled. Nothing was changed.").wait_for()
    settled(page)

    # one is watched and spoken of; without any freedom some visits cannot be kept: each says why
    plan(page, cap=0, freedom="Times only")
    expect(page.get_by_role("progressbar")).to_be_visible()
    spoken = page.get_by_role("status").filter(has_text="per cent")
    expect(spoken).to_have_text(re.compile(r"^Scenario 1, Monday: \d+ per cent$"))
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
    expect(table.locator("tbody tr")).to_have_count(5)
    settled(page)
    expect(page.get_by_text("could not be drawn")).to_have_count(0)
    assert outside == []


def test_visits_are_locked_a_carer_is_followed_and_the_plan_is_committed(
    address: str, visit: Callable[..., Page], outside: list[str]
) -> None:
    page = visit(f"{address}/rounds")
    settled(page)
    pick(page, "Zones", ZONE)

    # with freedom: both ledgers, and a timetable that leads to the road, by keyboard
    plan(page, cap=30, freedom="Carers too")
    finish(page)
    assert figure(page, "Council pays").startswith("£")
    assert figure(page, "Providers spend").startswith("£")
    expect(page.get_by_text("Checked apart from the search")).to_be_visible()
    panel = open_tab(page, "Timetable")
    panel.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first.wait_for()
    linked = panel.get_by_text(re.compile(r"\d+ double-handed visits? (is|are) linked"))
    assert int(re.findall(r"(\d+) double", linked.inner_text())[0]) > 0
    follow = panel.get_by_role("combobox", name="Carer to follow", exact=True)
    carer = first_option(page, follow)
    pick(page, "Carer to follow", carer)
    steps = panel.get_by_role("table", name=re.compile(r"^Carer \w+, Monday, step by step"))
    steps.wait_for()
    panel.locator(".homerounds-map[data-drawn] .call-label").first.wait_for()
    settled(page)
    calls = steps_of(steps)
    assert calls[-1]["Step"] == "Home"
    assert all(call["Arrives"] <= call["Starts"] for call in calls[:-1] if call["Starts"] != "–")
    assert "Illustrative" in calls[0]["Along"]
    moved = open_tab(page, "Moved starts").locator(".hr-say")
    expect(moved).to_contain_text("None moves by more than 30 minutes")

    # locks, from a list that is searched, undone and done again, and kept by a mended plan
    page.get_by_text("Keep chosen visits as in today's rounds").click()
    pick(page, "All visits of a carer", carer)
    page.get_by_role("button", name="Keep them").click()
    kept = page.get_by_text(re.compile(r"\d+ visits? of Monday stays? as in today"))
    kept.wait_for()
    settled(page)
    page.get_by_role("button", name="Undo").click()
    kept.wait_for(state="detached")
    settled(page)
    page.get_by_role("button", name="Redo").click()
    kept.wait_for()
    ask(page, cap=30, freedom="Carers too", mend=True)
    finish(page)
    mended = page.get_by_text(re.compile(r"[\d,]+ of [\d,]+ visits made are as in the plan before"))
    said = re.search(r"(\d+) of (\d+) visits made", mended.inner_text())
    assert said is not None
    same, made = int(said[1]), int(said[2])
    assert made / 2 < same <= made
    panel = open_tab(page, "Timetable")
    steps.wait_for()
    settled(page)
    calls = [call for call in steps_of(steps) if call["Step"].startswith("Call")]
    expect(follow).to_have_value(carer)
    assert [call["Starts"] for call in calls] == [call["Today's start"] for call in calls]

    # the plan as the new today, and back
    before = figure(page, "Providers spend")
    page.get_by_role("button", name="Commit as today's rounds").click()
    page.get_by_role("button", name="Commit Monday's rounds").click()
    committed = page.get_by_text(re.compile("^Today's rounds of Monday are a plan that"))
    committed.wait_for()
    settled(page)
    expect(page.get_by_role("combobox", name="Scenario")).to_have_value("Scenario 1")
    assert figure(page, "Providers spend") == before, "what was new is now today's"
    page.get_by_role("button", name="Go back to the rounds before").click()
    committed.wait_for(state="detached")
    page.locator(".hr-say").filter(has_text=ROUNDS).wait_for()
    settled(page)
    expect(page.get_by_text("could not be drawn")).to_have_count(0)
    assert outside == []
