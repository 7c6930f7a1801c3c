"""Budgets: years ahead in the two ways that councils print them, direct payments, hours bought."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.costs import printed
from dashboard.show.downloads import beside_table
from dashboard.show.prices import (
    BASES,
    CURRENT_RATE,
    WEEKS,
    against_today,
    say_base,
    table_of,
)
from dashboard.show.tables import Column, Figure, say, show_figures, show_table
from dashboard.show.text import money_change, number, percent, pounds, whole_pounds
from solver import costs
from solver.errors import RatesError

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.costs import FinancialYear, RateChange
    from solver.domain import HoursBasis

VIEWS = {
    "absolute": "What is spent each year",
    "incremental": "Change against the year before",
}
LARGEST_POUNDS = 1e10


def show(page: Open, base: HoursBasis) -> None:
    """Carry the cost over years, follow it into direct payments, and turn printed tables round."""
    _years(page, base)
    left, right = st.columns(2, gap="large")
    with left:
        _direct_payments(page, base)
    with right:
        _bought(page, base)
    printed.show()


@dataclass(frozen=True, slots=True)
class YearsAhead:
    """How many years are shown, how rates and hours rise a year (shares), and in which way."""

    years: int
    rates: float
    hours: float
    view: str


def _ask_years() -> YearsAhead:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        years = int(st.number_input("Years ahead", 1, 20, 5, key="budget-years", width=140))
        rates = st.number_input(
            "Rates rise a year (%)", -20.0, 50.0, 0.0, step=0.1, key="budget-rates", width=200
        )
        hours = st.number_input(
            "Hours rise a year (%)",
            -20.0,
            50.0,
            0.0,
            step=0.1,
            key="budget-hours",
            width=200,
            help="57% more people needing support over 2018 to 2038, as the Department of Health "
            "and Social Care projects it, is 2.28% a year.",
        )
        view = st.segmented_control(
            "Show",
            list(VIEWS),
            default="absolute",
            format_func=VIEWS.__getitem__,
            key="budget-view",
            required=True,
        )
    return YearsAhead(years, rates / 100, hours / 100, view)


def _ask_dates() -> costs.NewRates | None:
    """Ask from when the new rates are paid; nothing is shown until an officer has said so."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        begin = st.date_input(
            "The new rates are paid from",
            value=None,
            format="DD/MM/YYYY",
            key="budget-from",
            width=240,
            persist_state="session",
            help="Leicestershire planned to implement from 3 August 2020 to 30 October 2021 "
            "(report of 20 January 2020, paragraph 44).",
        )
        complete = st.date_input(
            "… by all packages from (blank: at once)",
            value=None,
            format="DD/MM/YYYY",
            key="budget-complete",
            width=280,
            persist_state="session",
            help="Packages change evenly between the two days.",
        )
    return None if begin is None else costs.NewRates(begin, complete or begin)


def _years(page: Open, base: HoursBasis) -> None:
    st.subheader("Financial years", anchor=False)
    new = _ask_dates()
    if new is None:
        st.info(
            "Say from which day the new rates are paid: each financial year is then shared "
            "between the current single rate and the new ones."
        )
        return
    found = against_today(page, base)
    ahead = _ask_years()
    before, after = (
        costs.projected(pence, ahead.years, rates=ahead.rates, hours=ahead.hours)
        for pence in (found.current_annual_pence, found.proposed_annual_pence)
    )
    first = costs.financial_year(dt.date.fromisoformat(page.world.tables.about.price_base))
    try:
        years = costs.pro_rata(before, after, first, new)
    except RatesError as error:
        st.warning(str(error))
        return
    _year_table(page, base, ahead, years, found)


