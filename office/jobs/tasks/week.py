"""New rounds for a whole week: seven days bound by rest, days off and hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from office.jobs.opening import open_world
from office.jobs.task import Left, Task
from office.store import results, worlds
from solver.domain import WeekRules
from solver.study.week import rota_of, run_week, summary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

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

    @property
    def input_hash(self) -> str:
        """Hash of the files that it was planned from."""
        return str(self.summary["input_hash"])


@dataclass(frozen=True)
class Week(Task[WeekFound]):
    """The rounds of a week, all seven days searched for ``seconds`` together."""

    kind: ClassVar[str] = "week"
    title: ClassVar[str] = "{scenario}, the whole week"

    seconds: float
    rules: WeekRules
    seed: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> Self:
        """Read a task out of a job's row."""
        return super().read({**parameters, "rules": WeekRules(**parameters["rules"])})

    def run(self, store: Store, job: Job, heart: Heart) -> Left:
        """Open the world, plan the week, and keep its rounds and figures.

        Asked to finish early, the days that are left get their first rounds: the
        week is whole all the same.
        """
        world = open_world(store, job, heart)
        with heart.spread() as spread:
            result = run_week(
                world,
                job.scenario,
                effort=heart.effort(self.seconds, self.seed, spread),
                week=self.rules,
            )
        heart.check()
        rounds = rota_of(result, world).to_dict(orient="split", index=False)
        name = results.save(store, job.world_id, {"summary": summary(result), "rota": rounds})
        worlds.opened(store, job.world_id, result.input_hash)
        left = sum(len(made.unserved) for made in result.plans.values())
        message = "All visits of the week have a carer"
        if left:
            have = "visit of the week has" if left == 1 else "visits of the week have"
            message = f"{left:,} {have} no carer yet"
        if not result.valid:
            message = f"Not to be used: the check found {len(result.violations):,} broken rules"
        return Left(result_hash=name, plan_hash="", message=message)

    @classmethod
    def load(cls, store: Store, job: Job) -> WeekFound:
        """Read rounds and figures back."""
        kept = results.load(store, job.world_id, job.result_hash)
        return WeekFound(kept["summary"], pd.DataFrame(**kept["rota"]))
