"""The week by contract, and the dated rates behind every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.show.downloads import beside_table
from dashboard.show.prices import BASES, say_base
from dashboard.show.tables import Column, Figure, show_figures, show_grid, show_table
from dashboard.show.text import british_date, pounds
from solver import costs
from solver.base.chosen_rates import rates_for

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.costs.council import Level
    from solver.domain import HoursBasis

LEVELS: dict[str, tuple[str, tuple[Level, ...]]] = {
    "zone": ("Zone, band and tier", ("zone", "band", "tier")),
    "provider": ("Provider, tier and basis", ("provider_id", "tier", "basis")),
}
LEVEL_WORDS = {
    "zone": "Zone",
    "band": "Band",
    "provider": "Provider",
    "tier": "Tier",
    "basis": "Basis",
}


def council(page: Open) -> None:
    """List the week at contract prices, for one base, by what the officer chooses."""
    base: HoursBasis = st.session_state.get("cost-base", "maintenance")
    way = st.segmented_control(
        "A row for each",
        list(LEVELS),
        default="zone",
        format_func=lambda key: LEVELS[key][0],
        key="council-levels",
        required=True,
        persist_state="session",
    )
    levels = LEVELS[way][1]
    frame = costs.council_week(page.world, page.scenario, levels)
    frame = frame[frame["base"] == base]
    if "provider_id" in levels:
        names = page.provider_names
        frame.insert(2, "provider", frame["provider_id"].map(names))
    shown = frame.assign(
        hours=frame["carer_hours"].round(1),
        weekly=frame["weekly_pence"] / 100,
        average=(frame["average_pence"] / 100).round(2),
    )
    at_bands = int(costs.cost_table(page.world, page.scenario, base)["weekly_pence"].sum())
    show_figures(
        [
            Figure(
                "At contract prices",
                pounds(frame["weekly_pence"].sum()),
                f"a week, {BASES[base].lower()} hours",
            ),
            Figure("At band rates", pounds(at_bands), "a week, the same hours"),
        ]
    )
    say_base(page, f"{BASES[base].lower()} hours at contract prices")
    st.caption(
        f"{BASES[base]} hours at contract prices: spot and specialist contracts may have their "
        f"own price. Together {pounds(frame['weekly_pence'].sum())} a week; the same hours at "
        f"band rates, as in the table above, are {pounds(at_bands)}."
    )
    headings = {
        **{name: LEVEL_WORDS[name] for name in ("provider", *levels) if name in LEVEL_WORDS},
        "people": "Service users",
        "packages": "Packages",
        "hours": "Carer-hours a week",
        "weekly": "Council pays a week (£)",
        "average": "Average (£ an hour)",
    }
    headings = {name: words for name, words in headings.items() if name in shown}
    show_grid(
        shown,
        headings,
        caption=f"Council cost at contract prices, {BASES[base].lower()} hours: "
        f"{LEVELS[way][0].lower()}",
        height=420,
    )
    beside_table(frame, f"council-week-{way}", page, base=base, prices="contract prices")


def rates_used(page: Open) -> None:
    """List the dated rates behind the figures, each with its source."""
    rates = rates_for(page.world, page.scenario)
    frame = rates.table()
    st.dataframe(frame, hide_index=True, width="stretch", alt="Rates used")
    beside_table(frame, "rates-used", page)
    _mileage(page)


def _mileage(page: Open) -> None:
    """List what a mile by car is paid, from which day, by whom it is said."""
    frame = pd.DataFrame(
        {
            "from": british_date(rate.from_date.isoformat()),
            "value": f"{rate.value}p",
            "source": rate.source,
        }
        for rate in page.world.rates.history("mileage_car")
        if rate.value is not None
    )
    if frame.empty:
        return
    columns = (
        Column("from", "From"),
        Column("value", "A mile by car", numeric=True),
        Column("source", "Source"),
    )
    show_table(frame, columns, caption="Mileage by car over the years")
    say_base(page, "pence a mile that carers are paid, whatever the prices chosen")
