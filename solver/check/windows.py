"""When a visit may start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.check.violation import Violation
from solver.domain.clock import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.domain import RoundChoices, Stop, Visit


def window(visit: Visit, cap_s: int) -> tuple[int, int]:
    """Earliest and latest start: the cap around today's start, within the package's own window.

    Where the two do not meet, the visit keeps today's start.
    """
    earliest_s = max(visit.start_s - cap_s, visit.earliest_s)
    latest_s = min(visit.start_s + cap_s, visit.latest_s)
    return (earliest_s, latest_s) if earliest_s <= latest_s else (visit.start_s, visit.start_s)


def within_window(stop: Stop, visit: Visit, choices: RoundChoices) -> Iterator[Violation]:
    """Check that a visit starts in its window."""
    earliest_s, latest_s = window(visit, choices.cap_s)
    if not earliest_s <= stop.start_s <= latest_s:
        text = f"{clock(stop.start_s)} is outside {clock(earliest_s)} to {clock(latest_s)}."
        yield Violation("window", visit.id, "", text)
