"""Who is answered: each kind of route against each kind of visitor, on a real server."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil
import pytest
from caller import Caller
from served import running, with_key
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from served import Running

FOREIGN = "evil.example"
VISITORS = ("no cookie", "old cookie", "foreign Origin", "foreign Host", "good")
#                                            no   old  Origin Host good
TABLE = {
    ("GET", "/_stcore/health"):            (200, 200, 403, 403, 200),
    ("GET", "/"):                          (403, 403, 403, 403, 200),
    ("HEAD", "/"):                         (403, 403, 403, 403, 200),
    ("OPTIONS", "/"):                      (403, 403, 403, 403, 405),
    ("GET", "/costs"):                     (403, 403, 403, 403, 200),
    ("GET", "/index.html"):                (403, 403, 403, 403, 200),
    ("GET", "/favicon.png"):               (403, 403, 403, 403, 200),
    ("GET", "/static/js/no-such.js"):      (403, 403, 403, 403, 200),  # Streamlit gives its page
    ("GET", "/assets/vendor/leaflet/leaflet.js"): (403, 403, 403, 403, 200),
    ("GET", "/tiles/0123456789abcdef/10/508/332.png"): (403, 403, 403, 403, 404),
    ("GET", "/media/0123.csv"):            (403, 403, 403, 403, 404),
    ("OPTIONS", "/media/0123.csv"):        (403, 403, 403, 403, 204),
    ("GET", "/component/some.part/index.html"): (403, 403, 403, 403, 404),
    ("GET", "/_stcore/bidi-components/some/part.js"): (403, 403, 403, 403, 404),
    ("GET", "/_stcore/host-config"):       (401, 401, 403, 403, 200),  # the page shows its words
    ("PUT", "/_stcore/upload_file/session/file"): (403, 403, 403, 403, 400),  # no such session
    ("DELETE", "/_stcore/upload_file/session/file"): (403, 403, 403, 403, 204),
    ("GET", "/_stcore/metrics"):           (403, 403, 403, 403, 404),
    ("GET", "/_stcore/script-health-check"): (403, 403, 403, 403, 404),
    ("GET", "/_stcore/agent/openapi.json"): (403, 403, 403, 403, 404),
    ("POST", "/_stcore/agent/interact"):   (403, 403, 403, 403, 404),
    ("POST", "/_stcore/agent/mcp"):        (403, 403, 403, 403, 404),
    ("GET", "/auth/login"):                (403, 403, 403, 403, 302),
    ("GET", "/_stcore/stream"):            (403, 403, 403, 403, 200),  # no page: the app's shell
}  # fmt: skip


@pytest.fixture(scope="module")
def cookie(call: Caller) -> str:
    return call.enter()


def visitor(kind: str, call: Caller, cookie: str) -> dict[str, str]:
    """Headers of one kind of visitor; each foreign one holds the cookie, as a browser would."""
    name = cookie.partition("=")[0]
    own = {"Cookie": cookie, "Origin": call.address}
    return {
        "no cookie": {"Origin": call.address},
        "old cookie": own | {"Cookie": f"{name}={secrets.token_hex(32)}"},
        "foreign Origin": own | {"Origin": f"http://{FOREIGN}"},
        "foreign Host": own | {"Host": f"{FOREIGN}:{urlsplit(call.address).port}"},
        "good": own,
    }[kind]


@pytest.mark.parametrize("method, path", TABLE)
def test_each_route_answers_those_it_should(
    method: str, path: str, call: Caller, cookie: str
) -> None:
    for kind, wanted in zip(VISITORS, TABLE[method, path], strict=True):
        headers = visitor(kind, call, cookie)
        if method in ("PUT", "DELETE"):  # Streamlit's own check, which comes after the door
            xsrf = call("GET", "/_stcore/health").cookie
            given = [xsrf, headers.get("Cookie", "")]
            headers["Cookie"] = "; ".join(filter(None, given))
            headers["X-Xsrftoken"] = xsrf.partition("=")[2]
        answer = call(method, path, headers)
        assert answer.status == wanted, kind
        said = answer.headers
        assert said["x-content-type-options"] == "nosniff"
        assert said["referrer-policy"] == "no-referrer"
        framed = path.startswith(("/component/", "/_stcore/bidi")) and kind == "good"
        policy = said["content-security-policy"]
        assert policy.endswith("frame-ancestors 'self'") is framed, (kind, policy)
        assert ("frame-ancestors 'none'" in policy) is not framed
        if answer.status in (401, 403) or path.startswith(("/media", "/_stcore/upload")):
            assert said["cache-control"] == "no-store"


SOCKETS = {
    "no cookie": 403,
    "old cookie": 403,
    "foreign Origin": 403,
    "foreign Host": 403,
    "missing Origin": 403,
    "an Origin on another port": 403,
    "an Origin that is null": 403,
    "good": 101,
}


@pytest.mark.parametrize("kind", SOCKETS)
def test_the_websocket_answers_those_it_should(kind: str, call: Caller, cookie: str) -> None:
    headers = visitor(kind if kind in VISITORS else "good", call, cookie)
    if kind.startswith("an Origin"):
        headers["Origin"] = "null" if "null" in kind else "http://127.0.0.1:1"
    elif kind == "missing Origin":
        del headers["Origin"]
    # this client sends the Host of its address: a foreign one is written there
    port = urlsplit(call.address).port
    address = f"ws://{headers.pop('Host', call.host)}/_stcore/stream"
    try:
        with connect(
            address,
            address=("127.0.0.1", port),
            proxy=None,
            subprotocols=["streamlit"],
            additional_headers=headers,
        ) as socket:
            status = socket.response.status_code
    except InvalidStatus as refusal:
        status = refusal.response.status_code
        assert refusal.response.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in refusal.response.headers["Content-Security-Policy"]
    assert status == SOCKETS[kind]


def test_this_machine_may_be_called_by_its_own_names_with_the_port(
    call: Caller, cookie: str
) -> None:
    port = urlsplit(call.address).port
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", f"LOCALHOST:{port}"):
        assert call("GET", "/", {"Host": host, "Cookie": cookie}).status == 200
    odd = ("localhost", "127.0.0.1", f"127.0.0.1:{port + 1}", f"127.0.0.1.{FOREIGN}:{port}", "")
    for host in odd:
        assert call("GET", "/", {"Host": host, "Cookie": cookie}).status == 403, host


def test_what_changes_something_says_which_page_it_comes_from(call: Caller, cookie: str) -> None:
    xsrf = call("GET", "/_stcore/health").cookie
    headers = {"Cookie": f"{cookie}; {xsrf}", "X-Xsrftoken": xsrf.partition("=")[2]}
    path = "/_stcore/upload_file/session/file"
    assert call("DELETE", path, headers).status == 403
    assert call("DELETE", path, headers | {"Origin": call.address}).status == 204


def test_a_key_opens_once_and_leaves_the_address(call: Caller) -> None:
    path = with_key(f"{call.address}/costs").removeprefix(call.address)
    looked = call("HEAD", path)  # a program that looks a link up does not use it
    assert looked.status == 403
    opened = call("GET", f"{path}&tab=2")
    assert (opened.status, opened.headers["location"]) == (303, "/costs?tab=2")
    attributes = {part.strip().lower() for part in opened.headers["set-cookie"].split(";")[1:]}
    assert attributes == {"httponly", "samesite=strict", "path=/"}
    assert opened.headers["referrer-policy"] == "no-referrer"
    assert opened.headers["cache-control"] == "no-store"
    again = call("GET", path)
    assert again.status == 403 and "set-cookie" not in again.headers
    assert "make key" in again.body
    back = call("GET", path, {"Cookie": opened.cookie})  # the browser's own Back button
    assert (back.status, back.headers["location"]) == (303, "/costs")


def test_a_key_is_used_up_by_a_browser_that_is_in_already(call: Caller, cookie: str) -> None:
    path = with_key(call.address).removeprefix(call.address)
    assert call("GET", path, {"Cookie": cookie}).status == 303
    assert call("GET", path).status == 403


def test_a_key_leads_to_this_server_and_no_other(call: Caller) -> None:
    for path in ("//evil.example/", "/\\evil.example", "/%2F%2Fevil.example"):
        query = urlsplit(with_key(call.address)).query
        answer = call("GET", f"{path}?{query}")
        assert re.match(r"/[^/\\]", answer.headers["location"]), path


def test_a_cookie_beside_ours_does_not_shut_us_out(call: Caller, cookie: str) -> None:
    name = cookie.partition("=")[0]
    both = f"other=1; {name}=thrown-in; {cookie}"
    assert call("GET", "/", {"Cookie": both}).status == 200


def test_a_link_from_elsewhere_has_the_page_ask_again_by_itself(call: Caller) -> None:
    link = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert 'http-equiv="refresh"' in call("GET", "/costs", link).body
    for change in ({"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Dest": "iframe"}):
        assert "refresh" not in call("GET", "/costs", link | change).body


def test_key_and_cookie_stand_nowhere_else(
    server: Running, call: Caller, cookie: str, needed: Callable[[bool, str], None]
) -> None:
    key = urlsplit(with_key(server.address)).query.partition("=")[2]
    call("GET", f"/?key={key}")
    secret = cookie.partition("=")[2]
    process = psutil.Process(server.process.pid)
    family = [process, *process.children(recursive=True)]
    told = [text for one in family for text in (*one.cmdline(), *one.environ().values())]
    printed = server.log.read_text("utf-8", "replace")
    first = re.findall(r"\?key=(\w+)", printed)
    assert len(first) == 1  # once, for the person who started it
    for hidden in (key, secret, *first):
        assert not any(hidden in text for text in told)
    assert key not in printed and secret not in printed
    kept = [path.name.encode() + path.read_bytes() for path in doors(server)]
    for hidden in (key, secret, *first):
        assert not any(hidden.encode() in text for text in kept)


def doors(server: Running) -> list[Path]:
    folder = server.log.parent / "data" / "doors"
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_open_desk_asks_for_no_key_and_still_knows_its_name(tmp_path: Path) -> None:
    with running(tmp_path / "data", "--open") as server:
        call = Caller(server.address)
        assert call("GET", "/").status == 200
        assert call("GET", "/", {"Host": FOREIGN}).status == 403
        assert call("GET", "/", {"Origin": f"http://{FOREIGN}"}).status == 403
        assert call("GET", "/_stcore/metrics").status == 404
        with pytest.raises(InvalidStatus):
            connect(f"ws://{call.host}/_stcore/stream", proxy=None)
        printed = server.log.read_text("utf-8")
    assert "key=" not in printed and "--open" in printed
