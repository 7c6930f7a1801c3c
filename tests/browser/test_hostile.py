"""Names that come from files are text on every page, whatever they try."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hostile
import pytest
from screen_server import serving

from dashboard.store import Store, scenarios, settings, worlds
from dashboard.store.folder import make_private
from solver.domain import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def address(root: Path, tmp_path: Path) -> str:
    """A server whose open county is the hostile one, with a hostile scenario."""
    folder = hostile.make(root / "assets" / "demo" / "leicestershire", tmp_path / "county")
    data = make_private(tmp_path / "data")
    store = Store(data)
    world = worlds.add(store, folder, owner="test")
    scenario = Scenario(name=f"Plan {hostile.IMG}", note=hostile.MARKDOWN)
    stored = scenarios.create(store, world.id, scenario, owner="test")
    from dashboard import state

    kept = {"world": world.id, "scenario": stored.id}
    settings.remember(store, f"last:{state._account()}", kept)
    store.close()
    with serving(data) as address:
        yield address


def test_hostile_names_are_text(
    address: str, visit: Callable[..., Page], outside: list[str]
) -> None:
    page = visit(address)
    for path in ("", "zones", "rounds", "costs", "demand", "compare", "export", "data"):
        page.goto(f"{address}/{path}")
        page.locator(".hr-foot").wait_for()
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        main = page.get_by_test_id("stApp")
        assert "could not be drawn" not in main.inner_text(), path
        assert page.locator("img[src='x'], img[alt='pixel']").count() == 0, path
        assert page.locator(".katex").count() == 0, path
        assert "hacked" not in page.title(), path
        assert "<script>" in main.inner_text(), path  # the county's name, as it is written
    assert outside == []


def test_hostile_names_are_text_on_the_map_and_where_they_are_chosen(
    address: str, visit: Callable[..., Page], outside: list[str]
) -> None:
    page = visit(f"{address}/zones")
    page.locator(".homerounds-map[data-drawn]").wait_for()
    labels = page.locator(".zone-label").all_inner_texts()
    assert hostile.MARKDOWN in labels
    page.get_by_role("combobox", name="Area to move").click()
    page.keyboard.type("<img")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Price band", exact=True).wait_for()
    assert hostile.IMG in page.get_by_test_id("stMain").inner_text()
    areas = page.locator(".leaflet-areas-pane path.leaflet-interactive")
    areas.first.wait_for()
    for i in range(0, areas.count(), 7):
        areas.nth(i).dispatch_event("mouseover")
    page.wait_for_timeout(500)
    assert page.locator("img[src='x'], img[alt='pixel']").count() == 0
    assert "hacked" not in page.title()
    assert outside == []
