"""Wage, mileage and on-costs of the price check, and what grows with the wage."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.show import controls
from dashboard.show.text import pounds
from solver.costs import PayTerms
from solver.rates.pay import on_cost_shares

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.domain import Scenario
    from solver.rates import Rates


def ask(page: Open, rates: Rates) -> PayTerms:
    """Ask for the wage that the rate must pay, mileage and on-costs; blank keeps the rates' own."""
    wage = page.scenario.prices.wage_pence
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.follow(
            st.number_input,
            "Wage of carers, £ an hour",
            key="wage",
            value=(wage or rates.wage_pence) / 100,
            min_value=0.01,
            max_value=100.0,
            step=0.05,
            format="%.2f",
            width=240,
            on_change=partial(_wage_typed, rates.wage_pence),
            help=f"On {rates.day:%d/%m/%Y} it is {pounds(rates.wage_pence)}: the Real Living "
            "Wage, unless the county's own rates say otherwise. Raise it to see the effect.",
        )
        mileage = _mileage(page, rates)
        on_costs = _on_costs(rates, wage or rates.wage_pence)
    on_cost_grows, running_grows = _grossing()
    return PayTerms(
        wage_pence=wage,
        mileage_pence=mileage,
        on_cost_share=None if on_costs is None else on_costs / 100,
        gross_on_costs=on_cost_grows,
        gross_running=running_grows,
    )


def method(terms: PayTerms) -> str:
    """Name the method by which a change of wage is costed, and what grows with the wage."""
    grows = {
        (True, True): "on-costs, running costs and surplus grow",
        (True, False): "on-costs grow, running costs and surplus do not grow",
        (False, True): "running costs and surplus grow, on-costs do not grow",
        (False, False): "on-costs, running costs and surplus do not grow",
    }
    return (
        "Method: the sector's price model at both wages, for the time at the door and the travel; "
        f"{grows[terms.gross_on_costs, terms.gross_running]} with the wage."
    )


def _wage_typed(dated_pence: int, typed: float) -> None:
    pence = round(typed * 100)
    state.edit(partial(_set_wage, 0 if pence == dated_pence else pence))


def _set_wage(pence: int, scenario: Scenario) -> Scenario:
    return replace(scenario, prices=replace(scenario.prices, wage_pence=pence))


def _mileage(page: Open, rates: Rates) -> float | None:
    dated = rates.mileage_pence("car")
    values = "; ".join(
        f"{rate.value}p from {rate.from_date:%-d %B %Y}"
        for rate in page.world.rates.history("mileage_car")
        if rate.value is not None
    )
    typed: float | None = st.number_input(
        "Mileage, pence a mile",
        0.0,
        200.0,
        value=None,
        step=1.0,
        format="%.1f",
        key="price-mileage",
        width=220,
        placeholder=f"{dated} on {rates.day:%d/%m/%Y}",
        persist_state="session",
        help=f"By car; other modes change in proportion. The rates have {values}. Blank keeps "
        "that of the day. For the rate needed alone: what providers pay stays at the rates.",
    )
    return typed


def _on_costs(rates: Rates, wage_pence: int) -> float | None:
    dated = 100 * sum(share for _, share in on_cost_shares(rates, wage_pence))
    typed: float | None = st.number_input(
        "On-costs, % of pay",
        0.0,
        200.0,
        value=None,
        step=0.5,
        format="%.1f",
        key="price-on-costs",
        width=200,
        placeholder=f"{dated:.1f} as dated",
        persist_state="session",
        help="National Insurance, pension, holiday, training, sick pay and notice together; each "
        "keeps its proportion. Blank keeps those of the rates.",
    )
    return typed


def _grossing() -> tuple[bool, bool]:
    with st.container(horizontal=True):
        on_costs = st.toggle(
            "On-costs grow with the wage",
            value=True,
            key="gross-on-costs",
            persist_state="session",
            help="Off: they keep their pence when another wage is typed.",
        )
        running = st.toggle(
            "Running costs and surplus grow with the wage",
            value=True,
            key="gross-running",
            persist_state="session",
            help="They are shares of the price in the sector's model. Off: they keep their pence.",
        )
    return bool(on_costs), bool(running)
