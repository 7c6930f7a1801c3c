"""A plan: who visits whom and when, on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.domain.words import Day


@dataclass(frozen=True, slots=True)
class Stop:
    """One carer's call at one visit. ``start_s`` is the start of the visit."""

    visit_id: str
    start_s: int


@dataclass(frozen=True, slots=True)
class Round:
    """One carer's calls in one shift, in driving order.

    ``shift`` is the index into :attr:`solver.domain.Carer.shifts`.
    """

    carer_id: str
    shift: int
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Unserved:
    """A visit that no round serves.

    ``reason`` is a short code (``no-carer``, ``no-carer-with-skill``, ``excluded``,
    ``asks-for-gender``, ``unreachable``, ``longer-than-every-shift``, ``outside-every-shift``,
    ``gap``, ``order``, ``todays-carer-cannot``, ``no-room``; those of locks begin with ``locked``);
    ``detail`` is the sentence that a user reads.
    """

    visit_id: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All rounds of one day. A double-handed visit stands in two rounds."""

    day: Day
    rounds: tuple[Round, ...]
    unserved: tuple[Unserved, ...] = ()
