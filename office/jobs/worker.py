"""One job in a process of its own: ``python -m office.jobs.worker JOB_ID``.

The process says nothing on its standard streams. What went wrong stands in
the job's row, in plain words, without a value from anyone's data.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from office.jobs import tasks
from office.jobs.heart import Heart
from office.jobs.process import mark_of
from office.jobs.runner import ROOT, WORKER, Runner, at_once
from office.jobs.task import asked_for
from office.store import job_rows
from office.store.database import Store
from office.store.errors import Cancelled, of_the_disk, told_of
from office.store.folder import data_folder
from office.store.records import ProcessMark
from solver.errors import HomeroundsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from office.jobs.task import Task


def run_job(store: Store, job_id: str, known: Mapping[str, type[Task[Any]]]) -> None:
    """Run one claimed job to its end, whatever the end is."""
    pid = os.getpid()
    if not job_rows.adopt(store, job_id, mark_of(pid) or ProcessMark(pid, None)):
        return
    job = job_rows.get(store, job_id)
    try:
        with Heart(store, job_id) as heart:
            left = asked_for(known[job.kind], job).run(store, job, heart)
            heart.check()
    except Cancelled:
        _end_cancelled(store, job_id)
    except HomeroundsError as error:
        _fail(store, job_id, str(error))
    except OSError as error:  # of files that the solver itself keeps
        disk = of_the_disk(error)
        _fail(store, job_id, str(told_of(error, store.folder)) if disk else _fault(error))
    except MemoryError:
        _fail(store, job_id, "There was not enough memory. Solve fewer zones at a time.")
    except Exception as error:
        _fail(store, job_id, _fault(error))
    else:
        ending = job_rows.Ending(
            "done", left.message, result_hash=left.result_hash, plan_hash=left.plan_hash
        )
        job_rows.end(store, job_id, pid, ending)


def main(
    arguments: Sequence[str],
    known: Mapping[str, type[Task[Any]]],
    command: tuple[str, ...] = WORKER,
) -> int:
    """Run the job named in the arguments, then let the next one begin."""
    if os.name == "posix":
        os.nice(5)  # pages stay quick while a job runs
        os.umask(0o077)
    store = Store(data_folder())
    try:
        run_job(store, arguments[0], known)
        Runner(store, command, at_once()).move()
    finally:
        store.close()
    return 0


def _end_cancelled(store: Store, job_id: str) -> None:
    job_rows.end(store, job_id, os.getpid(), job_rows.CANCELLED)


def _fail(store: Store, job_id: str, why: str) -> None:
    job_rows.end(store, job_id, os.getpid(), job_rows.Ending("failed", "Failed", why[:4_000]))


def _fault(error: Exception) -> str:
    return f"This is a fault in Homerounds, please report it: {_where(error)}."


def _where(error: Exception) -> str:
    """Say which kind of error came up where; its text may hold data and is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT)]
    inside = [frame for frame in own if ".venv" not in frame.filename]
    last = (inside or own or list(frames))[-1]
    name = Path(last.filename).name
    return f"{type(error).__name__} at {name}, line {last.lineno}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], tasks.kinds()))
