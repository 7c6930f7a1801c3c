"""The work of a job that plans a whole week: seven days bound by rest, days off and hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from office.jobs.heart import Outcome
from office.jobs.opening import effort_of, open_world
from office.store import results, worlds
from solver.domain import WeekRules
from solver.study.week import rota_of, run_week, summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from office.jobs.heart import Heart
    from office.store.database import Store
    from office.store.records import Job


@dataclass(frozen=True)
class WeekFound:
    """What a job that planned a week left.

    Parameters
    ----------
    summary
        Its figures (:func:`solver.study.week.summary`).
    rota
        The rounds (:func:`solver.study.week.rota_of`).
    """

    summary: Mapping[str, Any]
    rota: pd.DataFrame


def plan(store: Store, job: Job, heart: Heart) -> Outcome:
    """Open the world, plan the week, and keep its rounds and figures.

    Asked to finish early, the days that are left get their first rounds: the
    week is whole all the same.

    Raises
    ------
    HomeroundsError
        What opening and planning raise.
    Cancelled
        When somebody cancelled the job.
    """
    world = open_world(store, job, heart)
    with heart.spread() as spread:
        result = run_week(
            world,
            job.scenario,
            effort=effort_of(job, heart, spread),
            week=WeekRules(**job.parameters["rules"]),
        )
    heart.check()
    rounds = rota_of(result, world).to_dict(orient="split", index=False)
    name = results.save(store, job.world_id, {"summary": summary(result), "rota": rounds})
    worlds.opened(store, job.world_id, result.input_hash)
    left = sum(len(made.unserved) for made in result.plans.values())
    message = "All visits of the week have a carer"
    if left:
        message = f"{left:,} visits of the week have no carer yet"
    if not result.valid:
        message = f"Not to be used: the check found {len(result.violations):,} broken rules"
    return Outcome(result_hash=name, plan_hash="", message=message)


def load(store: Store, world_id: str, name: str) -> WeekFound:
    """Read back what a job left.

    Raises
    ------
    PlanError
        When it is gone or damaged.
    """
    kept: dict[str, Any] = results.load(store, world_id, name)
    return WeekFound(kept["summary"], pd.DataFrame(**kept["rota"]))
