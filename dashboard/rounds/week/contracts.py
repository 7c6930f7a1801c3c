"""Contracted hours that a week leaves unused: paid all the same, on top of what providers spend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, Figure, show_table
from dashboard.show.text import number, whole_pounds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.state import Open

SUMMED = [
    "contracted_minutes",
    "unused_minutes_today",
    "unused_minutes_plan",
    "unused_pence_today",
    "unused_pence_plan",
]


def whole(summary: Mapping[str, Any]) -> bool:
    """Whether the week has all zones: else a carer's hours elsewhere would count as unused."""
    return not summary["scenario"]["rounds"]["zones"]


def figure(summary: Mapping[str, Any]) -> Figure:
    """Say what unused hours cost in the new week and in today's."""
    unused = summary["unused_contracted_pence"]
    return Figure(
        "Contracted hours unused, paid all the same",
        whole_pounds(unused["plan"]),
        f"today's rounds {whole_pounds(unused['today'])}; on top of what providers spend",
    )


def show(page: Open, summary: Mapping[str, Any]) -> None:
    """Show the unused hours by provider, with a row a carer to take away."""
    if not whole(summary):
        st.caption(
            "Contracted hours that stay unused are counted where all zones are planned: of some "
            "zones alone, what a carer works elsewhere is not known."
        )
        return
    rows = pd.DataFrame(summary.get("contracted", []))  # weeks kept by an earlier version have none
    if rows.empty:
        return
    groups = rows.groupby("provider_id", sort=True)
    frame = groups[SUMMED].sum().assign(carers=groups.size()).reset_index()
    frame["name"] = page.named(frame["provider_id"])
    columns = (
        Column("name", "Provider"),
        Column("carers", "Carers with contracted hours", number, numeric=True),
        Column("contracted_minutes", "Contracted hours", _hours, numeric=True),
        Column("unused_minutes_today", "Unused, today's rounds", _hours, numeric=True),
        Column("unused_minutes_plan", "Unused, new rounds", _hours, numeric=True),
        Column("unused_pence_today", "Paid for them, today's rounds", whole_pounds, numeric=True),
        Column("unused_pence_plan", "Paid for them, new rounds", whole_pounds, numeric=True),
    )
    total: dict[str, Any] = {"name": "All providers"}
    total |= {column.name: frame[column.name].sum() for column in columns[1:]}
    with st.expander("Contracted hours unused, by provider"):
        show_table(
            frame,
            columns,
            caption="Contracted hours unused in the week",
            note="Hours that a contract promises and no visit, way or wait fills, with pay and "
            "on-costs. The download has a row a carer.",
            total=total,
        )
        beside_table(rows, "week-contracted-hours", page)


def _hours(minutes: float) -> str:
    return number(minutes / 60)
