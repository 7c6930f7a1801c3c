"""What every walk through the dashboard does, at whatever speed the machine has."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, TimeoutError as NotInTime, expect
from wire import wire_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

REST_S = 180
PICK_MS = 20_000
MOST_TRIES = 6
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
CALM = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
  () => setTimeout(done, 200))))"""
"""What was clicked has been sent, and what was received has been drawn."""


def settled(page: Page) -> None:
    """Wait until nothing that was asked of the server is left to run, and the page is drawn.

    What a clock on the page runs (progress that is watched) is not waited for.
    """
    wire = wire_of(page)
    page.locator(".hr-foot").wait_for()
    deadline = time.monotonic() + REST_S
    while True:
        page.evaluate(CALM)
        if wire.at_rest and (wire.ticking or page.locator(IDLE).count()):
            expect(page.get_by_test_id("stSkeleton").locator("visible=true")).to_have_count(0)
            if wire.at_rest:
                return
        assert time.monotonic() < deadline, "the page does not come to rest"


def pick(
    page: Page, label: str, text: str, *, reach: Callable[[Locator], None] = Locator.click
) -> None:
    """Choose an option of a list by typing its beginning, as a keyboard user does.

    A list that is drawn anew meanwhile forgets what was typed, and one that is left keeps
    only what was chosen: so the page is at rest first, the list is left, and what it then
    shows is looked at. What got lost is typed again. ``reach`` goes into the list.
    """
    box = page.get_by_role("combobox", name=label, exact=True)
    box.wait_for()

    def choose() -> None:
        reach(box)
        with suppress(AssertionError, NotInTime):
            page.keyboard.press("ControlOrMeta+A")
            page.keyboard.type(text)
            expect(box).to_have_value(text, timeout=PICK_MS)
            page.get_by_role("option", name=_begins(text)).first.wait_for(timeout=PICK_MS)
            page.keyboard.press("Enter")
        page.keyboard.press("Tab")

    insist(page, choose, lambda: shown(box, text))


def insist(page: Page, act: Callable[[], object], check: Callable[[], object]) -> None:
    """Act, at rest, until a check holds: a key that meets a page being drawn anew is lost."""
    for tries in range(MOST_TRIES):
        settled(page)
        try:
            act()
            settled(page)
            check()
        except (AssertionError, NotInTime):
            if tries == MOST_TRIES - 1:
                raise
        else:
            return


def shown(box: Locator, text: str) -> None:
    """Wait until a list shows what was chosen: in its box, or as one of its tags."""
    whole = box.page.locator("[data-testid=stSelectbox], [data-testid=stMultiSelect]")
    whole = whole.filter(has=box)
    if whole.get_attribute("data-testid") == "stMultiSelect":
        expect(whole.get_by_text(_begins(text))).to_be_visible(timeout=PICK_MS)
    else:
        expect(box).to_have_value(_begins(text), timeout=PICK_MS)


def _begins(text: str) -> re.Pattern[str]:
    return re.compile(f"^{re.escape(text)}")


def download(page: Page, button: Locator, folder: Path) -> Path:
    """Take a file away by its button; returns where it lies."""
    with page.expect_download() as taken:
        button.click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    return path
