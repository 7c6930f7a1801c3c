"""Zones and bands: who is called on where, and what does an hour cost there?"""

import streamlit as st

from dashboard import frame
from dashboard.panels import (
    band_shown,
    band_suggest,
    job_watch,
    zone_edit,
    zone_effect,
    zone_files,
    zone_natural,
    zone_propose,
    zone_sets,
    zone_several,
)

with frame.page(
    "Zones and bands", "Who is called on where, and what does an hour of care cost there?"
) as page:
    zone_effect.figures(page)
    way = zone_propose.choose_way()
    if way == "hand":
        left, right = st.columns([5, 3], gap="medium")
        with left:
            zone_edit.zone_map(page)
        with right:
            kind = zone_edit.choose_kind()
            if kind == "one":
                zone_edit.mover(page)
            elif kind == "several":
                zone_several.several(page)
            else:
                zone_several.settlement(page)
            zone_effect.transfer_rule(page)
            zone_edit.more(page)
    elif way == "bands":
        suggestion = band_suggest.ask(page)
        if suggestion is not None:
            band_shown.show(page, suggestion, *band_suggest.measure_words(page))
    elif way == "natural":
        zone_natural.show(page)
    elif way == "draw":
        zone_propose.ask(page)
        job_watch.running(page, ("zones",))
        zone_propose.drawn(page)
    else:
        zone_files.take_away(page)
        zone_files.bring_in(page)
        zone_sets.show(page)
    zone_effect.who_changes(page)
    zone_effect.changes(page)
    zone_effect.tables(page)
