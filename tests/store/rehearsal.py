"""A worker whose work is small and known, for tests of jobs: ``rehearsal.py JOB_ID``.

It runs through the same ``worker.main`` as a real solve; only the tasks differ.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from office.jobs import worker
from office.jobs.heart import Heart, Outcome
from office.store import plans, results
from solver.domain import Plan, Round, Stop
from solver.errors import RoadsError
from solver.stop import Progress

COMMAND = (sys.executable, __file__)

PLAN = Plan(day="mon", rounds=(Round("c1", 0, (Stop("v1", 28_800), Stop("v2", 30_600))),))


def count(store, job, heart: Heart) -> Outcome:
    """Count the seconds asked for, as a search would, and keep a plan."""
    stop = heart.stop_after(float(job.parameters["seconds"]))
    beats = 0
    while not stop(beats, 0.0):
        time.sleep(0.05)
        beats += 1
        heart.progress(Progress(min(0.9, beats / 100), "Counting", {"miles": 100.0 - beats}))
    summary = {"served": 2, "asked": job.parameters["seconds"]}
    return Outcome(
        results.save(store, job.world_id, summary), plans.save(store, job.world_id, PLAN), "Counted"
    )


def spread(store, job, heart: Heart) -> Outcome:
    """Search with two processes until it is told to stop."""
    stop = heart.stop_after(float(job.parameters["seconds"]))
    with heart.spread() as workers:
        token = workers.keep(1)
        while not stop(0, 0.0):
            workers.work(max, [[(token, 2)]])
            heart.progress(Progress(0.5, "Spreading", {"workers": len(workers.pids)}))
            time.sleep(0.05)
    return count(store, job, heart)


def deaf(_store, _job, _heart) -> Outcome:
    """Never look at the cancel flag."""
    time.sleep(600)
    raise AssertionError("nobody stopped the deaf task")


def known_fault(_store, _job, _heart) -> Outcome:
    """Fail as the solver does: with a sentence."""
    raise RoadsError("roads.osm.pbf has no drivable road. Load another extract.")


def unknown_fault(_store, _job, _heart) -> Outcome:
    """Fail as a bug does, with somebody's address in the text of the error."""
    raise ValueError("12 Station Road, LE17 6AB")


TASKS = {
    "count": count,
    "spread": spread,
    "deaf": deaf,
    "known": known_fault,
    "unknown": unknown_fault,
}

if __name__ == "__main__":
    sys.exit(worker.main(sys.argv[1:], TASKS, COMMAND))
