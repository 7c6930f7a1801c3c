"""The figures of one day."""

from __future__ import annotations

from dataclasses import dataclass

SUMS = {
    "contact_s": "contact_minutes",
    "travel_s": "travel_minutes",
    "waiting_s": "waiting_minutes",
    "break_s": "break_minutes",
    "paid_s": "paid_minutes",
    "late_s": "late_minutes",
    "miles": "miles",
    "commute_miles": "commute_miles",
    "co2e_kg": "co2e_kg",
    "commute_co2e_kg": "commute_co2e_kg",
}
"""Columns of the calls that add up, and what they are called in a table."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of one day.

    Parameters
    ----------
    visits, served, unserved
        Visits asked for, made by all the carers that they need, and not.
    carers, calls
        Carers with at least one call; calls (a double-handed visit has two).
    carer_hours
        Carer-hours asked for: what the council buys that day.
    contact_minutes, travel_minutes, waiting_minutes, break_minutes, paid_minutes
        Carer-minutes at the door, between visits, waiting as working time, in
        gaps too long to be working time, and paid.
    miles, commute_miles
        Between visits; from and to home.
    late_visits, late_minutes, latest_minutes
        Visits that start later than planned, their lateness together, the worst.
    moved, moved_minutes, most_moved_minutes
        Visits whose planned start is not today's start; how far together; the most.
    moved_beyond
        Visits whose planned start is further from today's than the tolerance.
    council_pence, provider_pence
        The two ledgers.
    unserved_council_pence
        The part of ``council_pence`` that stands for visits nobody makes.
    co2e_kg, commute_co2e_kg
        Carbon of all miles; of those from and to home alone.
    carers_changed, providers_changed
        People called on by a carer or a provider new to them, against today;
        ``None`` where no score of today was given.
    released_carer_hours
        Paid travel and waiting saved against today, in carer-hours; ``None``
        where no score of today was given. What they are worth to the council:
        :func:`solver.costs.released_worth`.
    """

    visits: int
    served: int
    unserved: int
    carers: int
    calls: int
    carer_hours: float
    contact_minutes: float
    travel_minutes: float
    waiting_minutes: float
    break_minutes: float
    paid_minutes: float
    miles: float
    commute_miles: float
    late_visits: int
    late_minutes: float
    latest_minutes: float
    moved: int
    moved_minutes: float
    most_moved_minutes: float
    moved_beyond: int
    council_pence: int
    provider_pence: int
    unserved_council_pence: int
    co2e_kg: float
    commute_co2e_kg: float
    carers_changed: int | None
    providers_changed: int | None
    released_carer_hours: float | None

    @property
    def travel_minutes_per_contact_hour(self) -> float:
        """Travel between visits per carer-hour at the door, minutes; NaN without contact."""
        return _per(self.travel_minutes * 60, self.contact_minutes)

    @property
    def travel_co2e_kg(self) -> float:
        """Carbon of the miles between visits."""
        return self.co2e_kg - self.commute_co2e_kg

    @property
    def miles_per_contact_hour(self) -> float:
        """Miles between visits per carer-hour at the door; NaN without contact."""
        return _per(self.miles * 60, self.contact_minutes)


def _per(amount: float, per: float) -> float:
    return amount / per if per else float("nan")
