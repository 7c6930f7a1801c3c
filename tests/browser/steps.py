"""What every walk through the dashboard does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

BEGIN_MS = 300
"""A click needs a moment to reach the server before the page counts as running."""


def settled(page: Page) -> None:
    """Wait until the page has run to its end."""
    page.wait_for_timeout(BEGIN_MS)
    page.locator(".hr-foot").wait_for()
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def pick(page: Page, label: str, text: str) -> None:
    """Choose an option of a list by typing, as a keyboard user does.

    A list that is drawn anew forgets what was typed: the page runs to its end first.
    """
    box = page.get_by_role("combobox", name=label, exact=True)
    box.wait_for()
    settled(page)
    box.click()
    box.press_sequentially(text)
    page.get_by_role("option", name=text).first.wait_for()
    page.keyboard.press("Enter")


def download(page: Page, button: Locator, folder: Path) -> Path:
    """Take a file away by its button; returns where it lies."""
    with page.expect_download() as taken:
        button.click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    return path
