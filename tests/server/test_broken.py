"""Where an answer breaks, neither the screen nor the log repeats what it was about."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.server.door import Door, Lock
from dashboard.server.headers import Headers
from dashboard.server.keys import KeyRing, Keys
from dashboard.server.places import Places

if TYPE_CHECKING:
    from pathlib import Path

PERSON = "Mrs Example of 1 Example Lane"


def ask(app: Any, lock: Lock, path: str = "/") -> list[dict[str, Any]]:
    cookie = f"{lock.cookie}={lock.secret}".encode()
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:8501"), (b"cookie", b"other=1; " + cookie)],
    }
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    async def answer() -> None:
        await Headers(Door(app, lock))(scope, receive, send)

    # in a thread of its own: a browser that was driven before leaves its loop running here
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(answer())).result()
    return said


@pytest.fixture
def lock(tmp_path: Path) -> Lock:
    keys = Keys(KeyRing.of(tmp_path, 8501))
    return Lock(keys, Places.of((), (8501,)), "http://127.0.0.1:8501", 8501)


def test_what_breaks_is_answered_in_plain_words(
    lock: Lock, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError(PERSON)

    with caplog.at_level(logging.INFO):
        begin, body = ask(breaks, lock)
    assert begin["status"] == 500
    assert b"Nothing was changed" in body["body"]
    names = {name for name, _ in begin["headers"]}
    assert {b"x-content-type-options", b"content-security-policy", b"referrer-policy"} <= names
    assert "ValueError" in caplog.text
    assert PERSON not in caplog.text + body["body"].decode()


def test_what_breaks_half_way_is_cut_off(lock: Lock) -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError(PERSON)

    with pytest.raises(ConnectionAbortedError) as cut:
        ask(breaks, lock)
    assert cut.value.__suppress_context__


def test_what_answers_does_not_see_the_cookie(lock: Lock) -> None:
    seen: list[Any] = []

    async def looks(scope: Any, receive: Any, send: Any) -> None:
        seen.append(dict(scope["headers"]))

    ask(looks, lock)
    assert seen[0][b"cookie"] == b"other=1"
    assert lock.secret not in repr(lock)


def test_what_anybody_may_have_put_in_a_file_runs_nothing(lock: Lock) -> None:
    async def gives(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"<svg/>"})

    headers = dict(ask(gives, lock, "/media/0123.svg")[0]["headers"])
    assert headers[b"cache-control"] == b"no-store"
    assert b"default-src 'none'" in headers[b"content-security-policy"]
    assert b"script-src" not in headers[b"content-security-policy"]
    page = dict(ask(gives, lock, "/costs")[0]["headers"])[b"content-security-policy"]
    assert b"'unsafe-inline'" not in page.partition(b"style-src")[0]
    assert b"unsafe-eval" not in page
