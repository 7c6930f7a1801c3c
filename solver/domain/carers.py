"""A carer and the shifts that they work on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from solver.domain.travel import Mode

StartsFrom = Literal["home", "base", "free"]
STARTS: tuple[StartsFrom, ...] = get_args(StartsFrom)
"""Where shifts start and end: at home, at the provider's base, or at whatever door comes first."""

GENDERS = ("woman", "man")
"""What a person may ask for, in the words of the tables."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of work, from leaving home to being home again excluded.

    The first visit starts no earlier than ``start_s`` and the last one ends no
    later than ``end_s``; the legs from and to home lie outside the shift, as
    commute. ``end_s`` may pass midnight (beyond 86,400).
    """

    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class Carer:
    """A carer on one day.

    Parameters
    ----------
    id, provider_id
        Stable ids.
    home
        Id of the place where each shift starts and ends: the carer's home, or with
        ``starts_from`` ``base`` the provider's base.
    mode
        How the carer travels.
    shifts
        One or more stretches of work, in order, not overlapping.
    skills
        Skills held.
    wage_pence
        Pay per hour of working time; ``None`` takes the scenario's wage.
    contracted_s
        Contracted seconds a week, paid even if unused; ``None`` if none.
    most_s
        Most seconds of work on the day: over the carer's rounds, from the start of the first
        visit to the end of the last; ``None`` for no limit.
    paid_anyway_s
        Seconds of the day that are paid whatever there is to do: what the other days of a planned
        week leave of the contracted ones. More work costs nothing until they are filled.
    gender
        ``woman`` or ``man``; empty where not known.
    starts_from
        ``home``; ``base``, whose legs are working time; or ``free``: no leg to the first door or
        from the last is counted.
    rides_with
        Carer in whose car this one rides: the two are a crew, start where the driver does, make
        double-handed visits together and no others, and drive one car's miles. Empty if none.
    """

    id: str
    provider_id: str
    home: str
    mode: Mode
    shifts: tuple[Shift, ...]
    skills: tuple[str, ...] = ()
    wage_pence: int | None = None
    contracted_s: int | None = None
    most_s: int | None = None
    paid_anyway_s: int = 0
    gender: str = ""
    starts_from: StartsFrom = "home"
    rides_with: str = ""
