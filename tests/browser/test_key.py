"""Through the door in a real Chromium: a key, another browser, a new start, a neighbour."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from screen_server import WAIT_S, free_port, running, serving, with_key
from steps import settled
from wire import listen

from dashboard.server.opening import write_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page
    from screen_server import Running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

REFUSED = """document.addEventListener("securitypolicyviolation", (event) =>
    (window.refused ??= []).push(`${event.effectiveDirective} ${event.blockedURI}`))"""
FALLS_BACK = "script-src wasm-eval"
"""A library of Streamlit's tries WebAssembly first and does without."""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("store") / "data") as found:
        yield found


@pytest.fixture
def profile(chromium: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Give fresh profiles, as of another browser."""
    every = []

    def new() -> BrowserContext:
        every.append(chromium.new_context(viewport={"width": 1440, "height": 900}))
        return every[-1]

    yield new
    for one in every:
        one.close()


def tab(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(WAIT_S * 1_000)
    listen(page)
    return page


def test_the_printed_address_opens_once(
    started: Running, profile: Callable[[], BrowserContext]
) -> None:
    address = started.address
    mine, other = profile(), profile()
    page = tab(mine)
    page.add_init_script(REFUSED)
    pictures: list[str] = []
    page.on("response", lambda got: pictures.append(got.url) if "/tiles/" in got.url else None)

    page.goto(address)
    expect(page.get_by_role("heading", name="This browser has no key")).to_be_visible()
    expect(page.locator("body")).to_contain_text("make key")

    printed = re.search(r"http://\S+", started.log.read_text("utf-8")).group()
    page.goto(printed)
    page.locator(".homerounds-map[data-drawn]").wait_for()
    page.locator(".leaflet-tile-loaded").first.wait_for()
    settled(page)
    assert page.url == f"{address}/"
    assert "homerounds" not in page.evaluate("document.cookie")
    assert page.evaluate("document.referrer") == ""

    page.goto(f"{address}/costs")  # tables
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").first.click()
    assert download.value.path().stat().st_size > 0
    page.goto(f"{address}/demand")  # charts
    settled(page)
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    assert set(page.evaluate("window.refused ?? []")) <= {FALLS_BACK}

    stranger = tab(other)
    for path in ("/", "/costs", pictures[0].removeprefix(address), "/favicon.png"):
        assert mine.request.get(address + path).status == 200
        assert other.request.get(address + path).status == 403
    stranger.goto(printed)  # used
    expect(stranger.get_by_role("heading", name="This browser has no key")).to_be_visible()
    stranger.goto(with_key(address))
    settled(stranger)
    expect(stranger.get_by_role("heading", name="Overview", level=1)).to_be_visible()


def test_a_page_on_this_disk_and_a_link_elsewhere_lead_in(
    started: Running, profile: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    leads, links = tmp_path / "leads.html", tmp_path / "links.html"
    write_page(leads, with_key(started.address))
    links.write_text(f'<a href="{started.address}/costs">costs</a>', "utf-8")
    page = tab(profile())
    page.goto(leads.as_uri())
    page.wait_for_url(f"{started.address}/")
    settled(page)
    page.goto(links.as_uri())
    page.get_by_text("costs").click()
    page.wait_for_url(f"{started.address}/costs")
    expect(page.get_by_role("heading", name="Costs", level=1)).to_be_visible()


class Neighbour(BaseHTTPRequestHandler):
    """Another account's server on this machine: to a browser the same site, so it sends cookies."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>A neighbour</title>")

    def log_message(self, format: str, *args: Any) -> None:
        pass


TRY = """(server) => Promise.all([
    new Promise((done) => {
        const socket = new WebSocket(server.replace("http", "ws") + "/_stcore/stream", "streamlit");
        socket.onopen = () => done("let in"); socket.onerror = () => done("refused");
    }),
    new Promise((done) => {
        const picture = new Image();
        picture.onload = () => done("let in"); picture.onerror = () => done("refused");
        picture.src = server + "/favicon.png";
    }),
    fetch(server + "/", { credentials: "include" }).then(() => "let in", () => "refused"),
])"""


def test_a_page_of_another_port_gets_nothing_with_our_cookie(
    started: Running, profile: Callable[[], BrowserContext]
) -> None:
    page = tab(profile())
    page.goto(with_key(started.address))
    settled(page)
    with ThreadingHTTPServer(("127.0.0.1", 0), Neighbour) as neighbour:
        threading.Thread(target=neighbour.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{neighbour.server_address[1]}/")
        assert page.evaluate(TRY, started.address) == ["refused"] * 3
        neighbour.shutdown()


def test_a_page_goes_on_once_the_server_that_started_again_is_opened(
    profile: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    port, mine = free_port(), profile()
    page = tab(mine)
    with serving(tmp_path / "data", port=port) as address:
        page.goto(with_key(address))
        settled(page)
        page.goto(f"{address}/costs")
        settled(page)
    with serving(tmp_path / "data", port=port) as address:
        expect(page.get_by_role("dialog")).to_contain_text("was started again")
        other = tab(mine)
        other.goto(with_key(address))
        settled(other)
        page.bring_to_front()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("heading", name="Costs", level=1)).to_be_visible()
        page.reload()
        settled(page)


def test_an_open_desk_says_so_on_every_page(
    profile: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    page = tab(profile())
    with serving(tmp_path / "data", "--open") as address:
        for path in ("", "costs", "data"):
            page.goto(f"{address}/{path}")
            settled(page)
            expect(page.locator(".hr-foot")).to_contain_text("Started open")
