"""A carer and the shifts that they work on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.domain.travel import Mode


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
        Id of the place where each shift starts and ends.
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
    """

    id: str
    provider_id: str
    home: str
    mode: Mode
    shifts: tuple[Shift, ...]
    skills: tuple[str, ...] = ()
    wage_pence: int | None = None
    contracted_s: int | None = None
