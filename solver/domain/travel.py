"""Travel between places: what the roads answer and the rounds consume."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

Mode = Literal["car", "bicycle", "foot"]
MODES: tuple[Mode, ...] = ("car", "bicycle", "foot")

UNREACHABLE = -1
"""Marks a pair without a way between them, in durations and lengths alike."""


@dataclass(frozen=True, eq=False)
class Travel:
    """Door-to-door travel between n places, for one mode and time of day.

    Parameters
    ----------
    places
        Place ids, in the order of the matrices (n,).
    durations_s
        (n, n) int32 seconds, row = from, column = to; :data:`UNREACHABLE`
        where there is no way.
    lengths_m
        (n, n) int32 metres of the very path that the duration belongs to.
    """

    places: tuple[str, ...]
    durations_s: npt.NDArray[np.int32]
    lengths_m: npt.NDArray[np.int32]

    @cached_property
    def index(self) -> dict[str, int]:
        """Row and column of each place id."""
        return {place: i for i, place in enumerate(self.places)}


@dataclass(frozen=True, eq=False)
class TravelSet:
    """Travel for each mode and each period of the day, over the same places.

    The matrix of a leg is that of the period in which *today's start* of the
    visit that it leads to falls; a leg home takes the period of the visit that
    it comes from. So a visit's period never changes while a plan is searched.

    Parameters
    ----------
    places
        Place ids (n,).
    by_mode
        For each mode that is needed, one :class:`Travel` a period.
    period_starts_s
        Ascending starts of the periods, seconds since midnight; the first is 0.
    unplaced
        Place id → reason, for places that no road of that mode reaches:
        ``{mode: {place_id: reason}}``.
    """

    places: tuple[str, ...]
    by_mode: Mapping[Mode, tuple[Travel, ...]]
    period_starts_s: tuple[int, ...] = (0,)
    unplaced: Mapping[Mode, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def index(self) -> dict[str, int]:
        """Row and column of each place id."""
        return {place: i for i, place in enumerate(self.places)}

    def period(self, start_s: int) -> int:
        """Index of the period that ``start_s`` falls in (wraps past midnight)."""
        return bisect_right(self.period_starts_s, start_s % 86_400) - 1

    def leg(self, mode: Mode, origin: str, target: str, period: int = 0) -> tuple[int, int]:
        """Seconds and metres from one place to another.

        Returns
        -------
        duration_s, length_m
            Both :data:`UNREACHABLE` where there is no way.
        """
        travel = self.by_mode[mode][period]
        i, j = self.index[origin], self.index[target]
        return int(travel.durations_s[i, j]), int(travel.lengths_m[i, j])
