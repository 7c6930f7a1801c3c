"""The table of zones as it is published, small numbers hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.show import controls
from dashboard.show.prices import say_base
from dashboard.show.tables import Column, show_table
from dashboard.show.text import number, percent, pounds, whole_pounds
from solver.domain import HOURS_BASIS_WORDS
from solver.publish.disclosure import HidingRule
from solver.publish.public import marked

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.state import Open
    from solver.publish.public import PublicFigures


def as_published(page: Open, table: PublicFigures) -> None:
    """Show the zones as they are published: hidden numbers as *, the prices named."""
    frame = marked(table.by_zone)
    columns = (
        Column("zone", "Zone"),
        Column("people", "Service users", _star(number), numeric=True),
        Column("packages", "Packages", _star(number), numeric=True),
        Column("carer_hours_week", "Carer-hours a week", _star(number), numeric=True),
        Column("rate_pence", "Rate an hour", _star(pounds), numeric=True),
        Column("weekly_pence", "Cost a week", _star(whole_pounds), numeric=True),
    )
    hidden = int(table.by_zone["suppressed"].sum())
    show_table(
        frame,
        columns,
        caption=f"As published: zones, {HOURS_BASIS_WORDS[table.basis]} hours at {table.prices}",
        note=f"Numbers of people below {table.threshold}, other than none, are shown as *, with "
        "others from which they could be worked out. Other numbers of people are rounded to 5, "
        f"hours to {HidingRule(table.threshold).hours_step}; costs are those of the hours shown.",
    )
    controls.facts([("Zones with a hidden number", number(hidden))])
    say_base(page, f"{HOURS_BASIS_WORDS[table.basis]} hours at {table.prices}")


def what_is_hidden(table: PublicFigures) -> None:
    """Say what is hidden, why, and what is lost by it."""
    beside = table.released.beside
    out = f" It was checked beside {len(beside)} exports that are out already." if beside else ""
    controls.facts(
        [
            ("Carer-hours shown by zone and band", percent(table.hours_shown, 0)),
            ("Numbers hidden", number(len(table.hidden))),
        ]
    )
    st.caption(f"Each was tried by a second method: none can be worked out.{out}")
    if table.hours_shown == 0 and table.hidden.shape[0]:
        st.warning(
            "Everything is hidden in this form. Choose “Zones” under “Figures for”: totals of "
            "zones and bands may show something."
        )
    with st.expander("What is hidden, and why"):
        reasons = table.hidden.groupby("why", sort=False)["what"].agg(["size", ", ".join])
        show_table(
            reasons.reset_index(),
            (
                Column("why", "Reason", str.capitalize),
                Column("size", "Numbers", number, numeric=True),
                Column("join", "Which"),
            ),
            caption="What is hidden, and why",
        )


def _star(write: Callable[[float], str]) -> Callable[[Any], str]:
    return lambda value: value if isinstance(value, str) else write(float(value))
