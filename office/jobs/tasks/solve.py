"""The work of a job: plan one day of a scenario and keep what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from office.jobs.heart import Outcome
from office.jobs.opening import day_of, effort_of, open_world
from office.jobs.tasks.curve import trace
from office.jobs.tasks.week import plan
from office.jobs.tasks.zones import draw
from office.store import plans, results, worlds
from solver import study
from solver.rounds.again import Change
from solver.study import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from office.jobs.heart import Heart, Task
    from office.store.database import Store
    from office.store.records import Job
    from solver.domain import Plan
    from solver.study import Result


def solve(store: Store, job: Job, heart: Heart) -> Outcome:
    """Open the world, plan the day, and keep the plan and its summary.

    Raises
    ------
    HomeroundsError
        What opening and planning raise.
    Cancelled
        When somebody cancelled the job.
    """
    day = day_of(job)
    world = open_world(store, job, heart)
    start, change = _mended(store, job)
    with heart.spread() as spread:
        result = study.run(
            world,
            job.scenario,
            day=day,
            effort=effort_of(job, heart, spread),
            start=start,
            change=change,
        )
    heart.check()
    plan_hash = plans.save(store, job.world_id, result.plan)
    result_hash = results.save(store, job.world_id, outcome.summary(result, world))
    worlds.opened(store, job.world_id, result.input_hash)
    message = _in_words(result)
    if start is not None:
        message = f"{message}; {_kept(start, result.plan)}"
    return Outcome(result_hash=result_hash, plan_hash=plan_hash, message=message)


def _mended(store: Store, job: Job) -> tuple[Plan | None, Change | None]:
    """Read the plan that is to be mended, and what changed; none where all is planned anew.

    Raises
    ------
    PlanError
        When the plan is gone or damaged.
    """
    asked = job.parameters
    if "mended" not in asked:
        return None, None
    change = Change(frozenset(asked["changed"]), frozenset(asked["frozen"]))
    return plans.load(store, job.world_id, asked["mended"]), change


def _in_words(result: Result) -> str:
    """Say in one line how it ended: broken rules first, then visits without a carer."""
    if not result.valid:
        return f"Not to be used: the check found {len(result.violations):,} broken rules"
    left = len(result.plan.unserved)
    return "All visits have a carer" if not left else f"{left:,} visits have no carer yet"


def _kept(before: Plan, now: Plan) -> str:
    """Say how many visits of a mended plan stand as they stood: same carers, same start."""
    was, made = _calls(before), _calls(now)
    same = sum(was.get(visit_id) == calls for visit_id, calls in made.items())
    return f"{same:,} of {len(made):,} visits made are as in the plan before"


def _calls(plan: Plan) -> dict[str, set[tuple[str, int]]]:
    """Carers and start of each visit of a plan."""
    found: dict[str, set[tuple[str, int]]] = {}
    for item in plan.rounds:
        for stop in item.stops:
            found.setdefault(stop.visit_id, set()).add((item.carer_id, stop.start_s))
    return found


TASKS: Mapping[str, Task] = {"solve": solve, "zones": draw, "curve": trace, "week": plan}
"""What the worker can do, by the kind of job."""
