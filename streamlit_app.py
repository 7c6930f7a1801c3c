"""The entry: ``streamlit run streamlit_app.py``, with ``-- --open`` on a trusted desk.

The app itself is ``dashboard/app.py``; here it gets two routes of its own, for
vendored assets and for map tiles drawn from the roads, and the door that all
routes stand behind (``docs/server.md``).
"""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard.maps.tiles import serve_tile
from dashboard.server import opening, warm
from dashboard.server.door import Door, Lock
from dashboard.server.faults import failed
from dashboard.server.headers import Headers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).resolve().parent

# What it says at its start is the address without a key, and it names each connection.
logging.getLogger("uvicorn.error").setLevel(logging.WARNING)


@cache
def _lock() -> Lock:
    """Make the one lock of this process, once its port is known."""
    return opening.make_lock()


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    warm.begin()
    opening.begin(_lock())
    yield {}
    opening.end(_lock())


app = st.App(
    ROOT / "dashboard" / "app.py",
    lifespan=_lifespan,
    on_script_error=failed,
    middleware=[Middleware(Headers), Middleware(lambda app: Door(app, _lock()))],
    routes=[
        Mount("/assets/vendor", StaticFiles(directory=ROOT / "assets" / "vendor")),
        Route("/tiles/{roads}/{z:int}/{x:int}/{y:int}.png", serve_tile),
    ],
)
