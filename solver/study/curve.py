"""Curves of freedom: what each cap, and each level of freedom, saves against today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from solver.rounds.curve import freer_plans
from solver.study.day import check_plan, score_plan
from solver.study.ranges import ranges_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from solver.base.case import Case
    from solver.check import Violation
    from solver.domain import Plan, RoundChoices
    from solver.score import Score
    from solver.search.parallel.searches import Spread
    from solver.stop import StopRule
    from solver.stop.progress import ProgressCallback
    from solver.study.ranges import Ranges

SETTLED = "settled"
FALLING = "still improving"
OUTDONE = "as the row above"
TOO_SHORT = "too short to tell"
"""How the search of a row ended."""

STEPS_A_VISIT = 10
"""A second half of fewer steps a visit is too short to tell whether the search is at its end."""

SETTLED_WITHIN = 0.005
"""A search is settled when its second half saves less than this share of today's miles, and no
visit."""

PER_PENNY = 1_000
"""Cost units of the search in a penny."""


@dataclass(frozen=True, eq=False)
class Point:
    """One point of a curve: the rounds found with a freedom, scored and checked.

    Parameters
    ----------
    choices
        Cap and freedom.
    plan, score
        The rounds and what they cost.
    violations
        What the independent checker found; empty if valid.
    cost_pence
        What the search minimised: working time, mileage, ways from and to home, preferences, and
        a price for each call left. It never rises along a curve.
    halfway
        What the rounds cost after half of the search.
    steps
        Steps of the other half.
    outdone
        True where the rounds are those of the point before: the search of this one was too short.
    ranges
        Between what the saving against today lies.
    """

    choices: RoundChoices
    plan: Plan
    score: Score
    violations: tuple[Violation, ...]
    cost_pence: float
    halfway: Score
    steps: int
    outdone: bool
    ranges: Ranges


def curve(
    case: Case,
    today: Score,
    steps: Sequence[RoundChoices],
    *,
    stop: Callable[[], StopRule],
    seed: int,
    progress: ProgressCallback | None = None,
    spread: Spread | None = None,
) -> Iterator[Point]:
    """Plan a day step by step (:func:`~solver.rounds.curve.freer_plans`), score and check it.

    Parameters
    ----------
    case, today
        The day, and the score of its rounds today.
    steps
        Cap and freedom of each point, the least free first; see
        :func:`~solver.rounds.curve.cap_steps` and :func:`~solver.rounds.curve.freedom_steps`.
    stop
        Makes the rule by which the search for one point ends.
    seed, progress, spread
        As in an :class:`~solver.rounds.effort.Effort`, for each search.

    Raises
    ------
    PlanError
        When a step is less free than the one before.
    """
    found = freer_plans(case, steps, stop=stop, seed=seed, progress=progress, spread=spread)
    for item in found:
        chosen = case.with_choices(item.choices)
        broken = check_plan(chosen, item.plan)
        scored = score_plan(case, item.plan, today)
        halfway = score_plan(case, item.halfway, today)
        yield Point(
            choices=item.choices,
            plan=item.plan,
            score=scored,
            violations=broken,
            cost_pence=item.cost / PER_PENNY,
            halfway=halfway,
            steps=item.steps,
            outdone=item.outdone,
            ranges=ranges_of(chosen, item.plan),
        )


def curve_table(today: Score, points: Sequence[Point]) -> pd.DataFrame:
    """Set today and the points of a curve in one table.

    Returns
    -------
    DataFrame
        Row 0 is today (no cap, no freedom). ``freedom, cap_minutes`` (Int64) ``, visits, served,
        late_visits, moved, miles, miles_saved_share`` (of today's; NaN where today drives none)
        ``, travel_minutes, waiting_minutes, released_carer_hours, council_pence, provider_pence,
        provider_saved_pence, provider_saved_low_pence, provider_saved_high_pence`` (its range:
        :class:`~solver.study.ranges.RangeRule`) ``, cost_pence`` (NaN for today) ``, valid``; of
        the second half of each search ``late_gain_share`` (of today's miles, saved in it; NaN for
        today, and where the rounds are those of the row before) ``, late_gain_served`` (visits),
        and ``search`` (how it ended: :data:`SETTLED`, :data:`FALLING`, :data:`TOO_SHORT` or
        :data:`OUTDONE`). Minutes
        are carer-minutes; miles and minutes are those between visits.
    """
    rows = [_row(today, today, None), *(_row(today, point.score, point) for point in points)]
    frame = pd.DataFrame(rows)
    frame["cap_minutes"] = frame["cap_minutes"].astype("Int64")
    return frame


def _row(today: Score, scored: Score, point: Point | None) -> dict[str, object]:
    now, base = scored.totals, today.totals
    return {
        "freedom": "today" if point is None else point.choices.freedom,
        "cap_minutes": None if point is None else point.choices.cap_s // 60,
        "visits": now.visits,
        "served": now.served,
        "late_visits": now.late_visits,
        "moved": now.moved,
        "miles": now.miles,
        "miles_saved_share": 1 - now.miles / base.miles if base.miles else float("nan"),
        "travel_minutes": now.travel_minutes,
        "waiting_minutes": now.waiting_minutes,
        "released_carer_hours": now.released_carer_hours or 0.0,
        "council_pence": now.council_pence,
        "provider_pence": now.provider_pence,
        "provider_saved_pence": base.provider_pence - now.provider_pence,
        **_range(point),
        "cost_pence": float("nan") if point is None else point.cost_pence,
        "valid": None if point is None else not point.violations,
        **_late_gain(today, point),
    }


def _range(point: Point | None) -> dict[str, float]:
    """Give between what the saving of a point lies; today saves nothing against itself."""
    if point is None:
        return {"provider_saved_low_pence": 0.0, "provider_saved_high_pence": 0.0}
    saved = point.ranges.spans["provider_saved_pence"]
    return {"provider_saved_low_pence": saved.low, "provider_saved_high_pence": saved.high}


def _late_gain(today: Score, point: Point | None) -> dict[str, object]:
    """Say what the second half of a point's search added: how far it was from its end."""
    nothing = {"late_gain_share": float("nan"), "late_gain_served": float("nan")}
    if point is None:
        return {**nothing, "search": ""}
    if point.outdone:
        return {**nothing, "search": OUTDONE}
    now, half, base = point.score.totals, point.halfway.totals, today.totals.miles
    share = (half.miles - now.miles) / base if base else float("nan")
    served = now.served - half.served
    search = SETTLED if not served and not abs(share) >= SETTLED_WITHIN else FALLING
    if search == SETTLED and point.steps < STEPS_A_VISIT * now.visits:
        search = TOO_SHORT
    return {"late_gain_share": share, "late_gain_served": served, "search": search}


def search_words(table: pd.DataFrame) -> str:
    """Say of a curve how far its searches are from their end."""
    rows = table[table["freedom"] != "today"]
    open_rows = int((rows["search"] != SETTLED).sum())
    if not open_rows:
        return "Every search had settled: its second half changed next to nothing."
    most = rows["late_gain_share"].fillna(0.0).max()
    gain = ""
    if most > 0:
        gain = f" The second half of a search still saved {most:.1%} of today's rounds' miles."
    outdone = int((rows["search"] == OUTDONE).sum())
    kept = f" {outdone} of them found nothing better than the row above." if outdone else ""
    are = "search has" if open_rows == 1 else "searches have"
    return (
        f"{open_rows} of {len(rows)} {are} not settled: search longer before these figures are "
        f"used.{gain}{kept}"
    )
