"""The work of a job that traces a curve of freedom: a search for each cap, or each level."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pandas as pd

from office.jobs.heart import Outcome
from office.jobs.opening import day_of, open_world
from office.store import results
from solver import study
from solver.rounds.curve import cap_steps, freedom_steps
from solver.stop import Progress
from solver.stop.rules import after_seconds, any_of
from solver.study.curve import curve, curve_table

if TYPE_CHECKING:
    from office.jobs.heart import Heart
    from office.store.database import Store
    from office.store.records import Job
    from solver.stop import StopRule

STEPS = {"caps": cap_steps, "freedoms": freedom_steps}
"""What a curve may run along."""


def trace(store: Store, job: Job, heart: Heart) -> Outcome:
    """Open the world, plan the day at each step of freedom, and keep the table.

    Asked to finish early, the searches that are left end at once with the
    rounds of the step before: the table is whole all the same.

    Raises
    ------
    HomeroundsError
        What opening and planning raise.
    Cancelled
        When somebody cancelled the job.
    """
    day = day_of(job)
    world = open_world(store, job, heart)
    heart.progress(Progress(0.0, "Reading visits, carers and travel times"))
    case = study.prepare(world, job.scenario, day)
    today = study.score_today(case)
    steps = STEPS[str(job.parameters["along"])](job.scenario.rounds)
    seconds = float(job.parameters["seconds"])

    def stop() -> StopRule:
        return any_of(after_seconds(seconds), lambda _iterations, _cost: heart.wished)

    seed = int(job.parameters["seed"])
    with heart.spread() as spread:
        found = curve(
            case, today, steps, stop=stop, seed=seed, progress=heart.progress, spread=spread
        )
        points = list(found)
    heart.check()
    table = curve_table(today, points)
    kept = {
        "input_hash": world.input_hash,
        "along": job.parameters["along"],
        "table": table.to_json(orient="table", index=False, double_precision=6),
    }
    name = results.save(store, job.world_id, kept)
    broken = sum(len(point.violations) > 0 for point in points)
    message = "The curve is drawn" if not broken else f"{broken} points break rules: see the table"
    return Outcome(result_hash=name, plan_hash="", message=message)


def load(store: Store, world_id: str, name: str) -> tuple[str, pd.DataFrame]:
    """Read back the input hash and the table that a job left.

    Raises
    ------
    PlanError
        When they are gone or damaged.
    """
    kept: dict[str, Any] = results.load(store, world_id, name)
    table = pd.read_json(io.StringIO(kept["table"]), orient="table")
    return str(kept["input_hash"]), table
