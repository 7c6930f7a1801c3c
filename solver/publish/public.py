"""Figures that may be published: by zone, by band and by area, small numbers hidden alike.

All of them are hidden together, and beside what was published before, so that no table
gives away what another one hides. Hours are rounded, and money is rounded hours times
public rates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd

from solver import zones
from solver.publish.care import care_by_area, hash_of, median_hours, package_counts
from solver.publish.disclosure import SUPPRESSED, HidingRule, Key, WantedNumber, release, rounded
from solver.publish.disclosure.release import Whose
from solver.publish.money import costs, uplift
from solver.publish.safe_text import check_public

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import HoursBasis, PriceBasis, Scenario
    from solver.publish.disclosure import Care, PublicPack, Release

ALL: Final = "All"
"""Stands for the sum over zones or bands."""

FIGURES: Final = ("people", "packages", "carer_hours_week", "weekly_pence")
"""What is hidden together: packages, hours and cost wherever people are."""

OF_WHAT: Final = ("base", "prices")
"""Columns that say in each row of a table which hours and prices it shows."""

RATE: Final = "rate_pence"
"""Cost ÷ hours, pence a carer-hour: at band rates, the rate of the band in a band's row."""

Detail = Literal["areas", "zones and bands", "zones"]

DETAILS: Final[dict[Detail, str]] = {
    "areas": "Zones, bands and areas",
    "zones and bands": "Zones and bands",
    "zones": "Zones",
}
"""How far down figures are given, finest first, and what officers call it."""


@dataclass(frozen=True, eq=False)
class PublicFigures:
    """What may be shown of a scenario.

    Parameters
    ----------
    by_zone_band
        ``zone, band, people, packages, carer_hours_week, weekly_pence,
        rate_pence, suppressed, base, prices`` (the last two say in each row
        which hours and prices they are): each pair that has an area, then each
        zone's and each band's sum and the sum of all, marked ``All``.
    by_area
        ``area_id, name, zone, band`` and the same figures: a GeoDataFrame
        (EPSG:4326) of areas.
    zones
        ``zone, label_lon, label_lat`` and the same figures: outlines.

    hidden
        ``what, why``: each number that is not shown, and the reason.
    released
        The numbers as they go out, for the log of what is published.
    hours_shown
        Share of the county's carer-hours that stands in cells of zone and band that are shown.
    uplift
        Share that contract prices add to band rates, over the county.

    Where ``suppressed`` is True the figures are missing.
    """

    basis: HoursBasis
    prices: PriceBasis
    threshold: int
    by_zone_band: pd.DataFrame
    by_area: gpd.GeoDataFrame
    zones: gpd.GeoDataFrame
    hidden: pd.DataFrame
    released: Release
    hours_shown: float
    uplift: float

    @property
    def by_zone(self) -> pd.DataFrame:
        """Sums of the zones, then of all."""
        frame = self.by_zone_band
        return frame[frame["band"] == ALL].drop(columns="band").reset_index(drop=True)

    @property
    def by_band(self) -> pd.DataFrame:
        """Sums of the bands, then of all."""
        frame = self.by_zone_band
        return frame[frame["zone"] == ALL].drop(columns="zone").reset_index(drop=True)


def usual_prices(basis: HoursBasis) -> PriceBasis:
    """Say at which prices hours are published unless asked otherwise.

    Maintenance hours at band rates, as [002 para 39] prints them; all planned hours at what the
    council pays for them.
    """
    return "band rates" if basis == "maintenance" else "contract prices"


def public_figures(
    world: World,
    scenario: Scenario,
    *,
    basis: HoursBasis = "all planned",
    prices: PriceBasis | None = None,
    threshold: int = 8,
    detail: Detail = "areas",
    before: Sequence[PublicPack] = (),
) -> PublicFigures:
    """Work out what may be shown of a scenario.

    Parameters
    ----------
    basis
        Which hours count.
    prices
        At what prices; ``None`` takes :func:`usual_prices`.
    threshold
        Smallest number of people shown.
    detail
        How far down figures are given; what lies below is hidden.
    before
        Packs that are out already (:class:`solver.publish.disclosure.PublicPack`).

    Raises
    ------
    PublishError
        As :func:`solver.publish.disclosure.release` raises it.
    ScenarioError, RatesError
        As :func:`solver.zones.zone_table` does.
    """
    prices = prices or usual_prices(basis)
    rule = HidingRule(threshold, median_hours(world, scenario))
    areas = zones.areas(world, scenario)
    rows = _rows(world, scenario, areas)
    care = care_by_area(world, scenario)
    check_public([scenario.name, *(row.label for row in rows)])
    wanted = [_wanted(row, basis, detail) for row in rows]
    found = release(care, wanted, rule, _about(world, scenario, basis, care), before=before)
    share = 0.0 if prices == "band rates" else uplift(world, scenario, basis, rule)
    table = _shown(rows, found, package_counts(world, scenario, care, basis))
    table = _priced(table, costs(world, scenario, table, share, total=ALL))
    by_area, by_zone_band = table[: len(areas)], table[len(areas) :].reset_index(drop=True)
    sums_of_zones = by_zone_band[by_zone_band["band"] == ALL].drop(columns="band")
    shapes = zones.zone_shapes(world, scenario)
    return PublicFigures(
        basis=basis,
        prices=prices,
        threshold=threshold,
        by_zone_band=by_zone_band.assign(base=f"{basis} hours", prices=f"at {prices}"),
        by_area=areas[["area_id", "name", "zone", "band", "moved", "geometry"]]
        .reset_index(drop=True)
        .join(by_area.drop(columns=["zone", "band"])),
        zones=shapes.merge(sums_of_zones, on="zone", how="left", validate="one_to_one"),
        hidden=_what_is_hidden(rows, found),
        released=found,
        hours_shown=_hours_shown(care, basis, rows, found),
        uplift=share,
    )


