"""The rule: which numbers of people are small, and how what is shown is rounded.

The rule follows NHS practice for counts below national level: 0 is shown, 1 to
one less than the threshold becomes ``*``, everything else is rounded to the
nearest 5. Hours and money are hidden where their people are, and rounded where
they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from solver.errors import PublishError

if TYPE_CHECKING:
    import numpy.typing as npt

THRESHOLDS: Final = (5, 8, 10)
"""Thresholds that councils use: fewer than 5, fewer than 8 (NHS), fewer than 10."""

USUAL_THRESHOLD: Final = 8

ROUNDED_TO: Final = 5
"""Counts that are shown are rounded to the nearest multiple of this."""

SUPPRESSED: Final = "*"
"""What stands for a number that is not shown."""

LEAST_HOURS: Final = 0.25
"""Carer-hours a week that everybody knows a person to have at least: one visit of 15 minutes."""

SHARES: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Steps to which a share of the whole is rounded."""

PAYS_MOST: Final = 0.1
"""Rule of p %: nobody may know the money of the largest provider to within this share of it."""


@dataclass(frozen=True, slots=True)
class HidingRule:
    """What counts as small.

    Parameters
    ----------
    threshold
        Numbers of people from 1 to one less than this are small.
    median_hours
        Carer-hours a week of the median package: hours that are hidden must stay
        open by so much, up and down.
    """

    threshold: int = USUAL_THRESHOLD
    median_hours: float = 7.0

    def __post_init__(self) -> None:
        check_threshold(self.threshold)

    @property
    def hours_step(self) -> int:
        """Carer-hours a week to which hours are rounded: 5 below 8 people, else 10."""
        return 5 if self.threshold < USUAL_THRESHOLD else 10

    def rounded_hours(self, hours: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Round carer-hours to the nearest multiple of :attr:`hours_step`."""
        return (np.floor(hours / self.hours_step + 0.5) * self.hours_step).astype(np.int64)

    def share_step(self, people: int) -> float:
        """Step to which a share of all is rounded: not finer than ``threshold`` of the people."""
        finest = self.threshold / max(people, 1)
        return next((step for step in SHARES if step >= finest), 1.0)


def check_threshold(threshold: int) -> int:
    """Return the threshold if it is one that councils use.

    Raises
    ------
    PublishError
        When it is not.
    """
    if threshold not in THRESHOLDS:
        names = ", ".join(map(str, THRESHOLDS))
        raise PublishError(f"The threshold {threshold} is not in use; choose one of {names}.")
    return threshold


def rounded(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Round whole numbers to the nearest multiple of :data:`ROUNDED_TO`."""
    return (counts + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
