"""A curve of freedom: a search for each cap, or each level of freedom."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import pandas as pd

from office.jobs.opening import day_of, open_world
from office.jobs.task import Left, Task
from office.store import results
from solver import study
from solver.rounds.curve import cap_steps, freedom_steps
from solver.stop import Progress
from solver.stop.rules import AfterSeconds, AnyOf
from solver.study.curve import curve, curve_table

if TYPE_CHECKING:
    from office.jobs.heart import Heart
    from office.store.database import Store
    from office.store.records import Job
    from solver.stop import StopRule

Along = Literal["caps", "freedoms"]
STEPS = {"caps": cap_steps, "freedoms": freedom_steps}
"""What a curve may run along."""


@dataclass(frozen=True)
class CurveFound:
    """A curve that was drawn: its table is that of :func:`solver.study.curve.curve_table`."""

    input_hash: str
    table: pd.DataFrame


@dataclass(frozen=True)
class Curve(Task[CurveFound]):
    """A day planned at each cap, or each level of freedom, each searched for ``seconds``."""

    kind: ClassVar[str] = "curve"
    title: ClassVar[str] = "{scenario}, {day}, the worth of freedom"

    seconds: float
    along: Along = "caps"
    seed: int = 1

    def run(self, store: Store, job: Job, heart: Heart) -> Left:
        """Open the world, plan the day at each step of freedom, and keep the table.

        Asked to finish early, the searches that are left end at once with the
        rounds of the step before: the table is whole all the same.
        """
        day = day_of(job)
        world = open_world(store, job, heart)
        heart.progress(Progress(0.0, "Reading visits, carers and travel times"))
        case = study.prepare(world, job.scenario, day)
        today = study.score_today(case)
        steps = STEPS[self.along](job.scenario.rounds)

        def stop() -> StopRule:
            return AnyOf(
                (AfterSeconds(self.seconds), lambda _iterations, _cost: heart.asked_to_end)
            )

        with heart.spread() as spread:
            found = curve(
                case,
                today,
                steps,
                stop=stop,
                seed=self.seed,
                progress=heart.progress,
                spread=spread,
            )
            points = list(found)
        heart.check()
        table = curve_table(today, points)
        kept = {
            "input_hash": world.input_hash,
            "along": self.along,
            "table": table.to_json(orient="table", index=False, double_precision=6),
        }
        name = results.save(store, job.world_id, kept)
        broken = sum(len(point.violations) > 0 for point in points)
        message = "The curve is drawn"
        if broken:
            message = f"{broken} points break rules: see the table"
        return Left(result_hash=name, plan_hash="", message=message)

    @classmethod
    def load(cls, store: Store, job: Job) -> CurveFound:
        """Read the table back."""
        kept = results.load(store, job.world_id, job.result_hash)
        table = pd.read_json(io.StringIO(kept["table"]), orient="table")
        return CurveFound(str(kept["input_hash"]), table)
