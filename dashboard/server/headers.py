"""What the browser is told with every answer: what it may load, and from where.

``docs/server.md`` gives the reason for each line.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from starlette.datastructures import MutableHeaders

from dashboard.maps.outside import OutsideMapError, outside_map
from office.store.folder import data_folder

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

INDEX = Path(st.__file__).parent / "static" / "index.html"
FRAMED = ("/component/", "/_stcore/bidi-components/")
"""A component's own files, which the page may put in a frame."""
HELD = ("/media/", "/_stcore/upload_file/")
"""Files that somebody made or brought: they may hold anything, and nothing in them may run."""
SAME = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "microphone=(), midi=(), payment=(), serial=(), usb=()"
    ),
}


class Headers:
    """Add to every answer what the browser is to keep to, whatever a page or a file asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its answer."""

        async def told(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                for name, value in SAME.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", policy(scope["path"]))
                if scope["path"].startswith(HELD):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, told)


def policy(path: str) -> str:
    """Say what may be loaded by what stands at a path of this server."""
    if path.startswith(HELD):
        rules = ["style-src 'unsafe-inline'", "img-src data:"]
    else:
        rules = [
            " ".join(["script-src 'self' blob:", *_inline(INDEX)]),
            "style-src 'self' 'unsafe-inline'",
            picture_policy(),
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
        ]
    framed_by = "'self'" if path.startswith(FRAMED) else "'none'"
    last = ["base-uri 'none'", "form-action 'none'", f"frame-ancestors {framed_by}"]
    return "; ".join(["default-src 'none'", *rules, *last])


def picture_policy() -> str:
    """Say where pictures may come from: this server, and a configured map server if any."""
    try:
        found = outside_map(data_folder())
    except OutsideMapError:
        found = None
    return " ".join(["img-src 'self' data: blob:", *([found.origin] if found else [])])


@cache
def _inline(index: Path) -> tuple[str, ...]:
    """Name the scripts that stand in Streamlit's page itself by what is in them."""
    found = re.findall(r"<script>(.*?)</script>", index.read_text(encoding="utf-8"), re.DOTALL)
    sums = (hashlib.sha256(script.encode()).digest() for script in found)
    return tuple(f"'sha256-{base64.b64encode(one).decode()}'" for one in sums)
