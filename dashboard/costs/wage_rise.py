"""Uplifts: what a higher wage asks of each band's rate, or the same per cent for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.costs import rates_then, terms
from dashboard.show import controls
from dashboard.show.prices import WEEKS, say_base
from dashboard.show.text import number, pounds
from solver import costs
from solver.base.chosen_rates import band_pence

if TYPE_CHECKING:
    from dashboard.costs.price_check import Basis
    from dashboard.state import Open

WAYS = {"wage": "By the wage above", "per cent": "By per cent"}


def effect(page: Open, basis: Basis) -> None:
    """Ask how the rates should rise, and show the rates that come of it."""
    say_base(page, basis.rests_on(WEEKS[page.scenario.prices.weeks]))
    way = controls.choose_one("Raise the rates", WAYS, key="uplift-way")
    if way == "wage":
        _by_wage(page, basis)
    else:
        _by_per_cent(page, basis)


def _by_wage(page: Open, basis: Basis) -> None:
    if basis.wage_pence == basis.rates.wage_pence:
        st.info(
            f"The wage is that of the rates, {pounds(basis.rates.wage_pence)}. Type another one "
            "above to see what it asks of each band."
        )
        return
    share = st.number_input(
        "Share of the rise that the council passes on (%)",
        0,
        100,
        100,
        step=5,
        key="pass-through",
        width=320,
        persist_state="session",
        help="100% pays all that the wage adds to the rate needed, as said above.",
    )
    book = band_pence(page.world, page.desk.base.scenario)
    risen = costs.uplift_for_wage(basis.travel, basis.rates, book, basis.terms, int(share) / 100)
    rates_then.show(
        page,
        basis.base,
        risen,
        why=f"A wage of {pounds(basis.wage_pence)} instead of {pounds(basis.rates.wage_pence)}, "
        f"{int(share)}% of it passed on, costs the council",
        note="What the wage adds to the rate needed, on top of the rate as loaded: bands with "
        f"more travel need more. {terms.method(basis.terms)} Travel of {basis.words}.",
        key="rates-with-the-wage",
    )


def _by_per_cent(page: Open, basis: Basis) -> None:
    per_cent = st.number_input(
        "Raise every band as loaded by (%)",
        -50.0,
        100.0,
        0.0,
        step=0.1,
        format="%.1f",
        key="uplift-per-cent",
        width=320,
        persist_state="session",
        help="Bradford raised its rates by 7.2% in 2021/22. A figure below 0 lowers them.",
    )
    book = band_pence(page.world, page.desk.base.scenario)
    if per_cent == 0:
        st.info("Type a per cent to see what it makes of each band's rate and of the year.")
        return
    rates_then.show(
        page,
        basis.base,
        costs.by_per_cent(book, per_cent),
        why=f"{number(per_cent, 1)}% on every band as loaded costs the council",
        note="The same per cent on every rate as loaded, to whole pence.",
        key="rates-by-per-cent",
    )
