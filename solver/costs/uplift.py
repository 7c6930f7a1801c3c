"""Uplifts of band rates: by per cent, or by wage with pass-through."""

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


def by_wage(
    band_pence: Mapping[str, int],
    rise_pence: float,
    paid_minutes: Mapping[str, float],
    on_cost: float,
    pass_through: float = 1.0,
) -> dict[str, int]:
    """Raise each band by what a rise of the wage costs in it.

    ``new = old + pass-through × rise × paid hours per contact hour × (1 +
    on-costs)``: a band with more travel needs more.

    Parameters
    ----------
    band_pence
        Band → pence a carer-hour before.
    rise_pence
        Rise of the wage, pence an hour.
    paid_minutes
        Band → paid minutes per contact hour: 60 and the travel.
    on_cost
        On-costs as a share of gross pay.
    pass_through
        Share of the cost that the council passes into its rates (1 = all).

    Raises
    ------
    RatesError
        When a band has no paid minutes, or the pass-through is negative.
    """
    if not pass_through >= 0:
        raise RatesError(f"A pass-through of {pass_through:.0%} is negative.")
    missing = [band for band in band_pence if band not in paid_minutes]
    if missing:
        raise RatesError(f"The band {missing[0]!r} has no paid minutes per contact hour.")
    return {
        band: round(pence + pass_through * rise_pence * paid_minutes[band] / 60 * (1 + on_cost))
        for band, pence in band_pence.items()
    }
