"""A second judge of a day's rounds, as plain as can be, written from docs/concepts.md.

It imports nothing of the solver: visits, carers, plans and travel are whatever has their fields.
Each rule is a function of its own that yields a line for each time it is broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive import of_rounds, of_visits
from naive.day import Day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["RULES", "Day", "broken"]

RULES: dict[str, Callable[[Day], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        of_visits.once,
        of_visits.together,
        of_visits.in_window,
        of_visits.time_locks,
        of_visits.carer_locks,
        of_visits.providers,
        of_visits.skills,
        of_visits.refused,
        of_visits.genders,
        of_visits.doses,
        of_visits.following,
        of_visits.in_order,
        of_rounds.shifts,
        of_rounds.ways,
        of_rounds.homes,
        of_rounds.between_shifts,
        of_rounds.breaks,
        of_rounds.hours,
        of_rounds.crews,
        of_rounds.todays_carers,
        of_rounds.todays_order,
    )
}


def broken(day: Day, *, without: str = "") -> list[str]:
    """Every rule that a day breaks, and where; one may be left out."""
    return [
        f"{name}: {where}" for name, rule in RULES.items() if name != without for where in rule(day)
    ]
