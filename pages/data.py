"""Data: which county is this, is it sound, and how is another one loaded?"""

import streamlit as st

from dashboard import cache, frame, state
from dashboard.data import counties, loading, sums
from solver.errors import HomeroundsError

QUESTION = "Which county is this, is its data sound, and how is another one loaded?"

desk = state.desk()
world = None
fault = None
if desk is not None:
    try:
        world = cache.open_world(desk.world)
        frame.base_line(world)
    except HomeroundsError as error:
        fault = error
frame.heading("Data", QUESTION)
if fault is not None:
    frame.show_error(fault)
if desk is None:
    st.info("No county is loaded yet. Load its files below, or bring the demo county back.")

here, load, quality, contents, templates = st.tabs(
    ["Counties here", "Load a county", "Data quality", "What it holds", "Templates"]
)
with here:
    counties.counties(desk)
with load:
    loading.load()
with quality:
    if world is not None:
        counties.quality(world)
with contents:
    if world is not None:
        counties.contents(world)
with templates:
    counties.templates()
sums.panel()
