"""What care costs: bands, contracts, the price build-up, budgets and carbon."""

from solver.costs.bands import (
    WEEKS,
    RateChange,
    annual_pence,
    average_pence,
    band_table,
    rate_change,
)
from solver.costs.council import (
    BASES,
    Base,
    band_hours,
    council_week,
    package_prices,
    zone_hours,
)

__all__ = [
    "BASES",
    "WEEKS",
    "Base",
    "RateChange",
    "annual_pence",
    "average_pence",
    "band_hours",
    "band_table",
    "council_week",
    "package_prices",
    "rate_change",
    "zone_hours",
]
