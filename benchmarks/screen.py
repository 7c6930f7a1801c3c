"""How long an officer waits, in a real Chromium: one JSON line a step.

``python -m benchmarks.screen``

Steps: ``first_map`` (from starting the server to the first drawn map, roads
prepared before), ``page_switch`` (to another page with its map drawn),
``band_change`` (a band's rate typed to the new weekly cost), ``area_move`` (an
area given another zone to the redrawn map). Each of the last three is the
middle of several tries.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.server.started import started, until_it_answers
from dashboard.server.keys import KeyRing, with_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
TRIES = 5
AREA, ZONES = "husbands-bosworth", ("Market Harborough", "Lutterworth")


def _say(step: str, seconds: float) -> None:
    print(json.dumps({"step": step, "seconds": round(seconds, 3)}), flush=True)


def _middle(act: Callable[[int], float]) -> float:
    return statistics.median(act(i) for i in range(TRIES))


def _drawn(page: Page, old: str | None = None) -> str:
    """Wait for a drawn map whose content is not ``old``; returns its content stamp."""
    page.wait_for_function(
        """old => { const map = document.querySelector('.homerounds-map')
             ?? [...document.querySelectorAll('*')].map(e => e.shadowRoot)
               .filter(Boolean).map(r => r.querySelector('.homerounds-map')).find(Boolean);
           return map && map.dataset.drawn && map.dataset.drawn !== old; }""",
        arg=old,
        polling=10,
    )
    return str(page.locator(".homerounds-map").get_attribute("data-drawn"))


def _settle(page: Page) -> None:
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(300)


def _page_switch(page: Page) -> float:
    names = ("Zones and bands", "Overview")

    def act(i: int) -> float:
        old = _drawn(page)
        begin = time.perf_counter()
        page.get_by_test_id("stSidebarNavLink").filter(has_text=names[i % 2]).click()
        page.get_by_role("heading", name=names[i % 2], level=1, exact=True).wait_for()
        _drawn(page, old)
        seconds = time.perf_counter() - begin
        _settle(page)
        return seconds

    return _middle(act)


def _band_change(page: Page) -> float:
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Costs").click()
    rate = page.get_by_label("Urban band, £ a carer-hour")
    rate.wait_for()
    _settle(page)
    total = page.locator(".hr-figures dd").first

    def act(i: int) -> float:
        before = total.inner_text()
        rate.fill(f"{19 + i / 10:.2f}")
        begin = time.perf_counter()
        rate.press("Enter")
        page.wait_for_function(
            "old => document.querySelector('.hr-figures dd')?.innerText !== old",
            arg=before,
            polling=10,
        )
        seconds = time.perf_counter() - begin
        _settle(page)
        return seconds

    act(0)  # the first change starts a new scenario
    return _middle(lambda i: act(i + 1))


def _area_move(page: Page) -> float:
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Zones and bands").click()
    page.get_by_role("combobox", name="Area to move").click()
    page.keyboard.type("Husbands")
    page.keyboard.press("Enter")
    zone = page.get_by_role("combobox", name="Zone", exact=True).first
    zone.wait_for()
    _settle(page)

    def act(i: int) -> float:
        old = _drawn(page)
        zone.click()
        page.keyboard.type(ZONES[i % 2])
        begin = time.perf_counter()
        page.keyboard.press("Enter")
        _drawn(page, old)
        seconds = time.perf_counter() - begin
        _settle(page)
        return seconds

    return _middle(act)


def main() -> None:
    """Run the steps and print a line for each."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise SystemExit("No Chromium found: install one (Debian: apt-get install chromium).")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        for warm in (False, True):  # the first start prepares the roads, as `make setup` does
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            begin = time.perf_counter()
            with started(data) as (address, port, process):
                keys = KeyRing.of(data, port)
                until_it_answers(address, process)
                page.goto(with_key(address, keys.mint()))
                _drawn(page)
                if not warm:
                    _settle(page)
                    page.close()
                    continue
                _say("first_map", time.perf_counter() - begin)
                _settle(page)
                _say("page_switch", _page_switch(page))
                _say("band_change", _band_change(page))
                _say("area_move", _area_move(page))
        browser.close()


if __name__ == "__main__":
    main()
