"""Figures that may be published: by zone, by band and by area, small numbers hidden alike.

All of them are hidden together, so that one table does not give away what
another one hides. They count hours on one basis; a second table on the other
one, over the same people, would tell the difference of the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from solver import demand, zones
from solver.publish.disclosure import SUPPRESSED, Sums, rounded, suppress

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import HoursBasis, PriceBasis, Scenario

ALL: Final = "All"
"""Stands for the sum over zones or bands."""

FIGURES: Final = ("people", "packages", "carer_hours_week", "weekly_pence")
"""What is hidden together: packages, hours and cost wherever people are."""

OF_WHAT: Final = ("base", "prices")
"""Columns that say in each row of a table which hours and prices it shows."""

RATE: Final = "rate_pence"
"""Cost ÷ hours, pence a carer-hour: at band rates, the rate of the band in a band's row."""


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

    Where ``suppressed`` is True the figures are missing.
    """

    basis: HoursBasis
    prices: PriceBasis
    threshold: int
    by_zone_band: pd.DataFrame
    by_area: gpd.GeoDataFrame
    zones: gpd.GeoDataFrame

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

    Raises
    ------
    PublishError
        When the threshold is not in use.
    ScenarioError, RatesError
        As :func:`solver.zones.zone_table` does.
    """
    areas = zones.areas(world, scenario)
    prices = prices or usual_prices(basis)
    figures = _by_area(world, scenario, areas, basis, prices)
    order = [
        zone for zone in zones.zone_table(world, scenario)["zone"] if zone in set(areas["zone"])
    ]
    bands = list(dict.fromkeys(zones.assignment(world, scenario).bands))
    cells, cell_of_area = _cells(areas, order, bands)
    area_count, cell_count = len(areas), len(cells)
    sums, keys = _hierarchy(cells, cell_of_area, order, bands)
    everything = np.zeros((area_count + cell_count + len(keys), len(FIGURES)))
    everything[:area_count] = figures
    for whole, part in zip(sums.whole, sums.parts, strict=True):
        everything[whole] = everything[part].sum(axis=0)
    weight = np.repeat([1.0, 4.0, 40.0], [area_count, cell_count, len(keys)])
    people = np.rint(everything[:, 0]).astype(np.int64)
    hidden = suppress(people, sums, threshold, weight=weight)
    table = _shown(everything, hidden)
    named = pd.DataFrame([*cells, *keys], columns=["zone", "band"])
    by_zone_band = pd.concat([named, table.iloc[area_count:].reset_index(drop=True)], axis=1)
    by_zone_band = by_zone_band.assign(base=f"{basis} hours", prices=f"at {prices}")
    shapes = zones.zone_shapes(world, scenario)
    sums_of_zones = by_zone_band[by_zone_band["band"] == ALL].drop(columns=["band", *OF_WHAT])
    return PublicFigures(
        basis=basis,
        prices=prices,
        threshold=threshold,
        by_zone_band=by_zone_band,
        by_area=areas[["area_id", "name", "zone", "band", "moved", "geometry"]]
        .reset_index(drop=True)
        .join(table.iloc[:area_count].reset_index(drop=True)),
        zones=shapes.merge(sums_of_zones, on="zone", how="left", validate="one_to_one"),
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


def _by_area(
    world: World,
    scenario: Scenario,
    areas: gpd.GeoDataFrame,
    basis: HoursBasis,
    prices: PriceBasis,
) -> npt.NDArray[np.float64]:
    """People, packages, carer-hours and pence of each area: (a, 4) float64."""
    rates_of = zones.package_band_rates if prices == "band rates" else zones.package_rates
    packages = demand.packages(world, scenario).assign(
        weekly_pence=lambda frame: frame["carer_hours_week"] * rates_of(world, scenario)
    )
    if basis == "maintenance":
        packages = packages[packages["service"] == "maintenance"]
    by_area = packages.groupby("area_id").agg(
        people=("person_id", "nunique"),
        packages=("package_id", "size"),
        carer_hours_week=("carer_hours_week", "sum"),
        weekly_pence=("weekly_pence", "sum"),
    )
    return by_area.reindex(areas["area_id"], fill_value=0).to_numpy(dtype=np.float64)


def _cells(
    areas: gpd.GeoDataFrame, order: list[str], bands: list[str]
) -> tuple[list[tuple[str, str]], npt.NDArray[np.int64]]:
    """Pairs of zone and band that have an area, and which pair each area is in."""
    pairs = list(zip(areas["zone"], areas["band"], strict=True))
    present = set(pairs)
    cells = [(zone, band) for zone in order for band in bands if (zone, band) in present]
    number = {cell: i for i, cell in enumerate(cells)}
    return cells, np.array([number[pair] for pair in pairs], dtype=np.int64)


def _hierarchy(
    cells: list[tuple[str, str]],
    cell_of_area: npt.NDArray[np.int64],
    order: list[str],
    bands: list[str],
) -> tuple[Sums, list[tuple[str, str]]]:
    """Say what adds up: areas to cells, cells to zones and to bands, those to all.

    Numbers stand in the order areas, cells, zones, bands, all.
    """
    area_count = len(cell_of_area)
    used = [band for band in bands if any(cell[1] == band for cell in cells)]
    keys = [*((zone, ALL) for zone in order), *((ALL, band) for band in used), (ALL, ALL)]
    first_cell, first_key = area_count, area_count + len(cells)
    whole: list[int] = []
    parts: list[npt.NDArray[np.int64]] = []
    for i in range(len(cells)):
        whole.append(first_cell + i)
        parts.append(np.flatnonzero(cell_of_area == i))
    for j, (zone, band) in enumerate(keys[:-1]):
        whole.append(first_key + j)
        parts.append(
            np.array(
                [
                    first_cell + i
                    for i, cell in enumerate(cells)
                    if zone == cell[0] or band == cell[1]
                ],
                dtype=np.int64,
            )
        )
    last = first_key + len(keys) - 1
    zone_keys = first_key + np.arange(len(order), dtype=np.int64)
    band_keys = first_key + len(order) + np.arange(len(used), dtype=np.int64)
    whole += [last, last]
    parts += [zone_keys, band_keys]
    return Sums(np.array(whole, dtype=np.int64), tuple(parts)), keys


def _shown(everything: npt.NDArray[np.float64], hidden: npt.NDArray[np.bool_]) -> pd.DataFrame:
    whole = np.rint(everything).astype(np.int64)
    frame = pd.DataFrame(
        {
            "people": pd.array(rounded(whole[:, 0]), dtype="Int64"),
            "packages": pd.array(rounded(whole[:, 1]), dtype="Int64"),
            "carer_hours_week": pd.array(np.round(everything[:, 2], 2), dtype="Float64"),
            "weekly_pence": pd.array(whole[:, 3], dtype="Int64"),
        }
    )
    some = frame["carer_hours_week"].where(frame["carer_hours_week"] > 0)
    frame[RATE] = (frame["weekly_pence"] / some).round(2)
    frame.loc[hidden, [*FIGURES, RATE]] = pd.NA
    return frame.assign(suppressed=hidden)
