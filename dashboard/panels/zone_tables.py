"""Tables of zones and bands that several pages show, with their downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.downloads import beside_table
from dashboard.tables import Column, show_table
from dashboard.text import number, percent, pounds
from solver.zones import zone_band_table, zone_table

if TYPE_CHECKING:
    from dashboard.frame import Open


def _whole(value: float) -> str:
    return number(value)


def _money(pence: float) -> str:
    return pounds(pence, whole=True)


def _signed_share(share: float) -> str:
    return f"{100 * share:+.0f}%".replace("-", "−")


ZONE_COLUMNS = (
    Column("zone", "Zone"),
    Column("people", "Service users", _whole, numeric=True),
    Column("carer_hours_week", "Carer-hours a week, all planned", _whole, numeric=True),
    Column("share", "Share", percent, numeric=True),
    Column("balance", "Against the mean", _signed_share, numeric=True),
    Column("maintenance_hours_week", "Of these maintenance", _whole, numeric=True),
    Column("double_handed_share", "Double-handed visits", percent, numeric=True),
    Column("weekly_pence", "Council pays a week, all planned", _money, numeric=True),
    Column("primes", "Prime providers", _whole, numeric=True),
    Column("supplementary", "Supplementary", _whole, numeric=True),
)


def zones(page: Open) -> None:
    """Show a row a zone."""
    frame = zone_table(page.world, page.scenario)
    sums = ("people", "carer_hours_week", "maintenance_hours_week", "weekly_pence", "share")
    total = {"zone": "All zones", **{name: frame[name].sum() for name in sums}}
    show_table(
        frame,
        ZONE_COLUMNS,
        caption="Zones",
        note="Carer-hours count each carer at the door. All planned visits, at contract prices.",
        total=total,
    )
    beside_table(frame, "zones", page)


def zone_bands(page: Open) -> None:
    """Show a row a zone and band."""
    frame = zone_band_table(page.world, page.scenario)
    columns = (
        Column("zone", "Zone"),
        Column("band", "Band"),
        Column("areas", "Areas", _whole, numeric=True),
        Column("people", "Service users", _whole, numeric=True),
        Column("carer_hours_week", "Carer-hours a week, all planned", _whole, numeric=True),
        Column("maintenance_hours_week", "Of these maintenance", _whole, numeric=True),
        Column("weekly_pence", "Council pays a week, all planned", _money, numeric=True),
    )
    show_table(frame, columns, caption="Zones by band")
    beside_table(frame, "zones-by-band", page)
