"""What carers earn for each hour of working time, against the minimum wage: a day or the week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.show import controls, planned
from dashboard.show.controls import DAY_NAMES
from dashboard.show.downloads import beside_table
from dashboard.show.prices import say_base
from dashboard.show.tables import Column, show_grid, show_table
from dashboard.show.text import count, number, pounds, whole_pounds
from solver import costs
from solver.domain import DAYS

if TYPE_CHECKING:
    from dashboard.costs.price_check import Basis
    from dashboard.state import Open
    from solver.score import Score

PAID = {"All working time": False, "Time at the door alone": True}
SPANS = {"day": "This day", "week": "The whole week"}


def show(page: Open, basis: Basis) -> None:
    """Say whether carers have the minimum wage for all their working time, in two ways of pay."""
    span = controls.choose_one(
        "Over",
        SPANS,
        key="pay-span",
        help="The law looks at the pay reference period; a week comes nearer to it than a day.",
    )
    days = [basis.score] if span == "day" else _week(page, basis)
    words = basis.words if span == "day" else "Monday to Sunday"
    tables = {paid: costs.effective_pay(days, contact_only=alone) for paid, alone in PAID.items()}
    tables = {paid: table for paid, table in tables.items() if not table.empty}
    if not tables:
        st.info("Nobody works on this day.")
        return
    _summary(tables, words, span)
    say_base(page, f"working time of {words}, at the wages and the minimum wage of the rates")
    paid = st.segmented_control(
        "Carers, where they are paid for", list(tables), default=next(iter(tables)), required=True,
        key="pay-paid",
    )  # fmt: skip
    _carers(page, tables[paid], f"{span}-{'all' if paid == 'All working time' else 'door'}")


def _week(page: Open, basis: Basis) -> list[Score]:
    new = basis.whose == "new rounds"
    with st.spinner("Running the rounds of seven days…"):
        found = {day: planned.score_of(page, day, new=new) for day in DAYS}
    if new:
        today = [DAY_NAMES[day] for day, (_, whose) in found.items() if whose != "new rounds"]
        if today:
            st.caption(
                f"No new rounds are planned for {', '.join(today)}: today's rounds are taken there."
            )
    return [score for score, _ in found.values()]


def _summary(tables: dict[str, pd.DataFrame], words: str, span: str) -> None:
    frame = pd.DataFrame(
        {
            "paid": paid,
            "carers": len(table),
            "below": int(table["below"].sum()),
            "least": float(table["effective_pence"].min()),
            "middle": float(table["effective_pence"].median()),
            "minimum": float(table["minimum_pence"].iloc[0]),
            "missing": int(table["shortfall_pence"].sum()),
        }
        for paid, table in tables.items()
    )
    columns = (
        Column("paid", "Where carers are paid for"),
        Column("carers", "Carers", number, numeric=True),
        Column("below", "Below the minimum wage", number, numeric=True),
        Column("least", "Lowest, an hour worked", pounds, numeric=True),
        Column("middle", "Middle carer", pounds, numeric=True),
        Column("minimum", "Minimum wage", pounds, numeric=True),
        Column("missing", "Missing together", whole_pounds, numeric=True),
    )
    show_table(
        frame,
        columns,
        caption=f"Pay for an hour of working time, {words}",
        note="Working time is time at the door, travel between visits and waiting; the way from "
        "and to home does not count. The law looks at the whole pay period"
        + (", this is one day." if span == "day" else "; this is a week."),
    )


def _carers(page: Open, table: pd.DataFrame, what: str) -> None:
    names = page.provider_names
    frame = table.reset_index().sort_values(["effective_pence", "carer_id"], kind="stable")
    frame["provider"] = frame["provider_id"].map(names)
    shown = frame.assign(
        hours=(frame["working_minutes"] / 60).round(1),
        paid_hours=(frame["paid_minutes"] / 60).round(1),
        effective=(frame["effective_pence"] / 100).round(2),
        short=frame["shortfall_pence"] / 100,
    )
    headings = {
        "carer_id": "Carer",
        "provider": "Provider",
        "days": "Days",
        "hours": "Hours worked",
        "paid_hours": "Hours paid",
        "effective": "£ an hour worked",
        "short": "Short of the minimum (£)",
    }
    st.caption(f"{count(int(frame['below'].sum()), 'carer')} below the minimum, lowest first.")
    show_grid(shown, headings, caption="Pay of each carer, lowest first", height=320)
    beside_table(frame, f"carers-pay-{what}", page)
