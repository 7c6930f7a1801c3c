"""How long work speaks to whoever started it: progress out, stop in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Progress:
    """A word on how far a job is.

    Parameters
    ----------
    fraction
        0 to 1.
    message
        What is being done, in plain English.
    best
        Figures of the best plan so far, such as ``{"miles": 812.4,
        "unserved": 3}``; empty where there is none yet.
    """

    fraction: float
    message: str
    best: Mapping[str, float] = field(default_factory=dict)


ProgressCallback = Callable[[Progress], None]

StopRule = Callable[[int, float], bool]
"""``stop(iterations, best_cost) -> bool``: asked between batches of work."""


def never_stop(_iterations: int, _best_cost: float) -> bool:
    """Never stop early."""
    return False
