"""The year at the rates of the bands: which hours, which weeks, and against the rate paid today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver import costs
from solver.base.chosen_rates import band_pence

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.state import Open
    from solver.costs import RateChange
    from solver.domain import HoursBasis
    from solver.domain.scenario import Weeks

WEEKS: dict[Weeks, str] = {"52": "52 weeks", "365/7": "365 ÷ 7 weeks", "53": "53 weeks"}
BASES: dict[HoursBasis, str] = {"maintenance": "Maintenance only", "all planned": "All planned"}
CURRENT_RATE = "current single rate (before bands)"
"""What the one rate that is paid before there are bands is called, everywhere."""


def table_of(page: Open, base: HoursBasis) -> pd.DataFrame:
    """Hours × the rate of their band, a row a band."""
    hours = costs.band_hours(page.world, page.scenario, base)
    return costs.band_table(hours, band_pence(page.world, page.scenario))


def against_today(page: Open, base: HoursBasis) -> RateChange:
    """Set the cost at the rates of the bands against that at the rate paid today."""
    return costs.rate_change(
        table_of(page, base),
        page.world.tables.about.current_rate_pence,
        page.scenario.prices.weeks,
    )
