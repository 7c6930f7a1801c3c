"""Overview: what does this county look like, and how do today's rounds run?"""

import streamlit as st

from dashboard import frame
from dashboard.overview import overview
from dashboard.show import controls

QUESTION = "What does this county look like, and how do today's rounds run?"

with frame.page("Overview", QUESTION) as page:
    overview.figures(page)
    wide, narrow = st.columns([7, 3], gap="medium")
    with narrow:
        focus = overview.find(page)
        day = controls.choose_day("Today's rounds of")
        travel = st.container()
    with wide:
        overview.county_map(page, day, focus)
    overview.table_twin(page)
    with travel:
        overview.travel_figures(page, day)
