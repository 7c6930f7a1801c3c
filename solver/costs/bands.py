"""Price bands × hours → cost [002 paras 15 to 24 and 39], and what a change is made of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.errors import RatesError
from solver.score import whole_pence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.domain.scenario import Weeks

WEEKS: dict[Weeks, Fraction] = {
    "52": Fraction(52),
    "365/7": Fraction(365, 7),
    "53": Fraction(53),
}
"""Weeks in a year; an average one has 365 ÷ 7. That the paper's low ends take 52 is our reading."""


def band_table(hours_by_band: Mapping[str, float], band_pence: Mapping[str, int]) -> pd.DataFrame:
    """Multiply weekly hours by the rate of their band [002 paras 20 and 39].

    Parameters
    ----------
    hours_by_band
        Band → carer-hours a week, all of one base.
    band_pence
        Band → pence a carer-hour; bands without hours may be named too.

    Returns
    -------
    DataFrame
        Indexed by band, cheapest first: ``hours, share`` (of hours)
        ``, rate_pence, weekly_pence`` (whole pence that add up exactly)
        ``, premium_pence`` (rate over the cheapest band's) ``,
        premium_share`` (premium ÷ the cheapest rate).

    Raises
    ------
    RatesError
        When a band with hours has no rate.
    """
    unpriced = [band for band in hours_by_band if band not in band_pence]
    if unpriced:
        raise RatesError(
            f"The band {unpriced[0]!r} has no rate: give it one in the scenario or in rates.toml."
        )
    bands = sorted(hours_by_band, key=lambda band: (band_pence[band], band))
    hours = np.array([hours_by_band[band] for band in bands], float)
    rates = np.array([band_pence[band] for band in bands], np.int64)
    weekly = hours * rates.astype(float)
    cheapest = int(rates[0]) if len(rates) else 0
    return pd.DataFrame(
        {
            "hours": hours,
            "share": hours / hours.sum() if hours.sum() else np.zeros(len(bands)),
            "rate_pence": rates,
            "weekly_pence": whole_pence(weekly, round(float(weekly.sum()))),
            "premium_pence": rates - cheapest,
            "premium_share": (rates - cheapest) / cheapest if cheapest else np.zeros(len(bands)),
        },
        index=pd.Index(bands, name="band"),
    )


def average_pence(table: pd.DataFrame) -> float:
    """Average rate: weekly cost ÷ weekly hours, pence (NaN without hours)."""
    hours = float(table["hours"].sum())
    return float(table["weekly_pence"].sum()) / hours if hours else float("nan")


def annual_pence(weekly_pence: float, weeks: Weeks) -> int:
    """Weekly cost × weeks in a year, whole pence."""
    return round(Fraction(weekly_pence) * WEEKS[weeks])


@dataclass(frozen=True, slots=True)
class RateChange:
    """What moving from one average rate to band rates costs, and why.

    ``annual change = base uplift + rurality premium``: the uplift is the
    cheapest band's rate less the current average, on every hour; the premium
    is what the other bands cost above the cheapest.

    Parameters
    ----------
    current_weekly_pence, proposed_weekly_pence
        Weekly cost before and after.
    current_pence, proposed_pence
        Average rate before and after, pence an hour.
    current_annual_pence, proposed_annual_pence, change_annual_pence
        The same a year.
    uplift_weekly_pence, premium_weekly_pence
        The two parts of the weekly change.
    uplift_annual_pence, premium_annual_pence
        The two parts a year; they add up to ``change_annual_pence``.
    change_share
        Change ÷ current cost.
    """

    current_weekly_pence: int
    proposed_weekly_pence: int
    current_pence: int
    proposed_pence: float
    current_annual_pence: int
    proposed_annual_pence: int
    change_annual_pence: int
    uplift_weekly_pence: int
    premium_weekly_pence: int
    uplift_annual_pence: int
    premium_annual_pence: int
    change_share: float

    @property
    def neutral_pence(self) -> float:
        """Rate of the cheapest band at which the premium would cost nothing more, pence an hour.

        The current average less what the premium adds to an average hour; NaN without hours.
        """
        if not self.proposed_weekly_pence:
            return float("nan")
        hours = self.proposed_weekly_pence / self.proposed_pence
        return self.current_pence - self.premium_weekly_pence / hours


def rate_change(table: pd.DataFrame, current_pence: int, weeks: Weeks) -> RateChange:
    """Compare one average rate paid today with the bands of a table [002 para 23].

    Parameters
    ----------
    table
        From :func:`band_table`.
    current_pence
        Average rate paid today, pence a carer-hour.
    weeks
        Weeks in a year.
    """
    hours = float(table["hours"].sum())
    cheapest = int(table["rate_pence"].min()) if len(table) else current_pence
    current = round(hours * current_pence)
    proposed = int(table["weekly_pence"].sum())
    uplift = round(hours * (cheapest - current_pence))
    change = annual_pence(proposed, weeks) - annual_pence(current, weeks)
    uplift_annual = annual_pence(uplift, weeks)
    return RateChange(
        current_weekly_pence=current,
        proposed_weekly_pence=proposed,
        current_pence=current_pence,
        proposed_pence=average_pence(table),
        current_annual_pence=annual_pence(current, weeks),
        proposed_annual_pence=annual_pence(proposed, weeks),
        change_annual_pence=change,
        uplift_weekly_pence=uplift,
        premium_weekly_pence=proposed - current - uplift,
        uplift_annual_pence=uplift_annual,
        premium_annual_pence=change - uplift_annual,
        change_share=(proposed - current) / current if current else float("nan"),
    )
