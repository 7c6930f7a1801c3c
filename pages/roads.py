"""Roads: how long does travel take, and who can be reached?"""

import streamlit as st

from dashboard import frame
from dashboard.roads import (
    effect,
    reach as road_reach,
    speeds as road_speeds,
    way as road_way,
)
from dashboard.show import controls

with frame.page("Roads", "How long does travel take, and who can be reached from where?") as page:
    road_speeds.usual_choices(page)
    day = controls.choose_day("Today's rounds of")
    effect.figures(page, day)
    reach, way, speeds = st.tabs(
        ["Who can be reached", "The way between two doors", "Every speed"], key="roads-tabs"
    )
    with reach:
        road_reach.reach(page)
    with way:
        road_way.way(page)
    with speeds:
        road_speeds.every_speed(page)
