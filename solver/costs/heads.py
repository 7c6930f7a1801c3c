"""Hours per head, and the demand that nobody meets [002 para 29]."""

from __future__ import annotations

PER_1000_LOW, PER_1000_HIGH = 35.0, 40.0
"""Carer-hours a week per 1,000 people that urban areas need [002 para 29a]."""


def hours_per_1000(carer_hours_week: float, people: float) -> float:
    """Carer-hours a week per 1,000 people (NaN without people)."""
    return carer_hours_week * 1_000 / people if people else float("nan")


def people_implied(carer_hours_week: float, per_1000: float) -> float:
    """People for whom so many hours would be the expected number."""
    return carer_hours_week * 1_000 / per_1000


def unmet_hours(people: float, per_1000: float, carer_hours_week: float) -> float:
    """Subtract actual from expected carer-hours a week; 0 where there is no shortfall."""
    return max(0.0, people * per_1000 / 1_000 - carer_hours_week)
