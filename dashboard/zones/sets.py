"""Sets of zones side by side: today's, earlier lots that were brought in, proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, show_table
from dashboard.show.text import number, one_decimal
from office.store import scenarios
from solver.zones.versions import compare_sets

if TYPE_CHECKING:
    from dashboard.state import Open

MOST_AT_FIRST = 4
"""Sets that are shown before anybody chooses."""


def show(page: Open) -> None:
    """Choose scenarios of this county, and set their zones beside each other."""
    st.header("Sets of zones side by side", anchor=False)
    st.write(
        "Every scenario holds a set of zones: earlier lots that you brought in (2005, 2011, 2016), "
        "a proposal, the starting scenario's. All are measured on the same packages and roads."
    )
    listed = {item.id: item for item in scenarios.every(state.store(), page.desk.world.id)}
    begin = list(dict.fromkeys([page.desk.base.id, page.desk.stored.id, *listed]))
    chosen = st.multiselect(
        "Scenarios whose zones are compared",
        list(listed),
        default=[key for key in begin if key in listed][:MOST_AT_FIRST],
        format_func=lambda key: listed[key].name,
        key=f"zone-sets-{page.desk.world.id}-{len(listed)}",
    )
    if not chosen:
        st.info("Choose scenarios. Bring earlier zones in above, into a scenario of their own.")
        return
    sets = {listed[key].name: listed[key].scenario.zones for key in chosen}
    frame = compare_sets(page.world, page.scenario, sets).reset_index()
    columns = (
        Column("zone_set", "Set of zones"),
        Column("zones", "Zones", number, numeric=True),
        Column("least_hours", "Smallest, hours a week", number, numeric=True),
        Column("most_hours", "Largest, hours a week", number, numeric=True),
        Column("minutes_between", "Minutes between packages", one_decimal, numeric=True),
        Column("compactness", "Compactness (1 is a circle)", lambda v: f"{v:.2f}", numeric=True),
        Column("islands", "Parts cut off", number, numeric=True),
        Column("split_settlements", "Towns split", number, numeric=True),
        Column("areas_moved", "Areas not as loaded", number, numeric=True),
    )
    show_table(
        frame,
        columns,
        caption="Sets of zones side by side",
        note="Carer-hours, all planned. Minutes by car between two packages of a zone, on average.",
    )
    beside_table(frame, "zone-sets", page)
