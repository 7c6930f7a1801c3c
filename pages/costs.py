"""Costs: what does care cost a week and a year, and why?"""

import streamlit as st

from dashboard import frame
from dashboard.costs import (
    bands,
    budget,
    carers_pay,
    contracts as by_contract,
    price_check,
    providers_pay,
    wage_rise,
    year,
)

with frame.page("Costs", "What does care cost the council a week and a year, and why?") as page:
    with st.container(horizontal=True):
        base = year.choose_base()
        year.weeks(page)
    bands.band_rates(page)
    bands.more(page, base)
    year.figures(page, base)
    year.paper_table(page, base)
    year.why(page, base)
    year.by_weeks(page, base)
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
        providers_pay.by_band(page, basis.day)
    with contracts:
        by_contract.council(page)
    with budgets:
        budget.show(page, base)
    with rates:
        by_contract.rates_used(page)
