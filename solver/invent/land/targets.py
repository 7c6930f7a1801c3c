"""How many carer-minutes to invent where, so that published totals come out exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt
    import pandas as pd

MAINTENANCE_SHARE = 18_000 / 23_150
"""Maintenance hours over all planned hours [002 para 39 and Appendix C]."""

HOURS_PER_POSTCODE = 1.4
"""Planned carer-hours a week for each live postcode: 23,150 over the county's 16,500."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Carer-minutes a week to invent in one zone and band.

    Parameters
    ----------
    zone, band
        Where.
    service
        ``maintenance`` or ``other``.
    carer_minutes
        How much.
    """

    zone: str
    band: str
    service: str
    carer_minutes: int


def cell_hours(
    weights: pd.DataFrame,
    zone_hours: Mapping[str, int],
    maintenance_by_band: Mapping[str, int],
) -> list[Cell]:
    """Share out hours over zones and bands so that both published margins hold.

    Weights are fitted to the margins by iterative proportional fitting (Deming,
    Stephan 1940), then rounded to whole hours by largest remainders.

    Parameters
    ----------
    weights
        Zones (index) by bands (columns): how much demand each cell should
        have; a cell of weight 0 stays empty.
    zone_hours
        All planned carer-hours a week of each zone.
    maintenance_by_band
        Maintenance carer-hours a week of each band.

    Returns
    -------
    list of Cell
        Only cells with hours.

    Raises
    ------
    ValueError
        When no table can have both margins, with the zone or band at fault.
    """
    zones, bands = list(weights.index), list(weights.columns)
    rows = np.array([zone_hours[zone] for zone in zones], dtype=np.float64)
    columns = np.array([maintenance_by_band[band] for band in bands], dtype=np.float64)
    columns_all = columns * rows.sum() / columns.sum()
    fitted = _fit(weights.to_numpy(dtype=np.float64), rows, columns_all, zones, bands)
    share = columns.sum() / rows.sum()
    maintenance = np.stack(
        [largest_remainders(fitted[:, j] * share, int(columns[j])) for j in range(len(bands))],
        axis=1,
    )
    rest = rows.astype(np.int64) - maintenance.sum(axis=1)
    if (rest < 0).any():
        zone = zones[int(np.argmin(rest))]
        raise ValueError(f"Zone {zone} has fewer planned hours than maintenance hours.")
    other = np.stack(
        [largest_remainders(fitted[i] * (1.0 - share), int(rest[i])) for i in range(len(zones))]
    )
    return [
        Cell(zone, band, service, int(table[i, j]) * 60)
        for service, table in (("maintenance", maintenance), ("other", other))
        for i, zone in enumerate(zones)
        for j, band in enumerate(bands)
        if table[i, j] > 0
    ]


def hours_from_postcodes(weights: pd.DataFrame) -> list[Cell]:
    """Hours of each cell from its postcodes alone, where nothing is published.

    Parameters
    ----------
    weights
        Zones (index) by bands (columns): number of postcodes.
    """
    cells = []
    count = weights.to_numpy(dtype=np.float64)
    for i, zone in enumerate(weights.index):
        for j, band in enumerate(weights.columns):
            hours = float(count[i, j]) * HOURS_PER_POSTCODE
            maintenance = round(hours * MAINTENANCE_SHARE)
            cells.append(Cell(str(zone), str(band), "maintenance", maintenance * 60))
            cells.append(Cell(str(zone), str(band), "other", (round(hours) - maintenance) * 60))
    return [cell for cell in cells if cell.carer_minutes > 0]


def largest_remainders(values: npt.NDArray[np.float64], total: int) -> npt.NDArray[np.int64]:
    """Round non-negative values to whole numbers that add up to ``total``.

    Values that are exactly 0 stay 0.
    """
    if values.sum() <= 0:
        if total == 0:
            return np.zeros(len(values), dtype=np.int64)
        raise ValueError(f"No cell can take the {total} hours.")
    exact = values / values.sum() * total
    whole = np.floor(exact + 1e-9).astype(np.int64)
    order = np.lexsort((np.arange(len(values)), -(exact - whole)))
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def _fit(
    weights: npt.NDArray[np.float64],
    rows: npt.NDArray[np.float64],
    columns: npt.NDArray[np.float64],
    zones: list[str],
    bands: list[str],
) -> npt.NDArray[np.float64]:
    fitted = weights.copy()
    for _ in range(2_000):
        for axis, margin, names in ((1, rows, zones), (0, columns, bands)):
            sums = fitted.sum(axis=axis)
            empty = (sums <= 0) & (margin > 0)
            if empty.any():
                raise ValueError(f"{names[int(np.argmax(empty))]} has hours but no postcodes.")
            scale = margin / np.where(sums > 0, sums, 1.0)
            fitted *= scale[:, None] if axis == 1 else scale[None, :]
        if np.allclose(fitted.sum(axis=1), rows, rtol=1e-6):
            return fitted
    worst = int(np.argmax(np.abs(fitted.sum(axis=1) - rows)))
    raise ValueError(f"Zone {zones[worst]}'s bands cannot hold its hours and the bands' totals.")
