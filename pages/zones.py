"""Zones and bands: who is called on where, and what does an hour cost there?"""

import streamlit as st

from dashboard import frame
from dashboard.panels import zone_edit, zone_effect

with frame.page(
    "Zones and bands", "Who is called on where, and what does an hour of care cost there?"
) as page:
    zone_effect.figures(page)
    left, right = st.columns([5, 3], gap="medium")
    with left:
        zone_edit.zone_map(page)
    with right:
        zone_edit.mover(page)
        zone_effect.transfer_rule(page)
        zone_edit.more(page)
    zone_effect.who_changes(page)
    zone_effect.changes(page)
    zone_effect.tables(page)
