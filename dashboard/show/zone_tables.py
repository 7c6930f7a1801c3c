"""Tables of zones and bands, and of packages that change provider, that several pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.show import controls
from dashboard.show.downloads import beside_table
from dashboard.show.prices import AT_CONTRACT, say_base
from dashboard.show.tables import Column, Figure, show_table
from dashboard.show.text import count, number, percent, signed_share, whole_pounds
from solver import demand
from solver.zones import zone_band_table, zone_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from dashboard.state import Open
    from solver.demand import ShareBasis


SHARE_WORDS: dict[ShareBasis, str] = {
    "visits": "Visits",
    "clock hours": "Clock hours",
    "carer-hours": "Carer-hours",
}
"""What a double-handed share is of, as officers read it."""


ZONE_COLUMNS = (
    Column("zone", "Zone"),
    Column("people", "Service users", number, numeric=True),
    Column("carer_hours_week", "Carer-hours a week", number, numeric=True),
    Column("balance", "Against the mean", signed_share, numeric=True),
    Column("maintenance_hours_week", "Of these mainte\u00adnance", number, numeric=True),
    Column("weekly_pence", "Council pays a week", whole_pounds, numeric=True),
    Column("primes", "Primes", number, numeric=True),
    Column("supplementary", "Supple\u00admentary", number, numeric=True),
)


def zones(page: Open) -> None:
    """Show a row a zone."""
    basis = controls.choose_one("Double-handed share of", SHARE_WORDS, key="double-basis")
    frame = zone_table(page.world, page.scenario)
    by_basis = {
        "visits": frame["double_handed_share"],
        "clock hours": frame["double_handed_hours_share"].map(demand.clock_share),
        "carer-hours": frame["double_handed_hours_share"],
    }
    frame["double_handed"] = by_basis[basis]
    heading = f"Double-handed, of {SHARE_WORDS[basis].lower()}"
    share = Column("double_handed", heading, percent, numeric=True)
    largest = demand.largest_providers(page.world, page.scenario).set_index("zone")["share"]
    frame["largest_provider_share"] = frame["zone"].map(largest)
    with_one = Column("largest_provider_share", "With one provider", percent, numeric=True)
    own = demand.double_handed(demand.packages(page.world, page.scenario))
    sums = ("people", "carer_hours_week", "maintenance_hours_week", "weekly_pence")
    total = {"zone": "All zones", **{name: frame[name].sum() for name in sums}}
    total["double_handed"] = own.of(basis)
    show_table(
        frame,
        (*ZONE_COLUMNS[:5], share, *ZONE_COLUMNS[5:], with_one),
        caption="Zones",
        note="Carer-hours count each carer at the door. All planned visits, at contract prices. "
        "Primes and supplementary: how many providers are called on there. With one provider: the "
        "largest provider's share of the zone's carer-hours. The download has the "
        "share of all hours, and the double-handed shares of visits and of carer-hours.",
        total=total,
    )
    say_base(page, AT_CONTRACT)
    beside_table(frame.drop(columns="double_handed"), "zones", page, prices="contract prices")


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
    show_table(frame, columns, caption="Zones by band", note="Council pays: at contract prices.")
    say_base(page, AT_CONTRACT)
    beside_table(frame, "zones-by-band", page, prices="contract prices")


MOST_NAMED = 3
"""Zones that a key figure names, those with most first."""


def primes_said(few: Sequence[str], zones: Iterable[str]) -> str:
    """Name the zones with too few primes; a free zone has none by design and is exempt."""
    free = ", ".join(zone for zone in zones if demand.is_free(zone))
    exempt = f"; a free zone is exempt: {free}" if free else ""
    return (", ".join(few) or "every zone has two or more") + exempt


def over_a_quarter(page: Open) -> Figure:
    """Give the zones that have more than a quarter of their care with one provider."""
    found = demand.largest_providers(page.world, page.scenario)
    over = found[found["above"]].sort_values("share", ascending=False)
    names = page.named(over["provider_id"])
    said = [
        f"{zone}: {name} {percent(share)}"
        for zone, name, share in zip(over["zone"], names, over["share"], strict=True)
    ]
    more = f"; {len(said) - MOST_NAMED} more stand in the table of zones"
    named = "; ".join(said[:MOST_NAMED]) + (more if len(said) > MOST_NAMED else "")
    return Figure(
        "Over 25% with one provider",
        count(len(said), "zone"),
        named or "no zone has more than 25% of its carer-hours with one provider",
    )


TRANSFER_HEADINGS = {
    "package_id": "Package",
    "person_id": "Service user",
    "area": "Area",
    "zone_from": "From zone",
    "zone_to": "To zone",
    "from": "From provider",
    "to": "To provider",
    "hours": "Carer-hours a week",
    "reason": "Why",
}


def with_names(page: Open, frame: pd.DataFrame) -> pd.DataFrame:
    """Add the names of areas and providers to a list of transfers."""
    provider = page.provider_names
    area = page.area_names
    return frame.assign(
        area=frame["area_id"].map(area),
        **{"from": frame["provider_from"].map(provider), "to": frame["provider_to"].map(provider)},
        hours=frame["carer_hours_week"].round(1),
    )
