"""A county is uploaded, looked at on every page, and deleted for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from small_county import small_county
from steps import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAME = "Exampleshire"
LOADED_MS = 120_000


def give(page: Page, files: Mapping[str, bytes]) -> None:
    """Choose files on the Data page and ask for them to be loaded."""
    page.get_by_role("tab", name="Load a county").click()
    given: list[Any] = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        for name, content in files.items()
    ]
    panel = page.get_by_role("tabpanel", name="Load a county")
    panel.locator("input[type=file]").set_input_files(given)
    load = panel.get_by_role("button", name="Check and load")
    page.wait_for_function(
        "button => !button.disabled", arg=load.element_handle(), timeout=LOADED_MS
    )
    settled(page)
    load.click()


def counties(page: Page) -> str:
    page.get_by_role("tab", name="Counties here").click()
    return page.get_by_role("tabpanel", name="Counties here").inner_text()


def test_a_county_is_uploaded_looked_at_and_deleted(
    address: str, visit: Callable[..., Page], outside: list[str], tmp_path: Path
) -> None:
    page = visit(f"{address}/data")
    settled(page)
    give(page, small_county(tmp_path / "county"))
    base = page.locator(".hr-base")
    base.filter(has_text=NAME).wait_for(timeout=LOADED_MS)
    settled(page)
    assert NAME in counties(page)
    for path in ("", "zones", "rounds", "costs", "compare", "export"):
        page.goto(f"{address}/{path}")
        page.get_by_role("heading", level=1).wait_for()
        settled(page)
        text = page.get_by_test_id("stMain").inner_text()
        assert NAME in text, path
        assert "could not be drawn" not in text, path
        assert "Leicestershire" not in text, path
    page.goto(f"{address}/data")
    settled(page)
    page.get_by_role("button", name="Delete").last.click()
    page.get_by_role("button", name="Delete for good").last.click()
    base.filter(has_text="Leicestershire").wait_for()
    settled(page)
    assert NAME not in counties(page)
    kept = [path.name for path in (tmp_path / "data" / "worlds").iterdir()]
    assert kept == ["leicestershire"]
    assert outside == []
