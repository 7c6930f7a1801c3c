"""Uplifts of band rates by per cent; by wage see :mod:`solver.costs.needed`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.errors import RatesError

if TYPE_CHECKING:
    from collections.abc import Mapping


def by_per_cent(band_pence: Mapping[str, int], per_cent: float) -> dict[str, int]:
    """Raise every band by the same per cent (004: +7.2 % in 2021/22), whole pence.

    Raises
    ------
    RatesError
        When the cut is more than the whole rate.
    """
    if not per_cent >= -100:
        raise RatesError(f"An uplift of {per_cent} % would leave less than nothing.")
    return {band: round(pence * (1 + per_cent / 100)) for band, pence in band_pence.items()}


def wage_rise_share(wage_from_pence: int, wage_to_pence: int) -> float:
    """Rise of a wage as a share of the old one (003 B/R.5.008: £10.90 → £12.00).

    Raises
    ------
    RatesError
        When the old wage is not positive.
    """
    if wage_from_pence <= 0:
        raise RatesError(f"The wage before the rise is {wage_from_pence} pence; it must be more.")
    return wage_to_pence / wage_from_pence - 1
