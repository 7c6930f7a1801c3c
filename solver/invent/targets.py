"""How many carer-minutes to invent where, so that published totals come out exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

MAINTENANCE_SHARE = 18_000 / 23_150
"""Maintenance hours over all planned hours [002 para 39 and Appendix C]."""

HOURS_PER_POSTCODE = 1.4
"""Planned carer-hours a week for each live postcode: 23,150 over the county's 16,500."""


def cell_hours(
    weights: pd.DataFrame,
    zone_hours: Mapping[str, int],
    maintenance_by_band: Mapping[str, int],
) -> pd.DataFrame:
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
    DataFrame
        ``zone, band, service, carer_minutes`` with ``service`` ``maintenance``
        or ``other``; only cells with hours.

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
    cells = [
        (zone, band, service, int(table[i, j]) * 60)
        for service, table in (("maintenance", maintenance), ("other", other))
        for i, zone in enumerate(zones)
        for j, band in enumerate(bands)
        if table[i, j] > 0
    ]
    return pd.DataFrame(cells, columns=["zone", "band", "service", "carer_minutes"])


def hours_from_postcodes(weights: pd.DataFrame) -> pd.DataFrame:
    """Hours of each cell from its postcodes alone, where nothing is published.

    Parameters
    ----------
    weights
        Zones (index) by bands (columns): number of postcodes.

    Returns
    -------
    DataFrame
        As :func:`cell_hours` returns.
    """
    cells = []
    for zone, row in weights.iterrows():
        for band, postcodes in row.items():
            hours = float(postcodes) * HOURS_PER_POSTCODE
            maintenance = round(hours * MAINTENANCE_SHARE)
            other = round(hours) - maintenance
            cells.append((zone, band, "maintenance", maintenance * 60))
            cells.append((zone, band, "other", other * 60))
    frame = pd.DataFrame(cells, columns=["zone", "band", "service", "carer_minutes"])
    return frame[frame["carer_minutes"] > 0].reset_index(drop=True)


def largest_remainders(values: npt.NDArray[np.float64], total: int) -> npt.NDArray[np.int64]:
    """Round non-negative values to whole numbers that add up to ``total``.

    Values that are exactly 0 stay 0.
    """
    if values.sum() <= 0:
        if total == 0:
            return np.zeros(len(values), dtype=np.int64)
        raise ValueError(f"No cell can take the {total} hours.")
    exact = values * (total / values.sum())
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
