"""Costs: what does care cost a week and a year, and why?"""

import streamlit as st

from dashboard import controls, frame
from dashboard.panels import cost_view, provider_cost

with frame.page("Costs", "What does care cost the council a week and a year, and why?") as page:
    with st.container(horizontal=True):
        base = cost_view.choose_base()
        cost_view.weeks(page)
    cost_view.band_rates(page)
    cost_view.figures(page, base)
    cost_view.paper_table(page, base)
    cost_view.why(page, base)
    st.subheader("Beside it: what the providers pay", anchor=False)
    day = controls.choose_day()
    provider_cost.by_band(page, day)
    contracts, rates = st.tabs(["By zone, band and tier", "Rates used"])
    with contracts:
        cost_view.council(page)
    with rates:
        cost_view.rates_used(page)
