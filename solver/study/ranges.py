"""How sure a saving is: both plans run again as days may turn out, and never planned anew.

A seeded sweep draws how fast carers drive, by how much each visit runs over, and which visits
fall away. Today's rounds and the new ones meet the same draws, keep their sequence of doors, and
are run and costed by the functions that score a plan. Draw 0 is the day as planned: it gives the
saving that is shown, to the penny.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
import pandas as pd

from solver.errors import PlanError
from solver.score.ledger import ledger
from solver.score.retime import Outturns, retime
from solver.score.run import run
from solver.study.range_words import FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from solver.base.case import Case
    from solver.domain import Plan
    from solver.score import Run


@dataclass(frozen=True, slots=True)
class RangeRule:
    """The rule of a range: what is drawn from where, how often, and what of it is said.

    Parameters
    ----------
    draws, seed
        How many times both plans are run again, and where the draws begin.
    speed
        Least and greatest speed of driving as a share of what was planned on; one draw for all
        legs by car. Walking, cycling and the stop at the door stay.
    overrun
        Least and greatest share of its length by which a visit runs over; a draw for each visit.
        Assumed: no source of the project measures it.
    delivery
        Least and greatest share of planned hours that are delivered [GK]: what is not falls away
        visit by visit, at random, and its carer goes on to the next door.
    low, high
        Percentiles of the draws between which a range lies.
    """

    draws: int = 40
    seed: int = 1
    speed: tuple[float, float] = (0.85, 1.15)
    overrun: tuple[float, float] = (0.0, 0.20)
    delivery: tuple[float, float] = (0.95, 0.98)
    low: int = 5
    high: int = 95

    def __post_init__(self) -> None:
        """Refuse what nothing can be drawn from.

        Raises
        ------
        PlanError
            When there is no draw, an interval is upside down, or a speed is nothing.
        """
        shares_of_all = self.delivery[0] >= 0 and self.delivery[1] <= 1
        intervals = (self.speed, self.overrun, self.delivery, (self.low, self.high))
        if self.draws < 1 or any(low > high for low, high in intervals):
            raise PlanError("A range needs a draw at least, and each interval its lower end first.")
        if self.speed[0] <= 0 or self.overrun[0] < -1 or not shares_of_all:
            raise PlanError("Speeds lie above 0, visits last 0 or longer, delivery is 0 to 100 %.")


RULE = RangeRule()
"""The rule that holds where no other is asked for."""


@dataclass(frozen=True, slots=True)
class LowToHigh:
    """A figure as planned, and between which values it lies."""

    low: float
    plan: float
    high: float

    @property
    def holds_plan(self) -> bool:
        """True where the figure as planned lies between the two."""
        return self.low <= self.plan <= self.high


@dataclass(frozen=True, eq=False)
class Ranges:
    """What came of a sweep.

    Parameters
    ----------
    rule
        What was drawn.
    cap_s
        Beyond so many seconds after its planned start, a visit counts as late beyond the cap.
    draws
        One row a draw; row 0 is the day as planned. ``speed, overrun, delivered`` (mean overrun,
        and share of planned carer-hours delivered) ``, provider_pence_today, provider_pence_plan,
        miles_today, miles_plan, idle_hours_today, idle_hours_plan`` (paid travel and waiting) and
        the names of :data:`~solver.study.range_words.FIGURES`.
    """

    rule: RangeRule
    cap_s: int
    draws: pd.DataFrame

    @cached_property
    def spans(self) -> Mapping[str, LowToHigh]:
        """The range of each figure of :data:`FIGURES`."""
        return {name: span(self.draws[name], self.rule) for name in FIGURES}

    def plain(self) -> dict[str, Any]:
        """Write rule and ranges, ready for JSON."""
        figures = {
            name: {part: _plain(value) for part, value in asdict(found).items()}
            for name, found in self.spans.items()
        }
        rule = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self.rule).items()
        }
        return {"rule": rule, "cap_s": self.cap_s, "figures": figures}


def span(values: pd.Series, rule: RangeRule) -> LowToHigh:
    """Give a figure as planned (row 0) and its range over the draws (the other rows).

    Both ends are values of draws, those at or outside the percentile: visits and pence stay whole.
    """
    planned, *drawn = values.astype(float)
    low = np.percentile(drawn, rule.low, method="lower")
    high = np.percentile(drawn, rule.high, method="higher")
    return LowToHigh(float(low), float(planned), float(high))


def ranges_of(case: Case, plan: Plan, rule: RangeRule = RULE) -> Ranges:
    """Run today's rounds and a plan of the day again, and say between what each figure lies.

    Parameters
    ----------
    case, plan
        The day with today's rounds, and the new ones.
    rule
        What is drawn, how often, and from which seed.
    """
    return Ranges(rule, case.choices.cap_s, sweep(case, plan, rule))


def ranges_of_week(days: Iterable[tuple[Case, Plan]], rule: RangeRule = RULE) -> Ranges:
    """Give the ranges of the days of a week together.

    A draw has one speed and one share delivered for all days (``overrun`` and ``delivered`` are the
    mean of the days); how each visit turns out is drawn anew each day.
    """
    pairs = list(days)
    by_draw = pd.concat([sweep(case, plan, rule) for case, plan in pairs]).groupby(level="draw")
    drawn = by_draw[["speed", "overrun", "delivered"]].mean()
    return Ranges(
        rule, pairs[0][0].choices.cap_s, _with_changes(drawn.join(by_draw[_SUMMED].sum()))
    )


_SUMMED = [
    f"{name}_{of}"
    for name in ("provider_pence", "miles", "idle_hours", "late_visits", "late_beyond_cap")
    for of in ("today", "plan")
]
"""Columns of a sweep that add up over days."""


def sweep(case: Case, plan: Plan, rule: RangeRule) -> pd.DataFrame:
    """Run today's rounds and a plan of the day again, once for each draw; see :class:`Ranges`."""
    plans = (case.today, plan)
    planned = [run(item, case.workload, case.travel) for item in plans]
    outturns = draw(case, rule)
    again: list[Run] = []
    while len(again) < len(planned):
        stop_s = case.scenario.roads.stop_s
        done, mended = retime(planned[len(again)], case.travel, outturns, stop_s=stop_s)
        if mended is None:
            again.append(done)
        else:  # both plans meet the same draws
            outturns, again = mended, []
    seconds = np.array([visit.carer_seconds for visit in case.workload.visits], float)
    columns: dict[str, Any] = {
        "speed": outturns.speed,
        "overrun": outturns.overrun.mean(axis=1) if len(seconds) else 0.0,
        "delivered": (outturns.delivered @ seconds) / seconds.sum() if seconds.sum() else 1.0,
    }
    for of, done in zip(("today", "plan"), again, strict=True):
        for name, values in _figures(case, done).items():
            columns[f"{name}_{of}"] = values
    return _with_changes(pd.DataFrame(columns).rename_axis("draw"))


