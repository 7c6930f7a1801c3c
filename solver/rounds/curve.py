"""What each freedom is worth: the rounds of a day, freer step by step, each from the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from solver.domain.freedom import Freedom
from solver.errors import PlanError
from solver.rounds.effort import Effort
from solver.rounds.plan import search_day
from solver.stop import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from solver.base.case import Case
    from solver.domain import Plan, RoundChoices
    from solver.search.parallel.searches import Spread
    from solver.stop import StopRule
    from solver.stop.progress import ProgressCallback

CAPS_S = (0, 900, 1_800, 2_700, 3_600)
"""Caps of the cap curve: 0, 15, 30, 45 and 60 minutes from today's start."""

FREEDOMS: tuple[Freedom, ...] = get_args(Freedom)
"""Levels of freedom, the least free first."""


@dataclass(frozen=True, eq=False)
class FreePlan:
    """The rounds found with one freedom.

    Parameters
    ----------
    choices
        Cap and freedom.
    plan
        The rounds.
    cost
        What the search minimised, thousandths of a penny (see
        :func:`~solver.rounds.plan.search_day`); never more than with less freedom before.
    """

    choices: RoundChoices
    plan: Plan
    cost: int


def cap_steps(choices: RoundChoices, caps_s: Sequence[int] = CAPS_S) -> tuple[RoundChoices, ...]:
    """One step a cap, tightest first.

    Raises
    ------
    PlanError
        When there is no cap, one is negative or one is given twice.
    """
    caps = sorted(caps_s)
    if not caps or caps[0] < 0 or len(set(caps)) < len(caps):
        listed = ", ".join(f"{cap / 60:g}" for cap in caps_s) or "none"
        raise PlanError(f"Give each cap once and none below 0 minutes; given: {listed}.")
    return tuple(replace(choices, cap_s=cap_s) for cap_s in caps)


def freedom_steps(choices: RoundChoices) -> tuple[RoundChoices, ...]:
    """One step a level of freedom, up to that of ``choices``."""
    last = FREEDOMS.index(choices.freedom)
    return tuple(replace(choices, freedom=freedom) for freedom in FREEDOMS[: last + 1])


def freer_plans(
    case: Case,
    steps: Sequence[RoundChoices],
    *,
    stop: Callable[[], StopRule],
    seed: int,
    progress: ProgressCallback | None = None,
    spread: Spread | None = None,
) -> Iterator[FreePlan]:
    """Plan a day with more and more freedom.

    Rounds that keep a tighter cap, or a lesser freedom, keep the wider one too. So each step starts
    from the rounds of the step before, and more room never costs more. Whoever takes the plans may
    stop taking them: each one is whole.

    Parameters
    ----------
    case
        The day; its own cap and freedom do not count.
    steps
        Cap and freedom of each step, each at least as free as the one before.
    stop
        Makes the rule by which the search of one step ends.
    seed, spread
        As in an :class:`~solver.rounds.effort.Effort`, for each step.
    progress
        Told how far all the steps are.

    Raises
    ------
    PlanError
        When a step is less free than the one before.
    """
    for one, two in pairwise(steps):
        if two.cap_s < one.cap_s or FREEDOMS.index(two.freedom) < FREEDOMS.index(one.freedom):
            raise PlanError(
                f"{_name(two)} is less free than {_name(one)}: give the steps in order."
            )
    start, lowest = case.today, None
    for at, choices in enumerate(steps):
        effort = Effort(stop(), seed, _part(progress, at, len(steps), choices), spread)
        plan, cost = search_day(case.with_choices(choices), effort, start)
        if lowest is not None and cost > lowest:
            plan, cost = start, lowest
        start, lowest = plan, cost
        yield FreePlan(choices, plan, cost)


def _name(choices: RoundChoices) -> str:
    return f"{choices.freedom} within {choices.cap_s / 60:g} minutes"


def _part(
    progress: ProgressCallback | None, at: int, parts: int, choices: RoundChoices
) -> ProgressCallback | None:
    """Turn the progress of one search into progress of all."""
    if progress is None:
        return None

    def tell(word: Progress) -> None:
        message = f"{word.message} ({_name(choices)}, {at + 1} of {parts})"
        progress(Progress((at + word.fraction) / parts, message, word.best))

    return tell
