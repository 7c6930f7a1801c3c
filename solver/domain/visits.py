"""A visit: what a package asks for on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

VisitOrder = Literal["today", "free"]
ORDERS: tuple[VisitOrder, ...] = get_args(VisitOrder)
"""Whether a visit keeps its place among the visits of its person."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit on one day.

    Parameters
    ----------
    id
        Stable id of the visit (``visit_id`` of the visits table).
    package_id, person_id, place, area_id, zone, band, provider_id
        Ids and names; ``place`` is a :class:`~solver.domain.Place` id. ``band``
        sets the price, ``zone`` says which providers are called on,
        ``provider_id`` is whose visit it is under the scenario.
    service
        ``maintenance`` or another service name.
    start_s
        Today's start, seconds since midnight.
    service_s
        Length at the door, seconds of clock time.
    carers_required
        1, or 2 where the visit is double-handed: both carers are present for
        the whole visit and start together.
    earliest_s, latest_s
        The package's own window for the *start*, closed at both ends.
    skills
        Skills that each carer of the visit must have.
    time_critical
        True where the start must not move for convenience (medication): it keeps the narrower
        ``RoundChoices.critical_cap_s``.
    regular_carers
        Carers who make this visit today, for continuity.
    excluded_carers
        Carers whom the person must not have.
    carer_gender
        ``woman`` or ``man`` where the person asks for it; empty if not.
    apart_s
        Least seconds between the start of this visit and those of the person's other visits that
        have such a time; of two visits the longer time counts. 0 for none.
    after
        Id of a visit of the person that comes first; empty if none.
    order
        ``free`` where this visit may come before, or at one time with, the person's other visits;
        else they keep today's order and do not overlap.
    gap_least_s, gap_most_s
        Least and most seconds from the start of that visit to the start of this one; ``None``
        for no most. Both visits being made is not asked for: the gap binds where they are.
    """

    id: str
    package_id: str
    person_id: str
    place: str
    area_id: str
    zone: str
    band: str
    provider_id: str
    service: str
    start_s: int
    service_s: int
    carers_required: int
    earliest_s: int
    latest_s: int
    skills: tuple[str, ...] = ()
    time_critical: bool = False
    regular_carers: tuple[str, ...] = ()
    excluded_carers: tuple[str, ...] = ()
    carer_gender: str = ""
    apart_s: int = 0
    after: str = ""
    gap_least_s: int = 0
    gap_most_s: int | None = None
    order: VisitOrder = "today"

    @property
    def carer_seconds(self) -> int:
        """What the council buys: clock time at the door × carers, in seconds."""
        return self.service_s * self.carers_required
