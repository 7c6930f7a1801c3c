"""What the cap costs: the rounds of a day at one cap after another, each from the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from solver.domain import Progress
from solver.errors import PlanError
from solver.rounds.plan import search_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from solver.domain import Plan, RoundChoices, StopRule, TravelSet, Workload
    from solver.domain.progress import ProgressCallback
    from solver.pay import PayRules
    from solver.rounds.search import Params

CAPS_S = (0, 900, 1_800, 2_700, 3_600)
"""Caps of the curve: 0, 15, 30, 45 and 60 minutes from today's start."""


@dataclass(frozen=True, eq=False)
class CapPlan:
    """The rounds found at one cap.

    Parameters
    ----------
    choices
        The cap, and how free the planner was.
    plan
        The rounds.
    cost
        What the search minimised, thousandths of a penny (see
        :func:`~solver.rounds.plan.search_day`); never more than at the tighter cap before.
    """

    choices: RoundChoices
    plan: Plan
    cost: int


def cap_plans(
    workload: Workload,
    travel: TravelSet,
    today: Plan,
    *,
    choices: RoundChoices,
    rules: PayRules,
    stop: Callable[[], StopRule],
    seed: int,
    caps_s: Sequence[int] = CAPS_S,
    progress: ProgressCallback | None = None,
    params: Params | None = None,
) -> Iterator[CapPlan]:
    """Plan a day at each cap, tightest first.

    The rounds of a tighter cap keep every rule of a wider one. So each cap starts from the rounds
    of the cap before, and more room never costs more. Whoever takes the plans may stop taking
    them; what was given is whole.

    Parameters
    ----------
    workload, travel, today, rules, seed, params
        As for :func:`~solver.rounds.plan_day`.
    choices
        How free the planner is; its cap is not used.
    stop
        Makes the rule by which the search of one cap ends.
    caps_s
        Caps in seconds, each once, in any order.
    progress
        Told how far the whole curve is.

    Raises
    ------
    PlanError
        When there is no cap, one is negative or one is given twice.
    """
    caps = sorted(caps_s)
    if not caps:
        raise PlanError("A cap curve needs at least one cap.")
    if caps[0] < 0 or len(set(caps)) < len(caps):
        listed = ", ".join(f"{cap / 60:g}" for cap in caps_s)
        raise PlanError(f"Give each cap once and none below 0 minutes; not {listed}.")
    start, lowest = today, None
    for at, cap_s in enumerate(caps):
        here = replace(choices, cap_s=cap_s)
        plan, cost = search_day(
            workload,
            travel,
            today,
            choices=here,
            rules=rules,
            stop=stop(),
            seed=seed,
            progress=_part(progress, at, len(caps), cap_s),
            params=params,
            start=start,
        )
        if lowest is not None and cost > lowest:
            plan, cost = start, lowest
        start, lowest = plan, cost
        yield CapPlan(here, plan, cost)


def _part(
    progress: ProgressCallback | None, at: int, parts: int, cap_s: int
) -> ProgressCallback | None:
    """Turn the progress of one search into progress of the curve."""
    if progress is None:
        return None

    def tell(word: Progress) -> None:
        message = f"Cap of {cap_s // 60} minutes: {word.message[:1].lower()}{word.message[1:]}"
        progress(Progress((at + word.fraction) / parts, message, word.best))

    return tell
