"""Costs: what does care cost a week and a year, and why?"""

import streamlit as st

from dashboard import frame
from dashboard.costs import (
    bands,
    budget,
    carers_pay,
    price_check,
    wage_rise,
)
from dashboard.show import cost_view, provider_cost

with frame.page("Costs", "What does care cost the council a week and a year, and why?") as page:
    with st.container(horizontal=True):
        base = cost_view.choose_base()
        cost_view.weeks(page)
    bands.band_rates(page)
    bands.more(page, base)
    cost_view.figures(page, base)
    cost_view.paper_table(page, base)
    cost_view.why(page, base)
    cost_view.by_weeks(page, base)
    st.header("Does the price pay for the travel?", anchor=False)
    basis = price_check.ask(page, base)
    price_check.check(page, basis)
    lines, wage, pay, providers, contracts, budgets, rates = st.tabs(
        [
            "Line by line",
            "If wages or rates rise",
            "What carers earn",
            "What providers pay",
            "By contract",
            "Budgets",
            "Rates used",
        ]
    )
    with lines:
        price_check.line_by_line(page, basis)
    with wage:
        wage_rise.effect(page, basis)
    with pay:
        carers_pay.show(page, basis)
    with providers:
        provider_cost.by_band(page, basis.day)
    with contracts:
        cost_view.council(page)
    with budgets:
        budget.show(page, base)
    with rates:
        cost_view.rates_used(page)
