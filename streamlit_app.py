"""The entry: ``streamlit run streamlit_app.py``.

The app itself is ``dashboard/app.py``; here it gets two routes of its own, for
vendored assets and for map tiles drawn from the roads. Neither serves anything
about a person: these routes stand outside any login.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard.frame import failed
from dashboard.tiles import serve_tile

ROOT = Path(__file__).resolve().parent

app = st.App(
    ROOT / "dashboard" / "app.py",
    on_script_error=failed,
    routes=[
        Mount("/assets/vendor", StaticFiles(directory=ROOT / "assets" / "vendor")),
        Route("/tiles/{roads}/{z:int}/{x:int}/{y:int}.png", serve_tile),
    ],
)
