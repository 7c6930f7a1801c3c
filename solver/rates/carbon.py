"""What a figure of carbon rests on: factor, year, source, what it includes."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from solver.errors import RatesError

if TYPE_CHECKING:
    from solver.rates.book import Rates

INCLUDES = (
    "burnt at the exhaust of an average car of unknown fuel, without making and bringing the "
    "fuel; walking and cycling count 0; ways from and to home stand apart"
)
"""What the shipped factor counts."""

OWN = "as the county's own rates.toml has it; ways from and to home stand apart"
"""What is said of a factor that the county gives itself."""


@dataclass(frozen=True, slots=True)
class CarbonBasis:
    """The factor behind a figure of carbon.

    Parameters
    ----------
    kg_per_mile
        kg CO2e a mile by car.
    year
        Year of the set of factors; ``None`` where its source names none.
    source, includes
        Where it comes from, and what it counts.
    upstream_kg_per_mile
        Well to tank, on top, not counted; ``None`` where it is not known for the day.
    """

    kg_per_mile: float
    year: int | None
    source: str
    includes: str
    upstream_kg_per_mile: float | None

    @property
    def words(self) -> str:
        """Say it in a sentence."""
        known = self.upstream_kg_per_mile
        upstream = "" if known is None else f" Making the fuel would add {known:.5f}."
        year = "year not known" if self.year is None else f"factor of {self.year}"
        return (
            f"Carbon: {self.kg_per_mile:.5f} kg CO2e a mile by car, {year} "
            f"({self.source}): {self.includes}.{upstream}"
        )

    def plain(self) -> dict[str, Any]:
        """Give plain values for a summary."""
        return asdict(self)


def carbon_basis(rates: Rates) -> CarbonBasis:
    """Give the factor of a day.

    Raises
    ------
    RatesError
        When it is not established on that day.
    """
    rate = rates.rate("co2e_car")
    year = re.search(r"\b(20\d\d)\b", rate.source)
    try:
        upstream = None if rate.own else rates.value("co2e_car_upstream")
    except RatesError:
        upstream = None
    return CarbonBasis(
        kg_per_mile=float(rate.value or 0),
        year=int(year.group(1)) if year else None,
        source=rate.source,
        includes=OWN if rate.own else INCLUDES,
        upstream_kg_per_mile=upstream,
    )
