"""What each freedom is worth: the rounds of a day, freer step by step, each from today's rounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from solver.domain.freedom import Freedom
from solver.errors import PlanError
from solver.rounds.effort import Effort
from solver.rounds.plan import search_day
from solver.stop import Progress
from solver.stop.rules import PartOf

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
    halfway
        The rounds after half of the search: what the other half added says how far the search is
        from its end.
    steps
        Steps of the other half: of few of them it cannot be said how far the search is.
    outdone
        True where the rounds are those of the step before: this step's own search found none that
        cost less, so it was too short.
    """

    choices: RoundChoices
    plan: Plan
    cost: int
    halfway: Plan
    steps: int
    outdone: bool


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

    Each step is a search of its own, as long as the others and from the same rounds: today's. So
    what is found for a cap and a freedom does not hang on the steps before it, and steps can be
    set beside each other. Rounds that keep a tighter cap, or a lesser freedom, keep the wider one
    too: where a step's search does not beat them they stay, and more room never costs more. Whoever
    takes the plans may stop taking them: each one is whole.

    A search goes in two halves, the second from the rounds of the first.

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
    before: FreePlan | None = None
    for at, choices in enumerate(steps):
        tell = _part(progress, at, len(steps), choices)
        parts = (PartOf(stop()), PartOf(stop()))
        halves = [Effort(part, seed, _half(tell, i), spread) for i, part in enumerate(parts)]
        made = replace(_searched(case.with_choices(choices), halves), steps=parts[1].iterations)
        if before is not None and made.cost > before.cost:
            made = replace(made, plan=before.plan, cost=before.cost, outdone=True)
        before = made
        yield made


def _searched(case: Case, halves: Sequence[Effort]) -> FreePlan:
    """Search a day from today's rounds in two halves, each with a clock of its own."""
    first, second = halves
    halfway, cost = search_day(case, first)
    plan, least = search_day(case, second, halfway)
    if least > cost:
        plan, least = halfway, cost
    return FreePlan(case.choices, plan, least, halfway, steps=0, outdone=False)


def _half(progress: ProgressCallback | None, half: int) -> ProgressCallback | None:
    """Turn the progress of one half of a search into that of the whole."""
    if progress is None:
        return None
    return lambda word: progress(replace(word, fraction=(half + word.fraction) / 2))


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
