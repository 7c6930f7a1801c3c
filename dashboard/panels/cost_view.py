"""Costs: band rates, the paper's table, the year, and what the providers pay beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import controls, state
from dashboard.downloads import beside_table
from dashboard.tables import Column, Figure, say, show_figures, show_grid, show_table
from dashboard.text import change, millions, money_change, number, percent, pounds
from solver import costs
from solver.rates import band_pence, rates_for

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.frame import Open
    from solver.costs import Base
    from solver.domain import Scenario
    from solver.domain.scenario import Weeks

WEEKS = {"52": "52 weeks", "365/7": "365 ÷ 7 weeks", "53": "53 weeks"}
BASES: dict[Base, str] = {"maintenance": "Maintenance only", "all planned": "All planned"}


def band_rates(page: Open) -> None:
    """Let the rate of each band be set; the scenario keeps what differs from the rate book."""
    rates = band_pence(page.world, page.scenario)
    book = band_pence(page.world, page.desk.base.scenario)
    used = costs.band_hours(page.world, page.scenario, "all planned")
    bands = sorted(used, key=lambda band: (book.get(band, 0), band))
    for column, band in zip(st.columns(max(len(bands), 1)), bands, strict=False):
        with column:
            controls.follow(
                st.number_input,
                f"{band} band, £ a carer-hour",
                key=f"rate-{band}",
                value=rates[band] / 100,
                min_value=0.0,
                max_value=500.0,
                step=0.05,
                format="%.2f",
                on_change=partial(_rate_typed, band, book.get(band)),
            )


def _rate_typed(band: str, book: int | None, pounds_typed: float) -> None:
    state.edit(partial(set_rate, band, round(pounds_typed * 100), book))


def set_rate(band: str, pence: int, book: int | None, scenario: Scenario) -> Scenario:
    """Price a band; at the rate book's own rate it is no change."""
    others = [pair for pair in scenario.prices.band_pence if pair[0] != band]
    pairs = others if pence == book else [*others, (band, pence)]
    return replace(scenario, prices=replace(scenario.prices, band_pence=tuple(sorted(pairs))))


def weeks(page: Open) -> None:
    """Choose how many weeks a year has."""
    controls.follow(
        st.segmented_control,
        "A year has",
        key="weeks",
        value=page.scenario.prices.weeks,
        options=list(WEEKS),
        format_func=WEEKS.__getitem__,
        required=True,
        on_change=lambda chosen: state.edit(partial(_set_weeks, chosen)),
    )


def _set_weeks(chosen: Weeks, scenario: Scenario) -> Scenario:
    return replace(scenario, prices=replace(scenario.prices, weeks=chosen))


def choose_base() -> Base:
    """Choose which hours are counted; the two are never added."""
    names = list(BASES)
    chosen: Base = st.segmented_control(
        "Hours counted",
        options=names,
        default=names[0],
        format_func=BASES.__getitem__,
        key="cost-base",
        required=True,
        persist_state="session",
        help="Maintenance: ongoing care only, the base of the price bands. All planned: every "
        "planned visit. The two overlap and are never added.",
    )
    return chosen


def table_of(page: Open, base: Base) -> pd.DataFrame:
    """Hours × the rate of their band, a row a band."""
    hours = costs.band_hours(page.world, page.scenario, base)
    return costs.band_table(hours, band_pence(page.world, page.scenario))


def figures(page: Open, base: Base) -> None:
    """Weekly and annual cost, the average, and the change against the rate paid today."""
    table = table_of(page, base)
    current = page.world.tables.about.current_rate_pence
    weeks_of_year = page.scenario.prices.weeks
    found = costs.rate_change(table, current, weeks_of_year)
    hours = number(table["hours"].sum())
    said = f"{hours} carer-hours, {BASES[base].lower()}"
    show_figures(
        [
            Figure(
                "Council cost a week", pounds(found.proposed_weekly_pence), f"{said}, band rates"
            ),
            Figure(
                "Average", pounds(found.proposed_pence), f"a carer-hour; today {pounds(current)}"
            ),
            Figure(
                "Council cost a year",
                millions(found.proposed_annual_pence),
                f"{WEEKS[weeks_of_year]}; at today's rate {millions(found.current_annual_pence)}",
            ),
            Figure(
                "Change a year",
                f"{'+' if found.change_annual_pence > 0 else ''}"
                f"{millions(found.change_annual_pence)}",
                f"{change(100 * found.change_share, 2)}% against today's average rate",
            ),
        ]
    )


def paper_table(page: Open, base: Base) -> None:
    """Show the table of the paper: hours, share, rate, weekly cost by band, and the average."""
    frame = table_of(page, base).rename_axis("band").reset_index()
    columns = (
        Column("band", "Band"),
        Column("hours", "Hours a week", number, numeric=True),
        Column("share", "Share", lambda v: percent(v, 2), numeric=True),
        Column("rate_pence", "Rate", pounds, numeric=True),
        Column("premium_pence", "Over the cheapest", pounds, numeric=True),
        Column("weekly_pence", "Cost a week", pounds, numeric=True),
    )
    total = {
        "band": "All bands",
        "hours": frame["hours"].sum(),
        "share": 1.0,
        "rate_pence": costs.average_pence(frame),
        "weekly_pence": frame["weekly_pence"].sum(),
    }
    show_table(
        frame,
        columns,
        caption=f"Price bands, {BASES[base].lower()} hours",
        note="Carer-hours a week × the rate of the band. In the last row the rate is the average.",
        total=total,
    )
    beside_table(frame, f"bands-{base.replace(' ', '-')}", page)


def why(page: Open, base: Base) -> None:
    """Split the change of the year into the uplift on every hour and the premium for rural ones."""
    found = costs.rate_change(
        table_of(page, base), page.world.tables.about.current_rate_pence, page.scenario.prices.weeks
    )
    table = table_of(page, base)
    uplift = int(table["rate_pence"].min()) - found.current_pence
    say(
        f"{money_change(found.change_annual_pence)} a year against one average rate of "
        f"{pounds(found.current_pence)}: {money_change(found.uplift_annual_pence)} because every "
        f"hour costs at least {pounds(abs(uplift))} {'more' if uplift >= 0 else 'less'}, and "
        f"{money_change(found.premium_annual_pence)} because the other bands cost more than the "
        "cheapest."
    )


def council(page: Open) -> None:
    """List the week by zone, band and tier at contract prices, for one base."""
    base: Base = st.session_state.get("cost-base", "maintenance")
    frame = costs.council_week(page.world, page.scenario)
    frame = frame[frame["base"] == base]
    shown = frame.assign(
        hours=frame["carer_hours"].round(1),
        weekly=frame["weekly_pence"] / 100,
        average=(frame["average_pence"] / 100).round(2),
    )
    st.caption(
        f"{BASES[base]} hours at contract prices: spot and specialist contracts may have their "
        f"own price. Together {pounds(frame['weekly_pence'].sum())} a week."
    )
    headings = {
        "zone": "Zone",
        "band": "Band",
        "tier": "Tier",
        "people": "Service users",
        "packages": "Packages",
        "hours": "Carer-hours a week",
        "weekly": "Council pays a week (£)",
        "average": "Average (£ an hour)",
    }
    show_grid(shown, headings, caption="Council cost by zone, band and tier", height=420)
    beside_table(frame, "council-week", page)


def rates_used(page: Open) -> None:
    """List the dated rates behind the figures, each with its source."""
    rates = rates_for(page.world, page.scenario)
    frame = rates.table()
    st.dataframe(frame, hide_index=True, width="stretch", alt="Rates used")
    beside_table(frame, "rates-used", page)
