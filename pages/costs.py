"""Costs: what does care cost a week and a year, and why?"""

import streamlit as st

from dashboard import frame
from dashboard.panels import cost_view, price_check, provider_cost, wage_rise

with frame.page("Costs", "What does care cost the council a week and a year, and why?") as page:
    with st.container(horizontal=True):
        base = cost_view.choose_base()
        cost_view.weeks(page)
    cost_view.band_rates(page)
    cost_view.figures(page, base)
    cost_view.paper_table(page, base)
    cost_view.why(page, base)
    st.header("Does the price pay for the travel?", anchor=False)
    basis = price_check.ask(page, base)
    price_check.check(page, basis)
    lines, wage, pay, providers, contracts, rates = st.tabs(
        [
            "The rate needed, line by line",
            "If the wage rises",
            "What carers earn",
            "What providers pay",
            "By zone, band and tier",
            "Rates used",
        ]
    )
    with lines:
        price_check.line_by_line(page, basis)
    with wage:
        wage_rise.effect(page, basis)
    with pay:
        price_check.carers_pay(basis)
    with providers:
        provider_cost.by_band(page, basis.day)
    with contracts:
        cost_view.council(page)
    with rates:
        cost_view.rates_used(page)
