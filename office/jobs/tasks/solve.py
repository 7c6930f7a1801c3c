"""New rounds for one day of a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from office.jobs.opening import day_of, open_world
from office.jobs.task import Left, Task
from office.store import Solved, plans, results, worlds
from solver import study
from solver.rounds.again import Change
from solver.study import outcome

if TYPE_CHECKING:
    from office.jobs.heart import Heart
    from office.store.database import Store
    from office.store.records import Job
    from solver.domain import Plan
    from solver.study import Result


@dataclass(frozen=True)
class Solve(Task[Solved]):
    """The rounds of one day, searched for as many ``seconds``.

    Parameters
    ----------
    mended
        Name of a plan of this world; the rounds stay away from what changed since. Empty for
        rounds that are planned anew.
    changed
        Ids of visits and carers that changed since, as far as it does not show.
    frozen
        Ids of carers who keep their rounds.
    """

    kind: ClassVar[str] = "solve"

    seconds: float
    seed: int = 1
    mended: str = ""
    changed: tuple[str, ...] = ()
    frozen: tuple[str, ...] = ()

    def parameters(self) -> dict[str, Any]:
        """Write the task for a job's row; rounds that are planned anew mend nothing."""
        anew = {"seconds": self.seconds, "seed": self.seed}
        return super().parameters() if self.mended else anew

    def run(self, store: Store, job: Job, heart: Heart) -> Left:
        """Open the world, plan the day, and keep the plan and its summary."""
        day = day_of(job)
        world = open_world(store, job, heart)
        start = plans.load(store, job.world_id, self.mended) if self.mended else None
        change = Change(frozenset(self.changed), frozenset(self.frozen)) if self.mended else None
        with heart.spread() as spread:
            result = study.run(
                world,
                job.scenario,
                day=day,
                effort=heart.effort(self.seconds, self.seed, spread),
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
        return Left(result_hash=result_hash, plan_hash=plan_hash, message=message)

    @classmethod
    def load(cls, store: Store, job: Job) -> Solved:
        """Read the plan and its summary back."""
        return Solved(
            job=job,
            plan=plans.load(store, job.world_id, job.plan_hash),
            summary=results.load(store, job.world_id, job.result_hash),
        )


def _in_words(result: Result) -> str:
    """Say in one line how it ended: broken rules first, then visits without a carer."""
    if not result.valid:
        return f"Not to be used: the check found {len(result.violations):,} broken rules"
    left = len(result.plan.unserved)
    if not left:
        return "All visits have a carer"
    return f"{left:,} {'visit has' if left == 1 else 'visits have'} no carer yet"


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
