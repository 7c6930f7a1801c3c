"""The rates of the bands: each one set, bands added, more for evenings and short visits."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.show import controls
from dashboard.show.prices import say_base
from dashboard.show.tables import Figure, say, show_figures
from dashboard.show.text import money_change, whole_pounds
from solver import costs
from solver.base.chosen_rates import band_pence
from solver.zones import areas, assignment

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.base.world import World
    from solver.domain import HoursBasis, Scenario

A_ROW = 4
"""Rates set side by side."""

ENHANCED = {
    "evening": "Evening, from 19:00",
    "weekend": "Weekend",
    "bank holiday": "Bank holiday",
    "15 minutes": "Visits up to 15 minutes",
    "30 minutes": "Visits up to 30 minutes",
}
"""When a council may pay more, as officers read it."""


def band_rates(page: Open) -> None:
    """Let the rate of each band be set; the scenario keeps what differs from the rate book."""
    rates = band_pence(page.world, page.scenario)
    book = band_pence(page.world, page.desk.base.scenario)
    used = set(areas(page.world, page.scenario)["band"])
    bands = [band for band in assignment(page.world, page.scenario).bands if band in rates]
    bands.sort(key=lambda band: (rates[band], band))
    unpriced = sorted(used - set(rates))
    for band in unpriced:
        st.warning(plain(f"The band {band} has areas and no rate: set one."))
    for begin in range(0, len([*bands, *unpriced]), A_ROW):
        row = [*bands, *unpriced][begin : begin + A_ROW]
        for column, band in zip(st.columns(max(len(row), 1)), row, strict=True):
            with column:
                controls.follow(
                    st.number_input,
                    f"{band} band, £ a carer-hour",
                    key=f"rate-{band}",
                    value=rates.get(band, 0) / 100,
                    min_value=0.0,
                    max_value=500.0,
                    step=0.05,
                    format="%.2f",
                    on_change=partial(_rate_typed, band, book.get(band)),
                )


def _rate_typed(band: str, book: int | None, pounds_typed: float) -> None:
    state.edit(partial(set_rate, band, round(pounds_typed * 100), book))


def set_rate(band: str, pence: int | None, book: int | None, scenario: Scenario) -> Scenario:
    """Price a band; at the rate book's own rate, or without one (``None``), it is no change."""
    others = [pair for pair in scenario.prices.band_pence if pair[0] != band]
    pairs = others if pence is None or pence == book else [*others, (band, pence)]
    return replace(scenario, prices=replace(scenario.prices, band_pence=tuple(sorted(pairs))))


def more(page: Open, base: HoursBasis) -> None:
    """Offer further bands, and what is paid on top of a band's rate."""
    with st.expander("More bands; more for evenings, weekends, bank holidays and short visits"):
        left, right = st.columns(2, gap="large")
        with left:
            _bands(page)
        with right:
            _enhancements(page, base)


def _bands(page: Open) -> None:
    st.markdown("**Another band**")
    with st.form("band-new", border=False, clear_on_submit=True):
        name = st.text_input("Its name", key="band-new-name", placeholder="Deep rural")
        rate = st.number_input(
            "Its rate, £ a carer-hour", 0.01, 500.0, 20.0, step=0.05, format="%.2f"
        )
        if st.form_submit_button("Add band", icon=":material/add:"):
            _add(page, name.strip(), round(rate * 100))
    used = set(areas(page.world, page.scenario)["band"])
    spare = [band for band, _ in page.scenario.prices.band_pence if band not in used]
    book = band_pence(page.world, page.desk.base.scenario)
    for band in spare:
        if band in book:
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(f"{band} has no area yet: give it some on Zones and bands."))
            st.button(
                "Remove",
                key=f"band-gone-{band}",
                on_click=state.edit,
                args=(partial(set_rate, band, None, None),),
            )


def _add(page: Open, name: str, pence: int) -> None:
    if not name:
        st.warning("A band needs a name.")
    elif name in band_pence(page.world, page.scenario):
        st.warning(plain(f"There is a band {name} already: set its rate above."))
    else:
        state.edit(partial(set_rate, name, pence, None))
        st.rerun()


def _enhancements(page: Open, base: HoursBasis) -> None:
    st.markdown("**On top of the band's rate, per cent**")
    paid = dict(page.scenario.prices.enhancements)
    others = [when for when in paid if when not in ENHANCED]
    columns = st.columns(2)
    for i, when in enumerate([*ENHANCED, *others]):
        with columns[i % 2]:
            controls.follow(
                st.number_input,
                f"{ENHANCED.get(when, f'Visits up to {when}')} (%)",
                key=f"enhanced-{when}",
                value=paid.get(when, 0),
                min_value=0,
                max_value=300,
                step=5,
                on_change=partial(_enhanced, when),
            )
    if paid:
        weekly = [
            _week(page.world, scenario, base)
            for scenario in (
                page.scenario,
                replace(page.scenario, prices=replace(page.scenario.prices, enhancements=())),
            )
        ]
        at_contract = f"{base} hours at contract prices"
        show_figures(
            [
                Figure(
                    "They add a week",
                    money_change(weekly[0] - weekly[1]),
                    f"to {whole_pounds(weekly[1])}, {at_contract}",
                ),
                Figure("Council pays a week", whole_pounds(weekly[0]), at_contract),
            ]
        )
        say_base(page, at_contract)
        say(
            f"That adds {money_change(weekly[0] - weekly[1]).removeprefix('+')} a week to what is "
            f"paid at contract prices ({whole_pounds(weekly[0])}, {base} hours)."
        )
    st.caption(
        "They add up, and count in what is paid at contract prices, not in the paper's table of "
        "hours × band rates. Contracts with a price of their own are left alone."
    )


def _week(world: World, scenario: Scenario, base: HoursBasis) -> float:
    table = costs.council_week(world, scenario, ("tier",))
    return float(table.loc[table["base"] == base, "weekly_pence"].sum())


def _enhanced(when: str, per_cent: int) -> None:
    def change(scenario: Scenario) -> Scenario:
        others = [pair for pair in scenario.prices.enhancements if pair[0] != when]
        pairs = [*others, (when, int(per_cent))] if per_cent else others
        prices = replace(scenario.prices, enhancements=tuple(sorted(pairs)))
        return replace(scenario, prices=prices)

    state.edit(change)
