"""The commissioner's journey, from the open county to files opened elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import geopandas as gpd
import pypdf
import pytest
from playwright.sync_api import expect
from screen_server import serving
from steps import download, pick, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SOLVED_MS = 300_000
AREA, TARGET = "Husbands Bosworth", "Market Harborough"


def go(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
    page.get_by_role("heading", name=name, level=1, exact=True).wait_for()
    settled(page)


def take(page: Page, label: str, folder: Path) -> Path:
    return download(page, page.get_by_role("button", name=label, exact=True), folder)


def test_journey(tmp_path: Path, visit: Callable[..., Page], outside: list[str]) -> None:
    with serving(tmp_path / "data") as address:
        page = visit(address)
        page.locator(".homerounds-map[data-drawn]").wait_for()
        settled(page)

        go(page, "Zones and bands")
        pick(page, "Area to move", AREA)
        pick(page, "Zone", TARGET)
        page.get_by_text(f"{AREA}: Harborough Rural Free Zone → {TARGET}").wait_for()
        said = page.locator(".hr-say")
        expect(said).to_contain_text("leaves the council's cost unchanged until packages move")
        settled(page)
        expect(page.get_by_role("heading", name="Who changes provider")).to_have_count(0)
        page.get_by_text("Primes: packages go to the new zone's prime providers").click()
        page.get_by_role("heading", name="Who changes provider").wait_for()
        expect(said).to_contain_text("to providers of the new zone")
        settled(page)
        assert "nothing" not in page.locator(".hr-figures").inner_text().lower()
        expect(page.get_by_role("combobox", name="Scenario")).to_have_value("Scenario 1")

        go(page, "Rounds")
        pick(page, "Zones", TARGET)
        pick(page, "Search for", "10 seconds")
        page.get_by_role("button", name="Plan the rounds").click()
        page.get_by_role("button", name="Cancel", exact=True).wait_for()
        page.reload()  # the job lives on in its own process
        saving = page.locator(".hr-say").filter(has_text="Council pays: ")
        saving.wait_for(timeout=SOLVED_MS)
        expect(saving).to_have_text(re.compile(r"made.* Council pays: unchanged\. .*roviders "))
        settled(page)
        page.get_by_role("tab", name="Visits without a carer").click()
        page.get_by_role("tab", name="Timetable").click()
        page.get_by_test_id("stVegaLiteChart").locator("visible=true").first.wait_for()

        go(page, "Costs")
        figures = page.locator(".hr-figures").first
        expect(figures).to_contain_text("£352,155.25")
        rate = page.get_by_label("Urban band, £ a carer-hour")
        rate.fill("19.75")
        expect(rate).to_have_value("19.75")
        rate.press("Enter")
        page.locator(".hr-figures", has_text="£363,892.25").first.wait_for()  # + 11,737 h × £1

        go(page, "Compare")
        expect(page.locator(".hr-table").first).to_contain_text("Scenario 1")
        expect(page.locator(".homerounds-map .map")).to_have_count(2)
        page.get_by_role("tab", name="The council's week").click()
        page.get_by_role("table", name="The council's week, zone by zone").wait_for()

        go(page, "Export")
        printed = pypdf.PdfReader(take(page, "Map, PDF", tmp_path))
        words = printed.pages[0].extract_text()
        assert "Invented packages" in words
        assert "Market Harborough" in words
        zones = gpd.read_file(take(page, "GeoPackage", tmp_path), layer="zones")
        assert len(zones) == 14
        assert zones.crs.to_epsg() == 4326
        areas = gpd.read_file(next(tmp_path.glob("*.gpkg")), layer="areas")
        assert set(areas.loc[areas["name"] == AREA, "zone"]) == {TARGET}
        page.get_by_role("tab", name="Log of exports").click()
        assert outside == []
