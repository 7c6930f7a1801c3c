"""Pictures of a configured map server: none deeper than zoom 14, no referrer, no other host."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from screen_server import serving
from steps import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.xdist_group("browser")

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "6060600000000500012f5c9dd60000000049454e44ae426082"
)
ZOOM_IN = "a.leaflet-control-zoom-in"
MOST_CLICKS = 100


@pytest.fixture
def tile_host() -> Iterator[tuple[str, list[tuple[int, str | None]]]]:
    """A map server: its address, and (zoom, referrer) of each picture asked for."""
    asked: list[tuple[int, str | None]] = []

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((int(self.path.split("/")[1]), self.headers.get("Referer")))
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PIXEL)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Tiles) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{host.server_address[1]}", asked
        host.shutdown()


def test_a_configured_server_is_asked_for_little_and_told_nothing(
    tmp_path: Path, visit: Callable[..., Page], tile_host: tuple[str, list[Any]], outside: list[str]
) -> None:
    address, asked = tile_host
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    with serving(data) as server:
        page = visit(server)
        page.locator(".homerounds-map[data-drawn]").wait_for()
        page.locator(".leaflet-tile-loaded").first.wait_for()
        settled(page)
        assert asked == []  # off by default
        expect(page.locator(".hr-foot")).to_contain_text("nothing is sent anywhere")

        (data / "map.toml").write_text(
            f'url = "{address}/{{z}}/{{x}}/{{y}}.png"\ncredit = "© Council <b>"\n', "utf-8"
        )
        page.reload()
        page.locator(".homerounds-map[data-drawn]").wait_for()
        note = page.locator(".hr-outside")
        expect(note).to_contain_text(f"come from {address.removeprefix('http://')}")
        page.get_by_text("© Council <b>").wait_for()
        settled(page)
        for _ in range(MOST_CLICKS):  # a click while the map still zooms may count for nothing
            if page.locator(f"{ZOOM_IN}.leaflet-disabled").count():
                break
            page.locator(ZOOM_IN).click()
            page.wait_for_timeout(350)
        expect(page.locator(f"{ZOOM_IN}.leaflet-disabled")).to_have_count(1)
        expect(page.locator(".leaflet-tile:not(.leaflet-tile-loaded)")).to_have_count(0)
        zooms = {zoom for zoom, _ in asked}
        assert 12 <= max(zooms) <= 14
        assert {referrer for _, referrer in asked} == {None}
        refused = page.evaluate(
            """() => new Promise((resolve) => {
                document.addEventListener("securitypolicyviolation",
                    (event) => resolve(event.effectiveDirective), { once: true });
                const picture = new Image();
                picture.onload = () => resolve("loaded");
                picture.src = "http://127.0.0.2:9/14/0/0.png";
            })"""
        )
        assert refused == "img-src"
    assert outside == []
