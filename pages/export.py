"""Export: what may be taken away, for whom?"""

import streamlit as st

from dashboard import frame
from dashboard.publish import export

with frame.page("Export", "Which maps and tables may be taken away, and for whom?") as page:
    public, internal, log = st.tabs(["To publish", "Internal, person by person", "Log of exports"])
    with public:
        export.public(page)
    with internal:
        export.internal(page)
    with log:
        export.log(page)
