"""Which column of an export is perhaps which of ours, by name.

The synonyms are words that the field uses, not the layout of any system: an
officer looks over every suggestion before it is saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from solver.intake.mapping.mapping import TableMapping
from solver.intake.schema.columns import plain_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solver.intake.schema.columns import Table

LEAST = 80.0
"""Likeness from which a column is suggested, 0 to 100 (:func:`rapidfuzz.fuzz.ratio`)."""

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "person_id": (
        "client id", "client ref", "client number", "service user id", "service user ref",
        "citizen id", "customer ref", "subject id", "case number",
    ),
    "package_id": (
        "package ref", "care package id", "service agreement id", "commitment id", "order ref",
        "provision id",
    ),
    "visit_id": ("visit ref", "visit number", "call id", "call ref", "booking id", "task id"),
    "carer_id": (
        "carer ref", "care worker id", "worker id", "employee id", "employee number", "staff id",
        "staff ref", "resource id",
    ),
    "provider_id": ("provider ref", "supplier id", "supplier code", "vendor id", "agency id"),
    "contract_id": ("contract ref", "contract number", "framework ref", "purchase order"),
    "postcode": ("post code", "home postcode", "address postcode", "visit postcode"),
    "lon": ("longitude", "lng", "long"),
    "lat": ("latitude",),
    "age": ("age in years", "current age"),
    "service": ("service type", "care type", "service element", "type of care"),
    "tier": ("contract tier", "provider tier", "lot type"),
    "basis": ("payment basis", "contract type", "funding type"),
    "price": ("unit price", "hourly rate", "unit cost", "rate per hour", "contract rate"),
    "days": ("day", "day of week", "weekday", "visit days", "days of week", "working days"),
    "day": ("day of week", "weekday", "visit day"),
    "start": ("start time", "planned start", "visit start", "call time", "scheduled start"),
    "minutes": (
        "duration", "planned duration", "visit length", "call length", "duration minutes",
        "length minutes", "mins",
    ),
    "carers": (
        "number of carers", "carers required", "no of carers", "workers required", "double handed",
    ),
    "skills": ("required skills", "competencies", "qualifications"),
    "earliest": ("earliest start", "window start", "not before"),
    "latest": ("latest start", "window end", "not after"),
    "time_critical": ("critical", "time specific", "medication visit"),
    "apart_minutes": ("minimum gap", "gap between doses", "dose interval"),
    "after": ("follows visit", "previous visit"),
    "carer_gender": ("gender preference", "preferred gender", "carer gender requested"),
    "gender": ("sex", "carer sex"),
    "most_hours": ("maximum hours", "max hours a day", "daily limit"),
    "starts_from": ("start place", "start location"),
    "rides_with": ("crew", "crew driver", "double up partner"),
    "mode": ("transport", "travel mode", "mode of travel", "mode of transport"),
    "shifts": ("shift", "availability", "working hours", "shift times"),
    "wage": ("pay rate", "basic rate", "rate of pay"),
    "contracted_hours": ("contract hours", "weekly hours", "guaranteed hours"),
    "name": ("provider name", "supplier name", "organisation", "agency"),
    "settlement": ("place", "town", "village", "locality"),
    "population": ("residents", "usual residents"),
    "zone": ("zone name", "lot", "patch", "locality zone"),
    "band": ("price band", "rural band", "rurality"),
    "area_id": ("area", "area code", "lsoa code", "ward code", "parish code"),
}  # fmt: skip
"""Our column → other words for it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A column of an export that may be one of ours.

    Parameters
    ----------
    ours, theirs
        Names of the two columns.
    likeness
        0 to 100; 100 where the name or a synonym of it is the same.
    """

    ours: str
    theirs: str
    likeness: float


def suggest(table: Table, header: Sequence[str]) -> tuple[Suggestion, ...]:
    """Suggest columns of an export for those of a table, each at most once.

    Parameters
    ----------
    header
        Column names of the export.

    Returns
    -------
    In the order of the schema. The likeliest pairs are taken first; of equals
    the one that stands first in the schema, then in the export.
    """
    pairs = [
        (-likeness(column.name, theirs), i, j)
        for i, column in enumerate(table.columns)
        for j, theirs in enumerate(header)
    ]
    taken: dict[int, Suggestion] = {}
    used: set[int] = set()
    for unlike, i, j in sorted(pairs):
        if -unlike >= LEAST and i not in taken and j not in used:
            taken[i] = Suggestion(table.columns[i].name, header[j], -unlike)
            used.add(j)
    return tuple(taken[i] for i in sorted(taken))


def likeness(ours: str, theirs: str) -> float:
    """Say how alike a column of ours, or a synonym of it, is to one of theirs: 0 to 100."""
    plain = plain_name(theirs)
    return max(fuzz.ratio(plain_name(word), plain) for word in (ours, *SYNONYMS.get(ours, ())))


def as_mapping(suggestions: Sequence[Suggestion]) -> TableMapping:
    """Turn suggestions that an officer accepted into a mapping."""
    return TableMapping(columns={pair.ours: pair.theirs for pair in suggestions})
