"""When each visit may start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.domain import RoundChoices, Visit

Window = tuple[int, int]
"""Earliest and latest start, both ends included, seconds since midnight."""


def windows(visits: Iterable[Visit], choices: RoundChoices) -> dict[str, Window]:
    """Give the window of each visit's start, by id.

    It is today's start ± cap within the package's own window; the cap of a time-critical visit
    is the tighter of the two caps. Where cap and own window have nothing in common, and where the
    time is locked, the visit keeps today's start.
    """
    locked = choices.time_locked
    found = {}
    for visit in visits:
        cap_s = choices.cap_s
        if visit.time_critical:
            cap_s = min(cap_s, choices.critical_cap_s)
        low_s = max(visit.earliest_s, visit.start_s - cap_s)
        high_s = min(visit.latest_s, visit.start_s + cap_s)
        kept = low_s > high_s or visit.id in locked
        found[visit.id] = (visit.start_s, visit.start_s) if kept else (low_s, high_s)
    return found
