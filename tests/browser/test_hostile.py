"""Names that come from files are text on every page, whatever they try."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hostile
import pytest
from playwright.sync_api import expect
from screen_server import serving
from steps import pick, settled

from office import people
from office.store import Store, scenarios, settings, worlds
from office.store.folder import make_private
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
    kept = {"world": world.id, "scenario": stored.id}
    settings.remember(store, f"last:{people.here().name}", kept)
    store.close()
    with serving(data) as address:
        yield address


def test_hostile_names_are_text(
    address: str, visit: Callable[..., Page], outside: list[str]
) -> None:
    page = visit(address)
    for path in ("", "zones", "rounds", "costs", "demand", "compare", "export", "data"):
        page.goto(f"{address}/{path}")
        settled(page)
        main = page.get_by_test_id("stApp")
        # the county's name, as it is written
        expect(main, path).to_contain_text("<script>", use_inner_text=True)
        assert "could not be drawn" not in main.inner_text(), path
        assert page.locator("img[src='x'], img[alt='pixel']").count() == 0, path
        assert page.locator(".katex").count() == 0, path
        assert "hacked" not in page.title(), path
    assert outside == []


def test_hostile_names_are_text_on_the_map_and_where_they_are_chosen(
    address: str, visit: Callable[..., Page], outside: list[str]
) -> None:
    page = visit(f"{address}/zones")
    page.locator(".homerounds-map[data-drawn]").wait_for()
    expect(page.locator(".zone-label").get_by_text(hostile.MARKDOWN, exact=True)).to_be_visible()
    pick(page, "Area to move", "<img")
    page.get_by_role("combobox", name="Price band", exact=True).wait_for()
    expect(page.get_by_test_id("stMain")).to_contain_text(hostile.IMG, use_inner_text=True)
    areas = page.locator(".leaflet-areas-pane path.leaflet-interactive")
    areas.first.wait_for()
    for i in range(0, areas.count(), 7):
        areas.nth(i).dispatch_event("mouseover")
    page.wait_for_timeout(500)
    assert page.locator("img[src='x'], img[alt='pixel']").count() == 0
    assert "hacked" not in page.title()
    assert outside == []
