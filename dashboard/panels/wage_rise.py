"""“If the wage rises”: what a higher wage asks of each band's rate, and of the council's year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.downloads import beside_table
from dashboard.panels.cost_view import BASES, WEEKS
from dashboard.tables import Column, Figure, say, show_figures, show_table
from dashboard.text import millions, money_change, percent, pounds
from solver import costs
from solver.rates import band_pence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.frame import Open
    from dashboard.panels.price_check import Basis
    from solver.costs import RateChange
    from solver.domain import Scenario


def effect(page: Open, basis: Basis) -> None:
    """Show the rates that would pass a raised wage on, and let them be set."""
    rise = basis.wage_pence - basis.rates.wage_pence
    if rise == 0:
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
        help="100% pays all of it, with on-costs, for the time at the door and the travel.",
    )
    book = band_pence(page.world, page.desk.base.scenario)
    now = band_pence(page.world, page.scenario)
    risen = costs.uplift_for_wage(
        basis.travel, basis.rates, book, basis.wage_pence, int(share) / 100
    )
    before, after = _year(page, basis, now), _year(page, basis, risen)
    _figures(page, basis, before, after)
    _table(page, basis, book, now, risen)
    if all(now.get(band) == pence for band, pence in risen.items()):
        st.success("These are the rates of the open scenario. Undo takes them back.")
        return
    st.button(
        "Set these rates",
        type="primary",
        icon=":material/check:",
        on_click=_set,
        args=(risen, book),
        help="The rates of all bands go into the open scenario; Undo takes them back.",
    )


def _year(page: Open, basis: Basis, rates: Mapping[str, int]) -> RateChange:
    hours = costs.band_hours(page.world, page.scenario, basis.base)
    current = page.world.tables.about.current_rate_pence
    return costs.rate_change(costs.band_table(hours, rates), current, page.scenario.prices.weeks)


def _figures(page: Open, basis: Basis, before: RateChange, after: RateChange) -> None:
    said = f"{BASES[basis.base].lower()} hours, {WEEKS[page.scenario.prices.weeks]}"
    more = after.proposed_annual_pence - before.proposed_annual_pence
    show_figures(
        [
            Figure(
                "Council cost a year with the rise",
                millions(after.proposed_annual_pence),
                f"{said}; with the rates now {millions(before.proposed_annual_pence)}",
            ),
            Figure("Change by the rise", money_change(more), "a year, against the rates now"),
            Figure(
                "Of the year's change: every hour",
                money_change(after.uplift_annual_pence),
                f"against one average rate of {pounds(after.current_pence)}",
            ),
            Figure(
                "Of the year's change: rural premium",
                money_change(after.premium_annual_pence),
                "what the other bands cost over the cheapest",
            ),
        ]
    )
    say(
        f"A wage of {pounds(basis.wage_pence)} instead of {pounds(basis.rates.wage_pence)} asks "
        f"the council for {money_change(more).removeprefix('+')} a year where the rates follow it: "
        "bands with more travel need more, because travel is paid as well."
    )


def _table(
    page: Open,
    basis: Basis,
    book: Mapping[str, int],
    now: Mapping[str, int],
    risen: Mapping[str, int],
) -> None:
    used = costs.band_hours(page.world, page.scenario, basis.base)
    frame = pd.DataFrame(
        {
            "band": band,
            "now_pence": now.get(band),
            "book_pence": book.get(band),
            "risen_pence": risen[band],
            "rise_pence": risen[band] - book[band],
            "share": risen[band] / book[band] - 1 if book[band] else None,
        }
        for band in sorted(used, key=lambda band: (book.get(band, 0), band))
        if band in risen
    )
    columns = (
        Column("band", "Band"),
        Column("now_pence", "Rate now", pounds, numeric=True),
        Column("book_pence", "Rate of the base", pounds, numeric=True),
        Column("rise_pence", "Rise", lambda v: money_change(v, whole=False), numeric=True),
        Column("share", "Rise, per cent", percent, numeric=True),
        Column("risen_pence", "Rate with the rise", pounds, numeric=True),
    )
    show_table(
        frame,
        columns,
        caption=f"What the wage asks of each band's rate, {basis.words}",
        note="Rise of the wage × paid time a contact hour (door and travel) × on-costs, on top of "
        "the rate of the base.",
    )
    beside_table(frame, "rates-with-the-wage", page)


def _set(risen: Mapping[str, int], book: Mapping[str, int]) -> None:
    pairs = tuple(sorted((band, p) for band, p in risen.items() if p != book.get(band)))

    def change(scenario: Scenario) -> Scenario:
        return replace(scenario, prices=replace(scenario.prices, band_pence=pairs))

    state.edit(change)
    state.notice("The rates are in the open scenario. Undo takes them back.")