def marked(frame: pd.DataFrame) -> pd.DataFrame:
    """Put ``*`` where a figure is hidden, for tables that people read."""
    shown = frame.drop(columns="suppressed")
    for name in (*FIGURES, RATE):
        values: list[Any] = [
            SUPPRESSED if hidden else value
            for hidden, value in zip(frame["suppressed"], frame[name], strict=True)
        ]
        shown[name] = pd.Series(values, index=frame.index, dtype=object)
    return shown


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: an area, a pair of zone and band, or a sum of them."""

    label: str
    zone: str
    band: str
    areas: frozenset[str]
    detail: Detail
    weight: float


def _rows(world: World, scenario: Scenario, areas: gpd.GeoDataFrame) -> list[_Row]:
    """Rows of all tables: areas, pairs of zone and band that have one, zones, bands, all."""
    held = areas.groupby(["zone", "band"], sort=False)["area_id"].agg(frozenset).to_dict()
    order = [zone for zone in zones.zone_table(world, scenario)["zone"] if zone in
             set(areas["zone"])]  # fmt: skip
    bands = [
        band
        for band in dict.fromkeys(zones.assignment(world, scenario).bands)
        if band in set(areas["band"])
    ]
    rows = [
        _Row(str(area.name), area.zone, area.band, frozenset({area.area_id}), "areas", 1.0)
        for area in areas[["name", "zone", "band", "area_id"]].itertuples(index=False)
    ]
    rows += [
        _Row(f"{zone}, {band}", zone, band, held[zone, band], "zones and bands", 4.0)
        for zone in order
        for band in bands
        if (zone, band) in held
    ]
    for zone in order:
        within = frozenset(areas.loc[areas["zone"] == zone, "area_id"])
        rows.append(_Row(zone, zone, ALL, within, "zones", 40.0))
    for band in bands:
        within = frozenset(areas.loc[areas["band"] == band, "area_id"])
        rows.append(_Row(f"Band {band}", ALL, band, within, "zones", 40.0))
    rows.append(_Row("The county", ALL, ALL, frozenset(areas["area_id"]), "zones", 40.0))
    return rows


def _about(world: World, scenario: Scenario, basis: HoursBasis, care: Care) -> Whose:
    """Say whose numbers they are: the same county and period are protected together."""
    county = world.tables.about
    return Whose(
        name=f"{scenario.name}, {basis} hours, data of {county.data_date}",
        population=county.name,
        period=county.data_date,
        numbers=hash_of(care),
    )


def _wanted(row: _Row, basis: HoursBasis, detail: Detail) -> WantedNumber:
    order = list(DETAILS)
    left_out = order.index(row.detail) < order.index(detail)
    return WantedNumber(row.label, Key(row.areas, basis), row.weight, left_out)


def _shown(rows: Sequence[_Row], found: Release, packages: dict[str, int]) -> pd.DataFrame:
    """Give rounded people, packages and hours of each row; missing where they are hidden."""
    cells = found.pack.cells
    counts = np.array([sum(packages[area] for area in row.areas) for row in rows], dtype=np.int64)
    frame = pd.DataFrame(
        {
            "zone": [row.zone for row in rows],
            "band": [row.band for row in rows],
            "people": pd.array([cell.people for cell in cells], dtype="Int64"),
            "packages": pd.array(rounded(counts), dtype="Int64"),
            "carer_hours_week": pd.array([cell.hours for cell in cells], dtype="Int64"),
        }
    )
    frame.loc[found.hidden, "packages"] = pd.NA
    return frame.assign(suppressed=found.hidden)


def _priced(table: pd.DataFrame, pence: npt.NDArray[np.float64]) -> pd.DataFrame:
    """Add cost and rate before the last column."""
    money = pd.Series(np.round(pence), index=table.index).astype("Int64")
    some = table["carer_hours_week"].where(table["carer_hours_week"] > 0)
    rate = (money / some).astype("Float64").round(2)
    last = len(table.columns) - 1
    table.insert(last, "weekly_pence", money)
    table.insert(last + 1, RATE, rate)
    return table


def _what_is_hidden(rows: Sequence[_Row], found: Release) -> pd.DataFrame:
    chosen = [(row.label, why) for row, why in zip(rows, found.why, strict=True) if why]
    return pd.DataFrame(chosen, columns=["what", "why"])


def _hours_shown(care: Care, basis: HoursBasis, rows: Sequence[_Row], found: Release) -> float:
    """Share of the carer-hours that stand in pairs of zone and band that are shown."""
    week = dict(zip(care.areas, care.hours[basis].tolist(), strict=True))
    shown = sum(
        sum(week[area] for area in row.areas)
        for row, hides in zip(rows, found.hidden, strict=True)
        if row.detail == "zones and bands" and not hides
    )
    everything = sum(week.values())
    return shown / everything if everything > 0 else 1.0
