"""The figures that results are compared by: people before money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.study.affected import people_called_on, share

if TYPE_CHECKING:
    from solver.score import Score


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that results are compared by.

    Parameters
    ----------
    name
        Attribute of :class:`solver.score.Totals`; where it is the same in a
        breakdown, the column there. ``people`` and the shares follow from the score.
    title, unit
        As officers read them.
    against_today
        True for what is counted *against* today: today itself has none.
    """

    name: str
    title: str
    unit: str
    against_today: bool = False


MEASURES: tuple[Measure, ...] = (
    Measure("unserved", "Visits not made", "visits"),
    Measure("served", "Visits made", "visits"),
    Measure("visits", "Visits asked for", "visits"),
    Measure("people", "People called on", "people"),
    Measure("carers_changed", "People with a new carer", "people", against_today=True),
    Measure("carers_changed_share", "People with a new carer, %", "share", against_today=True),
    Measure("providers_changed", "People with a new provider", "people", against_today=True),
    Measure("moved", "Starts moved", "visits", against_today=True),
    Measure("moved_share", "Starts moved, % of visits made", "share", against_today=True),
    Measure("moved_beyond", "Starts moved further than counts", "visits", against_today=True),
    Measure("most_moved_minutes", "Furthest move", "minutes", against_today=True),
    Measure("late_visits", "Visits that start late", "visits"),
    Measure("late_minutes", "Lateness together", "minutes"),
    Measure("council_pence", "Council pays", "pence"),
    Measure("provider_pence", "Providers spend", "pence"),
    Measure("released_carer_hours", "Carer-hours released", "carer-hours", against_today=True),
    Measure("miles", "Miles between visits", "miles"),
    Measure("commute_miles", "Miles from and to home", "miles"),
    Measure("travel_minutes", "Travel between visits", "minutes"),
    Measure("waiting_minutes", "Waiting", "minutes"),
    Measure("contact_minutes", "Time at the door", "carer-minutes"),
    Measure("travel_minutes_per_contact_hour", "Travel per contact hour", "minutes"),
    Measure("travel_co2e_kg", "Carbon between visits", "kg CO2e"),
    Measure("commute_co2e_kg", "Carbon from and to home", "kg CO2e"),
    Measure("carers", "Carers called on", "carers"),
)
"""The figures of a comparison: people before money."""


def value_of(score: Score, figure: Measure, *, today: bool) -> float:
    """Read a figure off a score; NaN for what is not known, or is counted against today itself."""
    if today and figure.against_today:
        return float("nan")
    totals = score.totals
    if figure.name == "people":
        return float(people_called_on(score))
    if figure.name == "carers_changed_share":
        return share(totals.carers_changed, people_called_on(score))
    if figure.name == "moved_share":
        return share(totals.moved, totals.served)
    value = getattr(totals, figure.name)
    return float("nan") if value is None else float(value)
