"""Zones and bands: who is called on where, and what does an hour cost there?"""

import streamlit as st

from dashboard import frame
from dashboard.show import job_watch
from dashboard.zones import (
    appointing,
    band_shown,
    band_suggest,
    edit,
    effect,
    files,
    moving,
    natural,
    propose,
    sets,
    several,
)

with frame.page(
    "Zones and bands", "Who is called on where, and what does an hour of care cost there?"
) as page:
    effect.figures(page)
    way = propose.choose_way()
    if way == "hand":
        left, right = st.columns([5, 3], gap="medium")
        with left:
            edit.zone_map(page)
        with right:
            kind = edit.choose_kind()
            if kind == "one":
                edit.mover(page)
            elif kind == "several":
                several.several(page)
            else:
                several.settlement(page)
            effect.transfer_rule(page)
            edit.more(page)
    elif way == "packages":
        moving.show(page)
    elif way == "called":
        appointing.show(page)
    elif way == "bands":
        suggestion = band_suggest.ask(page)
        if suggestion is not None:
            band_shown.show(page, suggestion, *band_suggest.measure_words(page))
    elif way == "natural":
        natural.show(page)
    elif way == "draw":
        propose.ask(page)
        job_watch.running(page, ("zones",))
        propose.drawn(page)
    else:
        files.take_away(page)
        files.bring_in(page)
        sets.show(page)
    effect.who_changes(page)
    effect.changes(page)
    effect.tables(page)
