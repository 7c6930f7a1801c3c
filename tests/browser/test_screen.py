"""What a councillor's browser shows: the frame on every address, the map, and no outside host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from screen_server import serving
from steps import settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = {
    "": "Overview",
    "data": "Data",
    "zones": "Zones and bands",
    "rounds": "Rounds",
    "roads": "Roads",
    "costs": "Costs",
    "demand": "Demand",
    "compare": "Compare",
    "export": "Export",
}
ZONES = 14


def test_map_has_its_labelled_zones_and_nothing_is_asked_of_other_hosts(
    server: str, visit: Callable[..., Page], outside: list[str]
) -> None:
    page = visit(server)
    page.locator(".homerounds-map[data-drawn]").wait_for()
    settled(page)
    labels = page.locator(".zone-label")
    expect(labels).to_have_count(ZONES)
    assert "Harborough Rural Free Zone" in labels.all_inner_texts()
    boxes = [labels.nth(i).bounding_box() for i in range(ZONES)]
    assert all(box is not None and box["width"] > 20 for box in boxes)
    tiles = page.locator(".leaflet-tile-loaded")
    tiles.first.wait_for()
    page.wait_for_function("[...document.fonts].some(f => f.status === 'loaded')")
    assert outside == []


@pytest.mark.parametrize("path", [path for path in PAGES if path])
def test_cold_address_keeps_the_frame(
    path: str, tmp_path: Path, visit: Callable[..., Page], outside: list[str]
) -> None:
    """The first visit after the server starts goes to this page, by its own address."""
    with serving(tmp_path / "data") as address:
        page = visit(f"{address}/{path}")
        page.get_by_role("heading", name=PAGES[path], level=1, exact=True).wait_for()
        links = page.get_by_test_id("stSidebarNavLink")
        expect(links).to_have_count(len(PAGES))
        page.get_by_label("Scenario", exact=True).first.wait_for()
        page.locator(".hr-base", has_text="Invented packages").wait_for()
        settled(page)
        expect(page).to_have_title(f"{PAGES[path]} · Homerounds")
        assert "could not be drawn" not in page.locator("body").inner_text()
        assert outside == []


def test_captions_can_be_read(server: str, visit: Callable[..., Page]) -> None:
    """Small grey text keeps 4.5 to 1 on the page's and on the sidebar's ground (WCAG 1.4.3)."""
    page = visit(f"{server}/export")
    settled(page)
    found = (
        page.get_by_test_id("stCaptionContainer")
        .locator("p")
        .evaluate_all("all => all.map(one => getComputedStyle(one).color)")
    )
    assert found
    for colour in found:
        assert min(contrast(colour, ground) for ground in ("#ffffff", "#eef2ef")) >= 4.5


def contrast(colour: str, ground: str) -> float:
    """Contrast of two colours by WCAG 2.2: ``rgb(…)`` on ``#rrggbb``."""
    front = [int(part) for part in re.findall(r"\d+", colour)]
    assert len(front) == 3, f"{colour} is not opaque"
    back = [int(ground[at : at + 2], 16) for at in (1, 3, 5)]
    light, dark = sorted((luminance(front), luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(parts: list[int]) -> float:
    """Relative luminance of red, green and blue, 0 to 255 each."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (number / 255 for number in parts)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("path", list(PAGES))
def test_no_sideways_scrolling_at_400_per_cent(
    path: str, server: str, visit: Callable[..., Page]
) -> None:
    """1,280 pixels at 400 % are 320 wide (WCAG 1.4.10)."""
    page = visit(f"{server}/{path}", width=320, height=640)
    page.get_by_role("heading", name=PAGES[path], level=1, exact=True).wait_for()
    settled(page)
    maps = page.locator(".homerounds-map")
    expect(page.locator(".homerounds-map[data-drawn]")).to_have_count(maps.count())
    page.wait_for_function(
        "document.querySelector('[data-testid=stMain]').scrollWidth"
        " - document.querySelector('[data-testid=stMain]').clientWidth <= 1"
    )


def test_the_tables_of_zones_fit_a_small_screen(server: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{server}/zones", width=1024)
    settled(page)
    for name in ("Zones", "Zones by band", "Shape and borders"):
        page.get_by_role("tab", name=name, exact=True).click()
        table = page.get_by_role("tabpanel", name=name, exact=True).locator(".hr-scroll").first
        table.wait_for()
        wide = table.evaluate("node => [node.scrollWidth, node.clientWidth]")
        assert wide[0] <= wide[1], f"{name} scrolls sideways: {wide}"


def test_open_routes_serve_neither_people_nor_the_demo_files(
    server: str, visit: Callable[..., Page]
) -> None:
    page = visit(server)
    page.locator(".leaflet-tile-loaded").first.wait_for()
    tile = page.locator(".leaflet-tile-loaded").first.get_attribute("src") or ""
    assert re.fullmatch(r"/tiles/[0-9a-f]{16}/\d+/\d+/\d+\.png", tile)
    ask = page.request
    assert ask.get(server + tile).headers["content-type"] == "image/png"
    for address in (
        "/assets/demo/leicestershire/people.csv",
        "/assets/vendor/../demo/leicestershire/people.csv",
        "/assets/vendor/%2e%2e/demo/leicestershire/people.csv",
        f"/tiles/{'0' * 16}/9/253/167.png",
        re.sub(r"/\d+/\d+/\d+\.png", "/99/0/0.png", tile),
    ):
        answer = ask.get(server + address)
        assert answer.status in (400, 404) or "person_id" not in answer.text(), address
