"""Invent packages of care: what visits a person is given in a week.

Lengths, times of day and the double-handed share follow the facts that stand
beside them; nobody's package is described.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from solver.domain import DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

STEP_MIN = 5
"""Visits are planned in steps of five minutes."""

DAILY = (1 << len(DAYS)) - 1
WEEKDAYS = 0b0011111

DOUBLE_HANDED_SHARE = 0.44
"""Share of visits that two carers make together [004 para on provision]."""

PARTS: Mapping[str, tuple[int, int]] = {
    "breakfast": (7 * 60, 10 * 60 + 15),
    "lunch": (11 * 60 + 30, 13 * 60 + 45),
    "tea": (16 * 60, 18 * 60 + 15),
    "bed": (19 * 60, 22 * 60 + 15),
    "late": (22 * 60 + 45, 23 * 60 + 45),
}
"""Starts of the calls of a day, minutes since midnight, first and last.

Breakfast 07:00–10:30, lunch 11:30–14:00, tea 16:00–18:30, bed 19:00–22:30
(planning convention); ``late`` is a small share of checks around midnight.
"""

LENGTHS_MIN = (15, 30, 45, 60)
LENGTH_SHARES: Mapping[str, tuple[float, float, float, float]] = {
    # Together 1.6/72.0/18.0/8.4 %, the median weekly counts of ten Torbay providers
    # (council cost-of-care return), with mornings longer than the rest.
    "breakfast": (0.003, 0.58, 0.275, 0.142),
    "lunch": (0.03, 0.81, 0.125, 0.035),
    "tea": (0.03, 0.81, 0.125, 0.035),
    "bed": (0.014, 0.80, 0.136, 0.05),
    "late": (0.10, 0.90, 0.0, 0.0),
}

SINGLE_PATTERNS: tuple[tuple[float, tuple[str, ...]], ...] = (
    (0.17, ("breakfast",)),
    (0.20, ("breakfast", "bed")),
    (0.11, ("breakfast", "lunch")),
    (0.10, ("breakfast", "lunch", "bed")),
    (0.16, ("breakfast", "tea")),
    (0.06, ("breakfast", "lunch", "tea")),
    (0.06, ("breakfast", "lunch", "tea", "bed")),
    (0.05, ("lunch",)),
    (0.03, ("lunch", "bed")),
    (0.04, ("breakfast", "late")),
    (0.02, ("breakfast", "lunch", "tea", "late")),
)
DOUBLE_PATTERNS: tuple[tuple[float, tuple[str, ...]], ...] = (
    (0.78, ("breakfast", "lunch", "tea", "bed")),
    (0.14, ("breakfast", "lunch", "bed")),
    (0.08, ("breakfast", "bed")),
)
DAY_PATTERNS: tuple[tuple[float, int], ...] = (
    (0.89, DAILY),
    (0.06, WEEKDAYS),
    (0.025, 0b0010101),
    (0.025, 0b0001010),
)

EVERYDAY_SKILLS = ("medication", "moving and handling")


@dataclass(slots=True)
class VisitSpec:
    """One line of a package: the same visit on some days of the week.

    Parameters
    ----------
    part
        Part of the day, a key of :data:`PARTS`.
    days
        Bitmask, bit 0 = Monday.
    minutes
        Length at the door, minutes of clock time.
    carers
        1 or 2.
    every_n_weeks, first_week
        2 and 1 or 2 for a fortnightly visit.
    skills
        Skills that each carer must have.
    time_critical
        Whether the start must not move for convenience.
    """

    part: str
    days: int
    minutes: int
    carers: int
    every_n_weeks: int = 1
    first_week: int = 1
    skills: tuple[str, ...] = ()
    time_critical: bool = False

    @property
    def visits_a_week(self) -> float:
        """Visits in an average week."""
        return self.days.bit_count() / self.every_n_weeks

    @property
    def carer_minutes(self) -> float:
        """Carer-minutes in an average week."""
        return self.visits_a_week * self.minutes * self.carers


@dataclass(slots=True)
class PackageSpec:
    """One person's visits under one contract."""

    service: str
    visits: list[VisitSpec] = field(default_factory=list)

    @property
    def carer_minutes(self) -> float:
        """Carer-minutes in an average week."""
        return sum(visit.carer_minutes for visit in self.visits)


