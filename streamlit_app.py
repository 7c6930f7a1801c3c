"""The entry: ``streamlit run streamlit_app.py``.

The app itself is ``dashboard/app.py``; here it gets two routes of its own, for
vendored assets and for map tiles drawn from the roads. Neither serves anything
about a person: these routes stand outside any login.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard.maps.tiles import serve_tile
from dashboard.server import warm
from dashboard.server.faults import failed
from dashboard.server.headers import OwnPictures

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).resolve().parent


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    warm.begin()
    yield {}


app = st.App(
    ROOT / "dashboard" / "app.py",
    lifespan=_lifespan,
    on_script_error=failed,
    middleware=[Middleware(OwnPictures)],
    routes=[
        Mount("/assets/vendor", StaticFiles(directory=ROOT / "assets" / "vendor")),
        Route("/tiles/{roads}/{z:int}/{x:int}/{y:int}.png", serve_tile),
    ],
)
