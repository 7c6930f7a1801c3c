"""The start of the server: say where it is opened, and open it where somebody sits in front."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import webbrowser
from html import escape
from typing import TYPE_CHECKING

from dashboard import trusted_desk
from dashboard.server.door import Lock
from dashboard.server.keys import KeyRing, Keys, trace, with_key
from dashboard.server.places import Places
from dashboard.server.refused import NEW_KEY
from office.store.errors import StoreError
from office.store.folder import data_folder, touch_private

if TYPE_CHECKING:
    from pathlib import Path

PAGE_KEPT_S = 60.0
ASK = "make key" if os.name != "nt" else rf".venv\Scripts\{NEW_KEY}"
"""How another key is asked for."""


def make_lock() -> Lock:
    """Make the lock of this server from what is configured, once its port is known."""
    from streamlit import config

    port = int(config.get_option("server.port"))
    name, listens = config.get_option("browser.serverAddress"), config.get_option("server.address")
    return Lock(
        keys=Keys(KeyRing.of(data_folder(), port)),
        places=Places.of((name, listens), (port, int(config.get_option("browser.serverPort")))),
        address=f"http://{Places.to_open(listens)}:{port}",
        port=port,
        open=trusted_desk(),
    )


def begin(lock: Lock) -> None:
    """Print the address that opens the server, and open it where there is a screen."""
    try:
        lock.keys.ring.begin(lock.address)
        trouble = ""
    except StoreError as error:
        trouble = str(error)
    if lock.open:
        _say(
            f"Homerounds is open at {lock.address}\n\n"
            "It was started with --open: everybody on this machine can use it, without a key."
        )
        if at_a_screen():
            webbrowser.open(lock.address)
        return
    key = lock.keys.first()
    _say(
        "Homerounds is ready. Open this address; it works once, in one browser, within an hour:\n\n"
        f"{with_key(lock.address, key)}\n\n"
        + (trouble or f"For another browser, or once this one was closed: {ASK}")
    )
    if not trouble and at_a_screen():
        _open_by_page(lock, key)


def end(lock: Lock) -> None:
    """Void what keys are left."""
    lock.keys.ring.end()


def at_a_screen() -> bool:
    """Say whether somebody sits at the screen of this machine, in front of this window."""
    if os.environ.get("CI") or os.environ.get("SSH_CONNECTION") or not sys.stdout.isatty():
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_by_page(lock: Lock, key: str) -> None:
    """Open a private page that leads to the address: other accounts see a program's arguments."""
    page = lock.keys.ring.page(trace(key))
    with contextlib.suppress(OSError):  # no room for it: the printed address is there
        write_page(page, with_key(lock.address, key))
        threading.Thread(target=webbrowser.open, args=(page.as_uri(),), daemon=True).start()
        late = threading.Timer(PAGE_KEPT_S, page.unlink, kwargs={"missing_ok": True})
        late.daemon = True
        late.start()


def write_page(page: Path, address: str) -> None:
    """Write the page that leads to an address at once, for this account alone."""
    touch_private(page).write_text(
        f'<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
        f'<meta http-equiv="refresh" content="0;url={escape(address)}"><title>Homerounds</title>',
        encoding="utf-8",
    )


def _say(text: str) -> None:
    lines = "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
    sys.stdout.write(f"\n{lines}\n  Ctrl+C here ends it.\n\n")
    sys.stdout.flush()
