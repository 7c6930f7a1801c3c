"""The shape and the need of each zone, and what to look at along the borders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, show_grid, show_table
from dashboard.show.text import number, one_decimal, percent
from solver.zones import border_report, zone_table, zone_travel

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.state import Open

BORDER_KINDS = {"island": "Cut off", "hole": "Zone inside", "split": "Town split"}


def show(page: Open) -> None:
    """Show the shape and the need of each zone, and what to look at along the borders."""
    frame = zone_table(page.world, page.scenario)
    frame = frame.merge(zone_travel(page.world, page.scenario), on="zone", how="left")
    frame["split_settlements"] = frame["split_settlements"].replace("", None)
    columns = (
        Column("zone", "Zone"),
        Column("areas", "Areas", number, numeric=True),
        Column("area_km2", "km²", number, numeric=True),
        Column("minutes_between", "Minutes between packages", one_decimal, numeric=True),
        Column("compactness", "Compactness (1 is a circle)", lambda v: f"{v:.2f}", numeric=True),
        Column("parts", "Parts", number, numeric=True),
        Column("hours_per_1000", "Carer-hours per 1,000 residents", one_decimal, numeric=True),
        Column("hours_per_1000_75", "… per 1,000 aged 75 and over", one_decimal, numeric=True),
        Column("double_handed_hours_share", "Double-handed, of carer-hours", percent, numeric=True),
        Column("split_settlements", "Towns split by its border"),
    )
    show_table(frame, columns, caption="Shape and need of each zone", note=_shape_note(frame))
    beside_table(frame[[column.name for column in columns]], "zone-shapes", page)
    report = border_report(page.world, page.scenario)
    if len(report):
        named = report.assign(kind=report["kind"].map(BORDER_KINDS))
        headings = {"zone": "Zone", "kind": "What", "sentence": "In words"}
        show_grid(named, headings, caption="Borders to look at")
        beside_table(report, "zone-borders", page)
    else:
        st.success("Every zone hangs together, none lies inside another, and no town is split.")


def _shape_note(frame: pd.DataFrame) -> str:
    said = ["All planned hours. Minutes by car between two packages of the zone, on average."]
    if frame["residents_estimated"].any():
        said.append("Residents are estimated from the settlements' populations.")
    if frame["hours_per_1000_75"].isna().all():
        said.append("Residents aged 75 and over are not in the areas' data.")
    return " ".join(said)
