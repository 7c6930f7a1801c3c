"""More than the band's rate: short visits, evenings, weekends, bank holidays.

An enhancement is a per cent on top of the band's rate; where several apply
they add up. A price in force for a whole week is the average over its hours.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

EVENING_S = 19 * 3_600
"""Visits that start at 19:00 or later are paid as evening [GK]."""

WEEKEND_DAYS = 0b1100000
"""Saturday and Sunday in the bit mask of days."""

BANK_HOLIDAYS = Fraction(8, 365)
"""Bank holidays a year in England, as a share of its days."""


def visit_shares(visits: pd.DataFrame, enhancements: Sequence[tuple[str, int]]) -> pd.DataFrame:
    """Average enhancement of each visit over the year, as a share of the band's rate.

    Parameters
    ----------
    visits
        The visits table: ``days`` (bit mask) ``, start_s, service_s``.
    enhancements
        (when, whole per cent) pairs of a scenario.

    Returns
    -------
    DataFrame
        One column an enhancement, in the order given, aligned with ``visits``.
        Of several lengths, the shortest that holds the visit applies.
    """
    shares: dict[str, npt.NDArray[np.float64]] = {}
    days = visits["days"].to_numpy(np.int64)
    weekend = np.bitwise_count(days & WEEKEND_DAYS) / np.maximum(1, np.bitwise_count(days))
    start_s = visits["start_s"].to_numpy(np.int64)
    minutes = visits["service_s"].to_numpy(np.int64) / 60
    lengths = sorted(_length(when) for when, _ in enhancements if when.endswith(" minutes"))
    for when, per_cent in enhancements:
        if when == "evening":
            part = (start_s >= EVENING_S).astype(float)
        elif when == "weekend":
            part = weekend.astype(float)
        elif when == "bank holiday":
            part = np.full(len(visits), float(BANK_HOLIDAYS))
        else:
            length = _length(when)
            shorter = max((other for other in lengths if other < length), default=0)
            part = ((minutes <= length) & (minutes > shorter)).astype(float)
        shares[when] = part * per_cent / 100
    return pd.DataFrame(shares, index=visits.index)


def enhancement_factors(
    visits: pd.DataFrame, package_ids: Sequence[str], enhancements: Sequence[tuple[str, int]]
) -> npt.NDArray[np.float64]:
    """Factor by which enhancements raise the average hour of each package.

    ``1 + Σ hours × enhancement ÷ Σ hours`` over the package's visits, in
    carer-hours a week. Packages without visits keep 1.

    Parameters
    ----------
    visits
        The visits table: ``package_id, days, every_n_weeks, start_s,
        service_s, carers_required``.
    package_ids
        Packages in the order wanted (p,).
    enhancements
        (when, whole per cent) pairs of a scenario.

    Returns
    -------
    (p,) float64
    """
    if not enhancements:
        return np.ones(len(package_ids))
    share = visit_shares(visits, enhancements).sum(axis=1).to_numpy(float)
    hours = (
        np.bitwise_count(visits["days"].to_numpy(np.int64))
        / visits["every_n_weeks"].to_numpy(float)
        * visits["service_s"].to_numpy(float)
        * visits["carers_required"].to_numpy(float)
    )
    sums = pd.DataFrame(
        {"package_id": visits["package_id"].to_numpy(), "hours": hours, "extra": hours * share}
    )
    by_package = sums.groupby("package_id")[["hours", "extra"]].sum()
    factor = 1 + by_package["extra"] / by_package["hours"]
    return factor.reindex(list(package_ids)).fillna(1.0).to_numpy(float)


def _length(when: str) -> int:
    return int(when.removesuffix(" minutes"))
