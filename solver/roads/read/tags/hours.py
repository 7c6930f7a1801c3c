"""What conditional tags make of other tags on each weekday, all day and at each time of day.

A closing must not be missed and an opening not be promised: of what holds at different moments
of a time of day the strictest counts. For the whole day only what holds all day counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from solver.domain import DAYS
from solver.domain.road_choices import PERIOD_OF_START, PERIOD_STARTS_S, PERIODS
from solver.roads.read.tags.conditions import MINUTES, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.domain import Day
    from solver.roads.read.tags.values import Tags

ALL_DAY: Final = -1
"""Stands for no time of day, where others are indices into ``PERIODS``."""

_A_DAY: Final = 1 + len(PERIODS)
HOURS: Final = 1 + len(DAYS) * _A_DAY
"""Rows of what is told by weekday and time of day; row 0 is that no condition holds."""

_STRETCH = np.searchsorted(PERIOD_STARTS_S, 60 * np.arange(MINUTES), side="right") - 1
_MINUTES_OF_PERIOD: Final = tuple(
    np.array(PERIOD_OF_START)[_STRETCH] == period for period in range(len(PERIODS))
)


def row_of(day: Day | None, period: int) -> int:
    """Row of a weekday and time of day (:data:`ALL_DAY` for none); 0 where there is no weekday."""
    return 0 if day is None else 1 + DAYS.index(day) * _A_DAY + 1 + period


def by_hour(tags: Tags, keys: Iterable[str]) -> list[list[Tags]]:
    """Lay conditional tags over the plain ones.

    Parameters
    ----------
    tags
        Of a way or relation.
    keys
        Keys whose ``:conditional`` is looked at.

    Returns
    -------
    hours
        For each row (:data:`HOURS`) the tags as they are at its moments, each once; empty where
        no condition is of weekday and hour.
    """
    said = {key: [rule for rule in rules_of(tags, key) if rule.holds is not None] for key in keys}
    said = {key: rules for key, rules in said.items() if rules}
    if not said:
        return []
    laid: dict[tuple[int, ...], Tags] = {}

    def tags_under(chosen: np.ndarray) -> Tags:
        which = tuple(chosen.tolist())
        if which not in laid:
            over = {k: said[k][i].value for k, i in zip(said, which, strict=True) if i >= 0}
            laid[which] = {**tags, **over}
        return laid[which]

    minutes: list[np.ndarray] = [
        np.array([rule.holds for rule in rules], dtype=np.bool_) for rules in said.values()
    ]
    hours: list[list[Tags]] = [[tags]]
    alike: dict[bytes, list[list[Tags]]] = {}  # Monday to Friday mostly are
    for day in range(len(DAYS)):
        holds = [every[:, day] for every in minutes]
        told = b"".join(every.tobytes() for every in holds)
        if told not in alike:
            alike[told] = [
                [tags_under(column) for column in np.unique(chosen, axis=1).T]
                for chosen in _at_each(holds)
            ]
        hours += alike[told]
    return hours


def _at_each(holds: list[np.ndarray]) -> list[np.ndarray]:
    """Say which rule of each key, (keys, m), holds all day, and at the minutes of each period.

    Parameters
    ----------
    holds
        Of each key (r, 1440) bool: when each of its rules holds.
    """
    whole = np.array([_last(np.asarray(every.all(axis=1))[:, None]) for every in holds])
    minutes = np.array([_last(every) for every in holds])
    return [whole, *(minutes[:, of_period] for of_period in _MINUTES_OF_PERIOD)]


def _last(holds: np.ndarray) -> np.ndarray:
    """Find the last of some rules, (r, m) bool, that holds at each moment, (m,); -1 for none."""
    numbers = np.arange(1, holds.shape[0] + 1)[:, None]
    return (holds * numbers).max(axis=0) - 1