def draw(case: Case, rule: RangeRule) -> Outturns:
    """Draw how a day may turn out; the first row is the day as planned.

    What becomes of a visit hangs on the seed, the day and its id alone, so that two scenarios
    that both have it meet the same draws.
    """
    chance = np.random.default_rng(rule.seed)
    speed = chance.uniform(*rule.speed, rule.draws)
    delivery = chance.uniform(*rule.delivery, rule.draws)
    ids = tuple(visit.id for visit in case.workload.visits)
    own = np.empty((len(ids), 2, rule.draws))
    for i, visit_id in enumerate(ids):
        source = np.random.default_rng([rule.seed, crc32(f"{case.day} {visit_id}".encode())])
        own[i] = source.random((2, rule.draws))
    low, high = rule.overrun
    overrun = low + (high - low) * own[:, 0].T
    delivered = delivery[:, None] > own[:, 1].T
    planned = np.zeros((1, len(ids)))
    return Outturns(
        visit_ids=ids,
        speed=np.concatenate([[1.0], speed]),
        overrun=np.concatenate([planned, overrun]),
        delivered=np.concatenate([planned == 0, delivered]),
    )


def _figures(case: Case, done: Run) -> dict[str, Any]:
    """Cost a run of all draws: its figures, one value a draw."""
    account = ledger(done, case.rules)
    terms = account.terms()
    rows = {visit.id: i for i, visit in enumerate(done.visits)}
    late_s = (done.start_s - done.planned_s)[:, list(rows.values())]
    return {
        "provider_pence": sum(terms.values()),
        "miles": account.miles.sum(axis=-1),
        "idle_hours": (account.paid_s - account.contact_s).sum(axis=-1) / 3_600,
        "late_visits": (late_s > 0).sum(axis=-1),
        "late_beyond_cap": (late_s > case.choices.cap_s).sum(axis=-1),
    }


def _with_changes(draws: pd.DataFrame) -> pd.DataFrame:
    """Set the plan against today's rounds in each draw."""
    saved = draws["miles_today"] - draws["miles_plan"]
    driven = draws["miles_today"].where(draws["miles_today"] > 0)
    return draws.assign(
        provider_saved_pence=draws["provider_pence_today"] - draws["provider_pence_plan"],
        released_carer_hours=draws["idle_hours_today"] - draws["idle_hours_plan"],
        miles_saved=saved,
        miles_saved_share=saved / driven,
    )


def spent_more(one: Ranges, other: Ranges) -> LowToHigh:
    """Give by how much providers spend more under the other plan than under one, in pence.

    Both are of the same day and rule: they meet the same draws.
    """
    return span(other.draws["provider_pence_plan"] - one.draws["provider_pence_plan"], one.rule)


def _plain(value: float) -> float | None:
    return None if value != value else round(value, 4)