def _year_table(
    page: Open,
    base: HoursBasis,
    ahead: YearsAhead,
    years: tuple[FinancialYear, ...],
    found: RateChange,
) -> None:
    spent = [one.spent_pence for one in years]
    frame = pd.DataFrame(
        {
            "year": [one.name for one in years],
            "share": [one.share for one in years],
            "before_pence": [one.before_pence for one in years],
            "after_pence": [one.after_pence for one in years],
            "spent_pence": spent,
            "change_pence": costs.incremental((found.current_annual_pence, *spent))[1:],
        }
    )
    total: dict[str, Any]
    if ahead.view == "absolute":
        column = Column("spent_pence", "Spent", whole_pounds, numeric=True)
        sums = ("before_pence", "after_pence", "spent_pence")
        total = {"year": "All years", **{name: frame[name].sum() for name in sums}}
        meaning = "The last column is what is spent."
    else:
        column = Column("change_pence", "Change on the year before", money_change, numeric=True)
        total = {
            "year": "Last year over the current single rate",
            "change_pence": spent[-1] - found.current_annual_pence,
        }
        meaning = "Incremental: changes, which add up to what is spent more in the end."
    show_table(
        frame,
        (
            Column("year", "Financial year"),
            Column("share", "Of it at the new rates", percent, numeric=True),
            Column("before_pence", "At the current single rate", whole_pounds, numeric=True),
            Column("after_pence", "At the new rates", whole_pounds, numeric=True),
            column,
        ),
        caption=f"Council cost by year: {VIEWS[ahead.view].lower()}",
        note=f"{BASES[base]} hours at band rates, {WEEKS[page.scenario.prices.weeks]}, shared by "
        f"days from 1 April to 31 March. The {CURRENT_RATE} is {pounds(found.current_pence)} on "
        f"average; the first year's change is against a year at it. {meaning}",
        total=total,
    )
    say_base(page, _base_words(page, base))
    beside_table(frame, "budget-years", page, base=base, prices="band rates")


def _base_words(page: Open, base: HoursBasis) -> str:
    weeks = WEEKS[page.scenario.prices.weeks]
    return f"{BASES[base].lower()} hours at band rates, {weeks} a year"


def _direct_payments(page: Open, base: HoursBasis) -> None:
    st.subheader("Direct payments follow the price", anchor=False)
    found = against_today(page, base)
    budget = st.number_input(
        "Direct payments a year, £",
        0.0,
        LARGEST_POUNDS,
        value=None,
        step=100_000.0,
        format="%.0f",
        key="direct-budget",
        placeholder="Type the yearly budget",
        help="Leicestershire's budget for direct cash payments was £38.6m net (2020, Appendix A).",
        persist_state="session",
    )
    share = st.number_input(
        "Part of it that buys home care (%)",
        0,
        100,
        100,
        key="direct-share",
        persist_state="session",
    )
    if budget is None:
        st.info(
            "Direct payments are based on the price of commissioned services: give their budget, "
            "and what the new rates add to it stands here."
        )
        return
    more = costs.direct_payment_knock_on(
        budget * 100, found.current_pence, found.proposed_pence, int(share) / 100
    )
    show_figures(
        [
            Figure(
                "Direct payments change by",
                money_change(more),
                f"a year; the average rate rises from {pounds(found.current_pence)} to "
                f"{pounds(found.proposed_pence)}",
            )
        ]
    )
    say_base(page, _base_words(page, base))
    say(
        f"Direct payments would cost {money_change(more).removeprefix('+')} a year "
        f"{'less' if more < 0 else 'more'}: £{budget:,.0f} × {int(share)}% × "
        f"({pounds(found.proposed_pence)} ÷ {pounds(found.current_pence)} − 1), an average rise of "
        f"{percent(found.proposed_pence / found.current_pence - 1, 2)}."
    )


def _bought(page: Open, base: HoursBasis) -> None:
    st.subheader("What a budget buys", anchor=False)
    table = table_of(page, base)
    average = costs.average_pence(table)
    budget = st.number_input(
        "Home care budget a year, £",
        0.0,
        LARGEST_POUNDS,
        value=None,
        step=100_000.0,
        format="%.0f",
        key="bought-budget",
        placeholder="Type the yearly budget",
        persist_state="session",
    )
    if budget is None or not average > 0:
        st.info("Give a yearly budget to see how many carer-hours a week it buys.")
        return
    weeks = float(costs.WEEKS[page.scenario.prices.weeks])
    current = page.world.tables.about.current_rate_pence
    now = costs.hours_bought(budget * 100, current, weeks)
    then = costs.hours_bought(budget * 100, average, weeks)
    hours = float(table["hours"].sum())
    show_figures(
        [
            Figure("Bought now", f"{number(now)} h", f"carer-hours a week at {pounds(current)}"),
            Figure("Bought then", f"{number(then)} h", f"carer-hours a week at {pounds(average)}"),
        ]
    )
    say_base(page, _base_words(page, base))
    say(
        f"£{budget:,.0f} buys {number(now)} carer-hours a week at {pounds(current)}, and "
        f"{number(then)} at the average of the bands, {pounds(average)}. {number(hours)} are "
        f"wanted ({BASES[base].lower()})."
    )
