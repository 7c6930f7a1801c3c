"""Dated rates with their source: wages, mileage, on-costs, carbon, band prices.

A rate holds from its date until the next one. What is not established is
marked so in the book and never guessed: asking for it raises
:class:`~solver.errors.RatesError` with the cure. The shipped book is
``solver/rates/default.toml``; a world's own ``rates.toml`` has the same form.
"""

from solver.rates.book import UNITS, DatedRate, RateBook, Rates
from solver.rates.carbon import CarbonBasis, carbon_basis
from solver.rates.enhanced import enhancement_factors, visit_shares
from solver.rates.file import default_rates, read_rates

__all__ = [
    "UNITS",
    "CarbonBasis",
    "DatedRate",
    "RateBook",
    "Rates",
    "carbon_basis",
    "default_rates",
    "enhancement_factors",
    "read_rates",
    "visit_shares",
]
