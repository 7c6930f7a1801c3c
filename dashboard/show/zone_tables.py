"""Tables of zones and bands that several pages show, with their downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, show_grid, show_table
from dashboard.show.text import number, one_decimal, percent, whole_pounds
from solver.zones import border_report, zone_band_table, zone_table, zone_travel

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.state import Open


def signed_share(share: float) -> str:
    """Write a difference as a signed percentage."""
    return f"{100 * share:+.0f}%".replace("-", "−")


ZONE_COLUMNS = (
    Column("zone", "Zone"),
    Column("people", "Service users", number, numeric=True),
    Column("carer_hours_week", "Carer-hours a week", number, numeric=True),
    Column("balance", "Against the mean", signed_share, numeric=True),
    Column("maintenance_hours_week", "Of these maintenance", number, numeric=True),
    Column("double_handed_share", "Double-handed", percent, numeric=True),
    Column("weekly_pence", "Council pays a week", whole_pounds, numeric=True),
    Column("primes", "Primes", number, numeric=True),
    Column("supplementary", "Supple\u00admentary", number, numeric=True),
)


def zones(page: Open) -> None:
    """Show a row a zone."""
    frame = zone_table(page.world, page.scenario)
    sums = ("people", "carer_hours_week", "maintenance_hours_week", "weekly_pence")
    total = {"zone": "All zones", **{name: frame[name].sum() for name in sums}}
    show_table(
        frame,
        ZONE_COLUMNS,
        caption="Zones",
        note="Carer-hours count each carer at the door. All planned visits, at contract prices. "
        "Primes and supplementary: how many providers are called on there. The download has the "
        "share of all hours too.",
        total=total,
    )
    beside_table(frame, "zones", page)


def zone_bands(page: Open) -> None:
    """Show a row a zone and band."""
    frame = zone_band_table(page.world, page.scenario)
    columns = (
        Column("zone", "Zone"),
        Column("band", "Band"),
        Column("areas", "Areas", number, numeric=True),
        Column("people", "Service users", number, numeric=True),
        Column("carer_hours_week", "Carer-hours a week, all planned", number, numeric=True),
        Column("maintenance_hours_week", "Of these maintenance", number, numeric=True),
        Column("weekly_pence", "Council pays a week, all planned", whole_pounds, numeric=True),
    )
    show_table(frame, columns, caption="Zones by band")
    beside_table(frame, "zones-by-band", page)


BORDER_KINDS = {"island": "Cut off", "hole": "Zone inside", "split": "Town split"}


def shape(page: Open) -> None:
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
        Column("double_handed_hours_share", "Double-handed hours", percent, numeric=True),
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
