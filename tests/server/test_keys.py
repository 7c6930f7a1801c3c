"""Keys: private, used once, void after an hour or at the end; how a new one is asked for."""

from __future__ import annotations

import os
import re
import threading
import time
import urllib.parse
from typing import TYPE_CHECKING

import pytest
from caller import Caller

from dashboard.server import new_key, opening
from dashboard.server.door import Lock
from dashboard.server.keys import KeyRing, Keys, trace
from dashboard.server.places import Places

if TYPE_CHECKING:
    from pathlib import Path

    from served import Running


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    ring = KeyRing.of(tmp_path / "data", 8501)
    ring.begin("http://127.0.0.1:8501")
    return Keys(ring)


def test_a_key_works_once_even_for_two_at_a_time(keys: Keys) -> None:
    for key in (keys.ring.mint(), keys.first()):
        begin, found = threading.Barrier(8), []

        def try_it(key: str = key, begin: threading.Barrier = begin, found: list = found) -> None:
            begin.wait()
            found.append(keys.claim(key))

        tries = [threading.Thread(target=try_it) for _ in range(8)]
        for one in tries:
            one.start()
        for one in tries:
            one.join()
        assert sorted(found) == [False] * 7 + [True]


def test_what_is_no_key_opens_nothing_and_touches_nothing(keys: Keys) -> None:
    key = keys.ring.mint()
    kept = sorted(path.name for path in keys.ring.folder.iterdir())
    for odd in ("", "address", "../address", trace(key), key.upper() + "0", "x" * 10_000, "\udcff"):
        assert not keys.claim(odd)
    assert sorted(path.name for path in keys.ring.folder.iterdir()) == kept
    assert keys.claim(key)


def test_a_key_is_void_after_an_hour_and_when_the_server_starts_again(keys: Keys) -> None:
    old, left, first = keys.ring.mint(), keys.ring.mint(), keys.first()
    then = time.time() - 3_700
    os.utime(keys.ring.folder / trace(old), (then, then))
    assert not keys.claim(old)
    keys.ring.begin("http://127.0.0.1:8501")
    again = Keys(keys.ring)
    assert not again.claim(left) and not again.claim(first)


@pytest.mark.skipif(os.name != "posix", reason="modes mean nothing on Windows")
def test_the_doors_are_private_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        ring = KeyRing.of(tmp_path / "data", 8501)
        ring.begin("http://127.0.0.1:8501")
        key = ring.mint()
        opening.write_page(ring.page(trace(key)), "http://127.0.0.1:8501/?key=x")
    finally:
        os.umask(old)
    places = [tmp_path / "data", *(tmp_path / "data").rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in places if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in places if path.is_file()} == {0o600}


def test_the_browser_is_given_a_page_and_no_key(
    keys: Keys, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    done = threading.Event()
    monkeypatch.setattr(opening, "at_a_screen", lambda: True)
    monkeypatch.setattr(opening.webbrowser, "open", lambda url: (opened.append(url), done.set()))
    lock = Lock(keys, Places.of((), (8501,)), "http://127.0.0.1:8501", 8501)
    opening.begin(lock)
    assert done.wait(10)
    key = re.search(r"key=(\w+)", capsys.readouterr().out).group(1)
    assert opened[0].startswith("file:") and key not in opened[0]
    page = keys.ring.page(trace(key))
    assert f"http://127.0.0.1:8501/?key={key}" in page.read_text("utf-8")
    assert keys.claim(key)
    assert not page.exists()


def test_no_browser_is_opened_where_nobody_sits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.sys, "platform", "linux")
    monkeypatch.setattr(opening.sys.stdout, "isatty", lambda: True, raising=False)
    for name in ("CI", "SSH_CONNECTION", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    assert opening.at_a_screen()
    for name in ("CI", "SSH_CONNECTION"):
        monkeypatch.setenv(name, "1")
        assert not opening.at_a_screen()
        monkeypatch.delenv(name)
    monkeypatch.delenv("DISPLAY")
    assert not opening.at_a_screen()


def test_a_data_folder_that_cannot_be_used_keeps_nobody_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("a file stands here", "utf-8")
    keys = Keys(KeyRing.of(tmp_path / "data", 8501))
    opening.begin(Lock(keys, Places.of((), (8501,)), "http://127.0.0.1:8501", 8501))
    said = capsys.readouterr().out
    assert "cannot be used" in said
    assert keys.claim(re.search(r"key=(\w+)", said).group(1))


def test_a_new_key_is_asked_for_from_another_window(
    server: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOMEROUNDS_DATA", str(server.log.parent / "data"))
    assert new_key.main() == 0
    address = re.search(r"http://\S+", capsys.readouterr().out).group()
    assert address.startswith(f"{server.address}/?key=")
    path = urllib.parse.urlsplit(address)
    call = Caller(server.address)
    cookie = call("GET", f"{path.path}?{path.query}").cookie
    assert call("GET", "/", {"Cookie": cookie}).status == 200


def test_where_nothing_runs_no_key_is_given(
    keys: Keys, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keys.ring.begin("http://127.0.0.1:9")  # a server that ended without a word
    monkeypatch.setenv("HOMEROUNDS_DATA", str(keys.ring.folder.parents[1]))
    assert new_key.main() == 1
    said = capsys.readouterr()
    assert "make run" in said.err and "key=" not in said.out


def test_configured_names_count_and_every_address_is_no_name() -> None:
    places = Places.of(("0.0.0.0", "homerounds.council.example", "fe80::1"), (8501, 443))
    assert places.answers_to("homerounds.council.example")
    assert places.answers_to("Homerounds.Council.example:8501")
    assert places.answers_to("[fe80::1]:8501")
    for host in ("0.0.0.0:8501", "council.example", "homerounds.council.example:80", None, ""):
        assert not places.answers_to(host)
    assert [Places.to_open(name) for name in (None, "0.0.0.0", "::", "10.0.0.7", "::1")] == [
        *["127.0.0.1"] * 3,
        "10.0.0.7",
        "[::1]",
    ]
    assert places.own_page("https://homerounds.council.example", "homerounds.council.example")
    for origin in ("null", "", "https://evil.example", "file://", "http://[bad", "127.0.0.1:8501"):
        assert not places.own_page(origin, "127.0.0.1:8501")
