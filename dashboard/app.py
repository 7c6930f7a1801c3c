"""The app: the same frame round every page, whichever address is opened first."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import frame, sidebar, state
from office.store import StoreError

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "pages"

st.set_page_config(
    page_title="Homerounds",
    page_icon=str(ROOT / "assets" / "style" / "icon.png"),
    layout="wide",
    initial_sidebar_state="auto",
)
frame.style()
pages = {
    "The county": [
        st.Page(PAGES / "overview.py", title="Overview", icon=":material/map:", default=True),
        st.Page(PAGES / "data.py", title="Data", icon=":material/folder:", url_path="data"),
    ],
    "Zones and prices": [
        st.Page(
            PAGES / "zones.py",
            title="Zones and bands",
            icon=":material/edit_location_alt:",
            url_path="zones",
        ),
        st.Page(PAGES / "costs.py", title="Costs", icon=":material/payments:", url_path="costs"),
        st.Page(
            PAGES / "demand.py", title="Demand", icon=":material/trending_up:", url_path="demand"
        ),
    ],
    "Rounds and roads": [
        st.Page(PAGES / "rounds.py", title="Rounds", icon=":material/route:", url_path="rounds"),
        st.Page(PAGES / "roads.py", title="Roads", icon=":material/speed:", url_path="roads"),
    ],
    "Decide": [
        st.Page(
            PAGES / "compare.py", title="Compare", icon=":material/compare:", url_path="compare"
        ),
        st.Page(PAGES / "export.py", title="Export", icon=":material/download:", url_path="export"),
    ],
}
chosen = st.navigation(pages, position="sidebar")
st.set_page_config(page_title=f"{chosen.title} · Homerounds")
try:
    state.store()
    sidebar.show()
    chosen.run()
    state.show_notices()
    frame.foot()
except StoreError as error:  # the store itself cannot be used: no page can say more
    frame.show_error(error)
