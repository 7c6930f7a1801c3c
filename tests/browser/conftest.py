"""A real server and a real Chromium that reaches no host but this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from screen_server import serving, with_key
from wire import listen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

WAIT_S = 180
"""A wait ends when what it waits for is there; this long only where something is wrong."""

expect.set_options(timeout=WAIT_S * 1_000)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard on the demo county, shared by the tests that only look."""
    with serving(tmp_path_factory.mktemp("store") / "data") as address:
        yield address


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A dashboard of the test's own; its data lies in ``tmp_path / "data"``."""
    with serving(tmp_path / "data") as found:
        yield found


@pytest.fixture
def outside() -> list[str]:
    """Addresses on other hosts that a page asked for; every one of them was refused."""
    return []


@pytest.fixture
def visit(chromium: Browser, outside: list[str]) -> Iterator[Callable[..., Page]]:
    """Open an address with a key in a fresh profile, with every outside host blocked and noted."""
    contexts = []

    def guard(route: Any) -> None:
        url = route.request.url
        if url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            route.continue_()
            return
        outside.append(url)
        route.abort()

    def open_page(address: str, *, width: int = 1440, height: int = 900) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True
        )
        contexts.append(context)
        context.route("**/*", guard)
        page = context.new_page()
        page.on(
            "websocket",
            lambda socket: (
                outside.append(socket.url) if not socket.url.startswith("ws://127.0.0.1:") else None
            ),
        )
        page.set_default_timeout(WAIT_S * 1_000)
        listen(page)
        page.goto(with_key(address))
        return page

    yield open_page
    for context in contexts:
        context.close()
