"""Export: what may be taken away, for whom?"""

import streamlit as st

from dashboard import frame
from dashboard.panels import export_view

with frame.page("Export", "Which maps and tables may be taken away, and for whom?") as page:
    public, internal, log = st.tabs(["To publish", "Internal, person by person", "Log of exports"])
    with public:
        export_view.public(page)
    with internal:
        export_view.internal(page)
    with log:
        export_view.log(page)