class PackageMaker:
    """Draws packages and keeps count, so that the double-handed share comes out.

    Parameters
    ----------
    rng
        Source of chance.
    double_handed_share
        Share of visits to be made by two carers.
    """

    def __init__(
        self, rng: np.random.Generator, double_handed_share: float = DOUBLE_HANDED_SHARE
    ) -> None:
        self._rng = rng
        self._share = double_handed_share
        self._visits = 0.0
        self._double = 0.0

    def fill(self, service: str, carer_minutes: int) -> list[PackageSpec]:
        """Draw packages of one service whose carer-minutes a week add up exactly.

        Parameters
        ----------
        service
            ``maintenance``, or ``other`` for a mix of reablement and respite.
        carer_minutes
            Total to reach, a multiple of five and at least 15.

        Raises
        ------
        ValueError
            When the total cannot be made of visits.
        """
        if carer_minutes % STEP_MIN or carer_minutes < 15:
            raise ValueError(f"{carer_minutes} minutes a week cannot be made of visits.")
        left, misses, packages = carer_minutes, 0, []
        while left > 0 and misses < 25:
            package = self._draw(service, small=misses > 8 or left < 900)
            after = left - package.carer_minutes
            if after == 0 or after >= 60:
                packages.append(self._keep(package))
                left = int(after)
                misses = 0
            else:
                misses += 1
        if left > 0:
            packages.append(self._keep(self._remainder(service, left)))
        return packages

    def _keep(self, package: PackageSpec) -> PackageSpec:
        for visit in package.visits:
            self._visits += visit.visits_a_week
            self._double += visit.visits_a_week * (visit.carers == 2)
        return package

    def _draw(self, service: str, *, small: bool) -> PackageSpec:
        kind = service
        if service == "other":
            kind = "respite" if self._rng.random() < 0.3 else "reablement"
        if kind == "respite":
            return PackageSpec(kind, self._respite())
        # A deficit of ten visits and more makes the next package double-handed.
        owed = self._share * (self._visits + 14.0) - self._double
        double = owed > 14.0 * self._share and not small
        if double:
            return PackageSpec(kind, self._daily(2))
        if kind == "maintenance" and self._rng.random() < 0.035:
            return PackageSpec(kind, self._fortnightly())
        return PackageSpec(kind, self._daily(1, short=small))

    def _daily(self, carers: int, *, short: bool = False) -> list[VisitSpec]:
        patterns = SINGLE_PATTERNS if carers == 1 else DOUBLE_PATTERNS
        parts = patterns[self._pick([share for share, _ in patterns])][1]
        days = DAILY
        if carers == 1:
            days = DAY_PATTERNS[self._pick([share for share, _ in DAY_PATTERNS])][1]
        visits = []
        for part in parts[:1] if short else parts:
            visit = VisitSpec(part, days, self._length(part, carers), carers)
            self._add_needs(visit)
            visits.append(visit)
        return visits

    def _respite(self) -> list[VisitSpec]:
        days = sorted(self._rng.choice(5, size=int(self._rng.integers(1, 4)), replace=False))
        mask = sum(1 << int(day) for day in days)
        return [VisitSpec("lunch" if self._rng.random() < 0.6 else "tea", mask, 60, 1)]

    def _fortnightly(self) -> list[VisitSpec]:
        """Draw a daily morning call, and a longer one on one weekday in alternate weeks.

        The two fortnightly visits are equally long and take turns, so that every
        single week has the same carer-minutes as the average week.
        """
        day = 1 << int(self._rng.integers(0, 5))
        visits = self._daily(1, short=True)
        visits += [VisitSpec("lunch", day, 60, 1, 2, week) for week in (1, 2)]
        return visits

    def _add_needs(self, visit: VisitSpec) -> None:
        skills = {"moving and handling"} if visit.carers == 2 else set()
        if self._rng.random() < 0.35:
            skills.add("medication")
            visit.time_critical = bool(self._rng.random() < 0.12)
        if self._rng.random() < 0.02:
            skills.add("PEG feeding")
        visit.skills = tuple(sorted(skills))

    def _length(self, part: str, carers: int) -> int:
        shares = np.array(LENGTH_SHARES[part])
        if carers == 2:
            shares = shares * np.array([0.0, 1.0, 1.0, 1.0])
        return int(self._rng.choice(LENGTHS_MIN, p=shares / shares.sum()))

    def _remainder(self, service: str, carer_minutes: int) -> PackageSpec:
        """One single-handed package of exactly this many minutes a week."""
        kind = "reablement" if service == "other" else service
        visits, left = [], carer_minutes
        for part in ("breakfast", "lunch", "tea", "bed"):
            if left >= 7 * 30 + 15 or left == 7 * 30:
                visits.append(VisitSpec(part, DAILY, 30, 1))
                left -= 7 * 30
        while left > 0:
            calls = -(-left // 60)
            minutes = left if calls == 1 else max(15, (left // calls) // STEP_MIN * STEP_MIN)
            day = 1 << (len(visits) % len(DAYS))
            visits.append(VisitSpec("lunch" if len(visits) % 2 else "tea", day, minutes, 1))
            left -= minutes
        return PackageSpec(kind, visits)

    def _pick(self, shares: list[float]) -> int:
        weights = np.array(shares)
        return int(self._rng.choice(len(weights), p=weights / weights.sum()))
