"""What a browser is shown that is not let in: plain words, and the cure."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from starlette.responses import HTMLResponse, JSONResponse

STYLE = (
    "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1.5rem;"
    "color:#14202b}h1{font-size:1.5rem}code{background:#f1f4f2;padding:.1rem .3rem}"
)
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
)
NEW_KEY = "python -m dashboard.server.new_key"


def no_key(*, knock_again: bool) -> HTMLResponse:
    """Answer a browser that has no key.

    Parameters
    ----------
    knock_again
        The browser came by a link of another page and kept its cookie back. Once this page has
        it ask again by itself, it sends the cookie, if it has one.
    """
    return _page(
        "This browser has no key",
        "Homerounds is running, but this browser has not been let in, or was let in before "
        "Homerounds was last started.",
        "<p>To open it:</p><ol>"
        "<li>Go to the window in which Homerounds was started and open the address that was "
        "printed there when it started. It works once, for an hour, in one browser.</li>"
        "<li>If it has been used, or the browser has been closed since, ask for another: in the "
        f"folder of Homerounds, run <code>make key</code> (on Windows <code>.venv\\Scripts\\"
        f"{NEW_KEY}</code>) and open the address that it prints.</li></ol>"
        "<p>A key is asked for because everybody who works on the same machine could otherwise "
        "open this page.</p>",
        again=knock_again,
    )


def started_anew() -> JSONResponse:
    """Answer a page that lost its server and asks whether it is back; the page shows the words."""
    return JSONResponse(
        "Homerounds was started again since this page\n"
        "was opened. Open the address that it printed\n"
        "then, or ask for one with make key: this page\n"
        "goes on by itself. All that was stored is there.",
        status_code=401,
        headers={"Cache-Control": "no-store"},
    )


def other_name(address: str) -> HTMLResponse:
    """Answer a browser that calls this server by a name that is not its own."""
    return _page(
        "This is not the address of Homerounds",
        "Homerounds answers only at its own address, so that no other site can pass itself off "
        "as this one.",
        f"<p>Open <code>{escape(address)}</code> instead.</p>",
    )


def other_page() -> HTMLResponse:
    """Answer a request that a page of another address made."""
    return _page(
        "A page of another address asked",
        "Homerounds answers its own pages only.",
        "<p>Open Homerounds at its own address, in a tab of its own.</p>",
    )


def closed() -> HTMLResponse:
    """Answer where there is nothing to be had."""
    return _page(
        "There is nothing here",
        "Homerounds has no such page.",
        '<p><a href="/">Go to the overview</a></p>',
        status=404,
    )


def broken() -> HTMLResponse:
    """Answer where something failed that nobody foresaw."""
    return _page(
        "This could not be answered",
        "Something failed. Nothing was changed.",
        "<p>Try again. If it stays, tell whoever looks after this installation.</p>",
        status=500,
    )


def _page(
    title: str, said: str, more: str, *, status: int = 403, again: bool = False
) -> HTMLResponse:
    retry = '<meta http-equiv="refresh" content="0">' if again else ""
    return HTMLResponse(
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8">{retry}'
        f"<title>Homerounds: {escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1><p>{escape(said)}</p>{more}</main></body></html>",
        status_code=status,
        headers={"Cache-Control": "no-store", "Content-Security-Policy": POLICY},
    )
