"""What two scenarios say of demand, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.show.downloads import beside_table
from dashboard.show.prices import AT_CONTRACT, say_base
from dashboard.show.tables import Column, show_table
from dashboard.show.text import change, money_change, number, percent, whole_pounds
from solver import costs, demand

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.compare.comparison import Pair
    from dashboard.state import Open
    from solver.domain import Scenario

Row = tuple[str, "Callable[[Any], str]", "Callable[[Any], str] | None"]

_ROWS: dict[str, Row] = {
    "growth": ("Growth assumed", percent, None),
    "year": ("Until the year", lambda value: str(value) if value else "not said", None),
    "hours": ("Carer-hours a week then", number, change),
    "pence": ("Council cost a year then", whole_pounds, money_change),
    "leaving": ("Providers that leave", lambda value: value or "none", None),
    "people": ("People to be offered another provider", number, change),
    "found": ("Carer-hours a week to be found anew", number, change),
    "nobody": ("Of these, nobody is called on for", number, change),
}


def show(page: Open, pair: Pair) -> None:
    """Compare growth and leavers; say so where neither scenario has any."""
    scenarios = [item.scenario for item in pair.stored]
    if not any(item.demand.grows or item.demand.leaving for item in scenarios):
        st.info(
            "Neither scenario assumes growth, and no provider leaves. The Demand page has both: "
            "what is kept there in a scenario is compared here."
        )
        return
    a, b = (_figures(page, scenario) for scenario in scenarios)
    frame = pd.DataFrame(
        {
            "what": title,
            "a": write(a[key]),
            "b": write(b[key]),
            "change": differ(b[key] - a[key]) if differ else "",
        }
        for key, (title, write, differ) in _ROWS.items()
    )
    columns = (
        Column("what", "Figure"),
        Column("a", pair.names[0], numeric=True),
        Column("b", pair.names[1], numeric=True),
        Column("change", "B less A", numeric=True),
    )
    show_table(
        frame,
        columns,
        caption="Demand",
        note="Carer-hours, all planned; cost at contract prices. Growth is an assumption beside "
        "the plan; a leaving provider changes zones, costs and rounds as well.",
    )
    say_base(page, AT_CONTRACT)
    beside_table(frame, "compare-demand", page)


def _figures(page: Open, scenario: Scenario) -> dict[str, Any]:
    names = page.provider_names
    table = demand.project(page.world, scenario, demand.growth_of(scenario.demand), 1)
    left = demand.leaving(page.world, scenario)
    now, then = table["carer_hours_week"].sum(), table["carer_hours_then"].sum()
    return {
        "growth": then / now - 1 if now else 0.0,
        "year": scenario.demand.year,
        "hours": then,
        "pence": costs.annual_pence(table["weekly_pence_then"].sum(), scenario.prices.weeks),
        "leaving": ", ".join(str(names.get(one, one)) for one in scenario.demand.leaving),
        "people": left.packages["person_id"].nunique(),
        "found": left.packages["carer_hours_week"].sum(),
        "nobody": left.zones["nobody"].sum(),
    }
