"""A worker whose work is small and known, for tests of jobs: ``rehearsal.py JOB_ID``.

It runs through the same ``worker.main`` as a real solve; only the tasks differ.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from office.jobs import worker
from office.jobs.task import Left, Task
from office.store import Solved, job_rows, plans, results
from solver.domain import Plan, Round, Stop
from solver.errors import RoadsError
from solver.stop import Progress

STEPS = "REHEARSAL_CLOCK_STEPS_S"

COMMAND = (sys.executable, __file__)

PLAN = Plan(day="mon", rounds=(Round("c1", 0, (Stop("v1", 28_800), Stop("v2", 30_600))),))


@dataclass(frozen=True)
class Rehearsal(Task[Solved]):
    """What the tests ask for: so many seconds of it."""

    seconds: float
    seed: int = 1

    @classmethod
    def load(cls, store, job) -> Solved:
        """Read back what a job left."""
        plan = plans.load(store, job.world_id, job.plan_hash)
        return Solved(job, plan, results.load(store, job.world_id, job.result_hash))


class Count(Rehearsal):
    """Count the seconds asked for, as a search would, and keep a plan."""

    kind = "count"

    def run(self, store, job, heart) -> Left:
        """Count."""
        stop = heart.stop_after(self.seconds)
        beats = 0
        while not stop(beats, 0.0):
            time.sleep(0.05)
            beats += 1
            heart.progress(Progress(min(0.9, beats / 100), "Counting", {"miles": 100.0 - beats}))
        summary = results.save(store, job.world_id, {"served": 2, "asked": self.seconds})
        return Left(summary, plans.save(store, job.world_id, PLAN), "Counted")


class Spreading(Count):
    """Search with two processes until it is told to stop."""

    kind = "spread"

    def run(self, store, job, heart) -> Left:
        """Spread, then count."""
        stop = heart.stop_after(self.seconds)
        with heart.spread() as workers:
            token = workers.keep(1)
            while not stop(0, 0.0):
                workers.work(max, [[(token, 2)]])
                heart.progress(Progress(0.5, "Spreading", {"workers": len(workers.pids)}))
                time.sleep(0.05)
        return super().run(store, job, heart)


class Note(Rehearsal):
    """Leave a line that it ran."""

    kind = "note"

    def run(self, store, job, _heart) -> Left:
        """Write."""
        with (store.folder / "ran.txt").open("a", encoding="utf-8") as lines:
            lines.write(f"{job.id}\n")
        time.sleep(self.seconds)
        return Left("", "", "Noted")


class Deaf(Rehearsal):
    """Never look at the cancel flag."""

    kind = "deaf"

    def run(self, _store, _job, _heart) -> Left:
        """Sleep."""
        time.sleep(600)
        raise AssertionError("nobody stopped the deaf task")


class KnownFault(Rehearsal):
    """Fail as the solver does: with a sentence."""

    kind = "known"

    def run(self, _store, _job, _heart) -> Left:
        """Fail."""
        raise RoadsError("roads.osm.pbf has no drivable road. Load another extract.")


class UnknownFault(Rehearsal):
    """Fail as a bug does, with somebody's address in the text of the error."""

    kind = "unknown"

    def run(self, _store, _job, _heart) -> Left:
        """Fail."""
        raise ValueError("12 Station Road, LE17 6AB")


KNOWN = {one.kind: one for one in (Count, Spreading, Note, Deaf, KnownFault, UnknownFault)}


def step_clock(seconds: float) -> None:
    """Let the wall clock of this process jump back and forth with each beat."""
    steps = cycle((timedelta(), timedelta(seconds=seconds), timedelta(seconds=-seconds)))
    right = job_rows.now
    job_rows.now = lambda: right() + next(steps)


if __name__ == "__main__":
    if STEPS in os.environ:
        step_clock(float(os.environ[STEPS]))
    sys.exit(worker.main(sys.argv[1:], KNOWN, COMMAND))
