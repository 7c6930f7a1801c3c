"""How free the planner is: cap, freedom, and what stays locked as it is today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from solver.errors import ScenarioError

Freedom = Literal["re-time", "re-sequence", "re-allocate", "re-provide"]
Lock = Literal["carer", "time", "both"]
Preference = Literal["moved", "continuity", "provider", "imbalance"]
"""What people prefer (:data:`solver.rates.preferences.POINTS`)."""

MOST_CAP_S = 21_600
"""The widest cap that makes sense: six hours."""

MOST_POINTS: dict[Preference, float] = {
    "moved": 1_000.0,
    "continuity": 1_000.0,
    "provider": 1_000.0,
    "imbalance": 100.0,
}
"""The most points a unit of what people prefer: never so many that a call is left undone for it (a
call of four hours may move even rounds by eight)."""


@dataclass(frozen=True, slots=True)
class RoundChoices:
    """How free the planner is.

    Parameters
    ----------
    cap_s
        The most that a start may move from today's, either way, seconds.
    freedom
        ``re-time`` (same carer, same order), ``re-sequence`` (same carer),
        ``re-allocate`` (within a provider) or ``re-provide`` (across them).
    zones
        Zones to plan; empty means all.
    critical_cap_s
        The most that the start of a time-critical visit may move, seconds;
        ``cap_s`` where that is tighter.
    tolerance_s
        A start that moves by no more than this, seconds, counts as unmoved: it
        costs no preference points (:class:`solver.rates.preferences.Preferences`).
    locks
        (visit_id, what) pairs, each visit once: ``carer`` keeps today's carer
        (both of them where it is double-handed), ``time`` today's start,
        ``both`` the two.
    points
        (what people prefer, points a unit) pairs that replace the usual weights
        (:class:`solver.rates.preferences.Preferences`), each once; 0 switches one off.
    """

    cap_s: int = 1_800
    freedom: Freedom = "re-allocate"
    zones: tuple[str, ...] = ()
    critical_cap_s: int = 900
    tolerance_s: int = 900
    locks: tuple[tuple[str, str], ...] = ()
    points: tuple[tuple[str, float], ...] = ()

    @property
    def carer_locked(self) -> frozenset[str]:
        """Visits that keep today's carers."""
        return frozenset(visit_id for visit_id, what in self.locks if what in ("carer", "both"))

    @property
    def time_locked(self) -> frozenset[str]:
        """Visits that keep today's start."""
        return frozenset(visit_id for visit_id, what in self.locks if what in ("time", "both"))


def check_round_choices(choices: RoundChoices) -> None:
    """Check the choices that a file gives.

    Raises
    ------
    ScenarioError
        Naming the first choice that makes no sense.
    """
    for name in ("cap_s", "critical_cap_s", "tolerance_s"):
        if not 0 <= getattr(choices, name) <= MOST_CAP_S:
            raise ScenarioError(f"[rounds] {name} must lie between 0 and {MOST_CAP_S} seconds.")
    if not all(isinstance(zone, str) for zone in choices.zones):
        raise ScenarioError("[rounds] zones must be a list of zone names.")
    _check_locks(choices.locks)
    _check_points(choices.points)


def _check_locks(locks: tuple[object, ...]) -> None:
    locked: set[str] = set()
    for lock in locks:
        if not (
            isinstance(lock, tuple) and len(lock) == 2 and all(isinstance(i, str) for i in lock)
        ):
            raise ScenarioError(f"[rounds] locks: {lock!r} must be a pair [visit_id, what].")
        visit_id, what = lock
        if what not in get_args(Lock):
            raise ScenarioError(
                f"[rounds] locks: {visit_id} is locked as to {what!r}; choose "
                f"{', '.join(get_args(Lock))}."
            )
        if visit_id in locked:
            raise ScenarioError(f"[rounds] locks: {visit_id} is given twice.")
        locked.add(visit_id)


def _check_points(points: tuple[object, ...]) -> None:
    weighed: set[str] = set()
    for pair in points:
        if not (
            isinstance(pair, tuple)
            and len(pair) == 2
            and isinstance(pair[0], str)
            and type(pair[1]) in (int, float)
        ):
            raise ScenarioError(f"[rounds] points: {pair!r} must be a pair [what, points].")
        what, weight = pair
        if what not in MOST_POINTS:
            raise ScenarioError(
                f"[rounds] points: {what!r} is not known; choose {', '.join(MOST_POINTS)}."
            )
        if what in weighed:
            raise ScenarioError(f"[rounds] points: {what!r} is given twice.")
        most = MOST_POINTS[what]
        if not 0 <= weight <= most:
            raise ScenarioError(f"[rounds] points: {what} must lie between 0 and {most:g}.")
        weighed.add(what)
