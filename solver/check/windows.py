"""When a visit may start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.check.violation import Violation
from solver.domain.clock import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.domain import RoundChoices, Stop, Visit


def window(visit: Visit, choices: RoundChoices) -> tuple[int, int]:
    """Earliest and latest start: the cap around today's start, within the package's own window.

    A time-critical visit has the tighter of the two caps. Where cap and own window do not meet,
    the visit keeps today's start.
    """
    caps_s = [choices.cap_s, choices.critical_cap_s] if visit.time_critical else [choices.cap_s]
    earliest_s = max(visit.start_s - min(caps_s), visit.earliest_s)
    latest_s = min(visit.start_s + min(caps_s), visit.latest_s)
    return (earliest_s, latest_s) if earliest_s <= latest_s else (visit.start_s, visit.start_s)


def within_window(
    stop: Stop, visit: Visit, choices: RoundChoices, time_locked: frozenset[str]
) -> Iterator[Violation]:
    """Check that a visit starts in its window, or at today's start where that is locked."""
    if visit.id in time_locked:
        if stop.start_s != visit.start_s:
            text = f"{clock(stop.start_s)} is not {clock(visit.start_s)}, where it is locked."
            yield Violation("locked", visit.id, "", text)
        return
    earliest_s, latest_s = window(visit, choices)
    if not earliest_s <= stop.start_s <= latest_s:
        text = f"{clock(stop.start_s)} is outside {clock(earliest_s)} to {clock(latest_s)}."
        yield Violation("window", visit.id, "", text)
