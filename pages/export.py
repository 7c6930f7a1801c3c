"""Export: what may be taken away, for whom?"""

import streamlit as st

from dashboard import frame
from dashboard.publish import export, log

with frame.page("Export", "Which maps and tables may be taken away, and for whom?") as page:
    public, internal, taken = st.tabs(
        ["To publish", "Internal, person by person", "Log of exports"]
    )
    with public:
        export.public(page)
    with internal:
        export.internal(page)
    with taken:
        log.log(page)
