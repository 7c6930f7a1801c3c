"""Processes of jobs: starting the next, finding those that died, stopping them.

Nobody has to keep watch. Whoever looks at a job, starts one or ends one also
looks whether the queue can move, so it moves after a crash as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from office.jobs.process import alive, mark_of, of_another_start, stop_process, stopped
from office.store import job_rows, worlds
from office.store.errors import StoreError
from office.store.folder import VARIABLE
from solver.search.parallel.processes import cores

if TYPE_CHECKING:
    from office.store.database import Store
    from office.store.records import Job

ROOT = Path(__file__).resolve().parents[2]

WORKER: tuple[str, ...] = (sys.executable, "-m", "office.jobs.worker")
"""Command that runs one job; the job's id is added to it."""

PATIENCE_S = 15.0
"""After this a process that does not heed its cancel flag is killed from outside, seconds."""

SILENT_S = 45.0
"""Silence, as seen by whoever looks, after which a job counts as interrupted, seconds."""

DOUBT_S = 3.0
"""Time for a last heartbeat, once it is sure that the store can be written, seconds."""


def at_once() -> int:
    """How many jobs may run together: ``HOMEROUNDS_JOBS``, else one, or two from four cores on."""
    named = os.environ.get("HOMEROUNDS_JOBS", "")
    if named.isdigit() and int(named) > 0:
        return int(named)
    return 2 if (os.cpu_count() or 1) >= 4 else 1


def workers_each() -> int:
    """How many processes a job may search with: ``HOMEROUNDS_WORKERS``, else its share of cores."""
    named = os.environ.get("HOMEROUNDS_WORKERS", "")
    if named.isdigit() and int(named) > 0:
        return int(named)
    return max(1, cores() // at_once())


@dataclass(frozen=True)
class Runner:
    """Moves the queue of a store.

    Parameters
    ----------
    store
        Where the jobs stand.
    command
        What runs one job.
    limit
        How many may run together.
    """

    store: Store
    command: tuple[str, ...] = WORKER
    limit: int = 1

    def move(self) -> None:
        """Mark what died, then start what may start."""
        self.mark_dead()
        while job_rows.in_state(self.store, "queued"):  # only reads: looking costs no lock
            job_id = job_rows.claim_next(self.store, at_once=self.limit)
            if job_id is None:
                return
            self._start(job_id)

    def mark_dead(self) -> None:
        """Mark running jobs whose process is gone, silent too long, or deaf to its cancel flag.

        Raises
        ------
        StoreError
            When the store cannot be written. No process is ended then: a job that is silent
            because it cannot write either gets its time anew.
        """
        running = job_rows.in_state(self.store, "running")
        self.store.watch.keep({job.id for job in running})
        for job in running:
            try:
                ending = self._ending(job)
                if ending is None:
                    continue
                job_rows.end(self.store, job.id, job.pid, ending)
            except StoreError:
                self.store.watch.forget(job.id)
                raise
            stop_process(job)

    def _ending(self, job: Job) -> job_rows.Ending | None:
        """Say how a job that seems to run has ended; ``None`` where it does run."""
        watch, process = self.store.watch, job.process
        cancelled = job_rows.CANCELLED if job.wish == "cancel" else None
        if process is not None and of_another_start(process):
            return cancelled or _interrupted("This computer was started anew while it ran.")
        if process is not None and not alive(process):
            return cancelled or _interrupted("Its process ended without a word.")
        if watch.same_s(job.id, "wish", job.wish) > PATIENCE_S and cancelled:
            return cancelled
        if process is not None and stopped(process):
            watch.same_s(job.id, "heart", None)  # asleep, not silent: its time begins anew
            return None
        # an earlier version's worker counts no beats, but writes when it beat
        beat = (job.beats, job.heartbeat_at)
        if watch.same_s(job.id, "heart", beat) <= SILENT_S:
            return None
        doubted_s = watch.same_s(job.id, "doubt", beat)
        if doubted_s == 0.0:
            job_rows.doubt(self.store, job.id)  # where this can be written, a heartbeat can be too
        if doubted_s <= DOUBT_S:
            return None
        return cancelled or _interrupted("Its process fell silent.")

    def delete_world(self, world_id: str, *, patience_s: float = 10.0) -> None:
        """Delete a world for good: its jobs, files, plans, results, exports and rows.

        Raises
        ------
        StoreError
            When a file is in use and cannot be removed yet.
        """
        worlds.mark_deleting(self.store, world_id)
        for job in job_rows.in_state(self.store, "queued", "running", world_id=world_id):
            job_rows.ask_to_end(self.store, job.id, "cancel")
        running = job_rows.in_state(self.store, "running", world_id=world_id)
        deadline = time.monotonic() + patience_s
        while any(alive(job.process) for job in running):
            if time.monotonic() > deadline:
                for job in running:
                    stop_process(job)
            time.sleep(0.1)
        worlds.erase(self.store, world_id)
        self.move()

    def _start(self, job_id: str) -> None:
        try:
            process = subprocess.Popen(
                [*self.command, job_id],
                cwd=ROOT,
                env={**os.environ, VARIABLE: str(self.store.folder)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                close_fds=True,
                **_detached(),
            )
        except OSError as error:
            why = f"No process could be started ({error.strerror}). Try again later."
            job_rows.end(
                self.store, job_id, None, job_rows.Ending("failed", "Could not start", why)
            )
            return
        # A process of our own that ended stays listed until somebody waits for it.
        threading.Thread(target=process.wait, name=f"job {job_id}", daemon=True).start()
        mark = mark_of(process.pid)
        if mark is not None:
            job_rows.adopt(self.store, job_id, mark)


def _interrupted(why: str) -> job_rows.Ending:
    error = f"{why} Nothing was changed; start it again."
    return job_rows.Ending("interrupted", "Interrupted", error)


def _detached() -> dict[str, Any]:
    if sys.platform == "win32":
        return {
            "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP
            | subprocess.CREATE_NO_WINDOW
            | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        }
    return {"start_new_session": True}
