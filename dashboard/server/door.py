"""The door: who is answered at all.

Every request must call this server by its own name; one that a page made must come from a page
of this server; and every one but the health check must show the cookie that a one-time key was
exchanged for. ``docs/server.md`` says what that protects against, and what not.
"""

from __future__ import annotations

import hmac
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, quote, urlencode

from starlette.responses import RedirectResponse

from dashboard.server import refused
from dashboard.server.keys import QUERY, Keys, new_secret

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from dashboard.server.places import Places

HEALTH = "/_stcore/health"
RETURN = "/_stcore/host-config"
"""What a page asks for first when its connection broke, and whose refusal it shows."""
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
"""Nothing on any page asks for these: measures of the server, and another way to drive the app."""
READS = ("GET", "HEAD", "OPTIONS")
REFUSED_SOCKET = 1008
"""The code of the protocol for "against the rules of this server"."""


@dataclass(frozen=True)
class Lock:
    """What opens the door of one server, from its start to its end.

    Parameters
    ----------
    keys
        What the cookie is exchanged for.
    places
        The server's own names.
    address
        Where officers open it.
    port
        Where it listens; its cookie is named by it, since browsers give a cookie to every port.
    open
        No cookie is asked for: a trusted desk.
    secret
        What the cookie must say. In the memory of this process and nowhere else.
    """

    keys: Keys
    places: Places
    address: str
    port: int
    open: bool = False
    secret: str = field(default_factory=new_secret, repr=False)

    @property
    def cookie(self) -> str:
        """Name of the cookie."""
        return f"homerounds_{self.port}"

    def fits(self, shown: str) -> bool:
        """Compare a cookie with the secret, in a time that says nothing of either."""
        return hmac.compare_digest(shown.encode("utf-8", "replace"), self.secret.encode())


class Door:
    """Turn away whoever is not to be answered.

    Parameters
    ----------
    app
        What answers the others.
    lock
        What opens.
    """

    def __init__(self, app: ASGIApp, lock: Lock) -> None:
        self.app = app
        self.lock = lock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request or connection in, or answer it with a refusal."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        answer = self._refusal(scope)
        inside = _without(scope, self.lock.cookie)
        if scope["type"] == "http":
            await (answer or _Unbroken(self.app))(inside, receive, send)
        elif answer is None:
            await self.app(inside, receive, send)
        else:
            await _turn_away(answer, inside, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        lock = self.lock
        hosts, origins = _all(scope, "host"), _all(scope, "origin")
        if len(hosts) != 1 or not lock.places.answers_to(hosts[0]):
            return refused.other_name(lock.address)
        socket = scope["type"] == "websocket"
        must_say = socket or scope["method"] not in READS
        if len(origins) > 1 or (must_say and not origins):
            return refused.other_page()
        if origins and not lock.places.own_page(origins[0], hosts[0]):
            return refused.other_page()
        if not socket and scope["method"] == "GET" and (key := _key(scope)) is not None:
            good = lock.keys.claim(key)
            if good or lock.open or self._has_cookie(scope):
                return self._in(scope, cookie=good)
        if not lock.open and not _is_health(scope) and not self._has_cookie(scope):
            if scope["path"] == RETURN:
                return refused.started_anew()
            return refused.no_key(knock_again=_came_by_link(scope))
        if any(scope["path"] == path or scope["path"].startswith(f"{path}/") for path in CLOSED):
            return refused.closed()
        return None

    def _has_cookie(self, scope: Scope) -> bool:
        return any(
            self.lock.fits(value) for name, value in _cookies(scope) if name == self.lock.cookie
        )

    def _in(self, scope: Scope, *, cookie: bool) -> Response:
        """Send the browser on to the same address without the key, with the cookie."""
        rest = [(k, v) for k, v in parse_qsl(_query(scope), True) if k != QUERY]
        path = "/" + quote(scope["path"].lstrip("/\\"))
        answer = RedirectResponse(path + (f"?{urlencode(rest)}" if rest else ""), status_code=303)
        answer.headers["Cache-Control"] = "no-store"
        if cookie:
            answer.set_cookie(
                self.lock.cookie,
                self.lock.secret,
                httponly=True,
                samesite="strict",
                secure=scope["scheme"] == "https",
            )
        return answer


@dataclass(frozen=True)
class _Unbroken:
    """Answer in plain words where what should have answered broke."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def told(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, told)
        except Exception as error:
            # the message of an unforeseen error may hold data: the log names its kind alone
            logging.getLogger("homerounds").error("%s while answering", type(error).__name__)
            if begun:
                raise ConnectionAbortedError from None
            await refused.broken()(scope, receive, send)


def _all(scope: Scope, name: str) -> list[str]:
    wanted = name.encode()
    return [value.decode("latin-1") for key, value in scope["headers"] if key == wanted]


def _cookies(scope: Scope) -> list[tuple[str, str]]:
    """Return every cookie, also several of one name: another server may have set its own."""
    pairs = (one.partition("=") for line in _all(scope, "cookie") for one in line.split(";"))
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _without(scope: Scope, name: str) -> Scope:
    """Keep the secret from what answers: it has no need of it."""
    kept = "; ".join(f"{key}={value}" for key, value in _cookies(scope) if key and key != name)
    headers = [(key, value) for key, value in scope["headers"] if key != b"cookie"]
    if kept:
        headers.append((b"cookie", kept.encode("latin-1")))
    return {**scope, "headers": headers}


def _query(scope: Scope) -> str:
    return str(scope.get("query_string", b"").decode("latin-1"))


def _key(scope: Scope) -> str | None:
    return next(iter(parse_qs(_query(scope), keep_blank_values=True).get(QUERY, ())), None)


def _is_health(scope: Scope) -> bool:
    return bool(scope["type"] == "http" and scope["path"] == HEALTH)


def _came_by_link(scope: Scope) -> bool:
    """Say whether another site's page led here: the browser then keeps a strict cookie back."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and _all(scope, "sec-fetch-site") == ["cross-site"]
        and _all(scope, "sec-fetch-mode") == ["navigate"]
        and _all(scope, "sec-fetch-dest") == ["document"]
    )


async def _turn_away(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse a websocket before it is one."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": REFUSED_SOCKET})
        return

    async def as_socket(message: Message) -> None:
        await send({**message, "type": f"websocket.{message['type']}"})

    await answer({**scope, "type": "http", "method": "GET"}, receive, as_socket)
