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
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from office.store import job_rows, worlds
from office.store.database import now
from office.store.folder import VARIABLE
from solver.search.parallel.processes import cores

if TYPE_CHECKING:
    from office.store.database import Store
    from office.store.records import Job

ROOT = Path(__file__).resolve().parents[2]

WORKER: tuple[str, ...] = (sys.executable, "-m", "office.jobs.worker")
"""Command that runs one job; the job's id is added to it."""

PATIENCE = timedelta(seconds=15)
"""After this a process that does not heed its cancel flag is killed from outside."""

SAME_S = 2.0
"""Create times of one process, read twice, may differ by rounding; others differ by more."""


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
        """Mark running jobs whose process is gone, silent too long, or deaf to its cancel flag."""
        for job in job_rows.in_state(self.store, "running"):
            moment = now()
            if job.pid is not None and not alive(job.pid, job.process_started):
                cancelled = job.wish == "cancel"
                self._end(job, cancelled=cancelled, why="Its process ended without a word.")
            elif job.wish == "cancel" and job.wish_at and moment - job.wish_at > PATIENCE:
                stop_process(job)
                self._end(job, cancelled=True, why="")
            elif job.lease_until is None or moment > job.lease_until:
                stop_process(job)
                self._end(job, cancelled=False, why="Its process fell silent.")

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
        while any(alive(job.pid, job.process_started) for job in running if job.pid is not None):
            if time.monotonic() > deadline:
                for job in running:
                    stop_process(job)
            time.sleep(0.1)
        worlds.erase(self.store, world_id)
        self.move()

    def _end(self, job: Job, *, cancelled: bool, why: str) -> None:
        if cancelled:
            job_rows.end(self.store, job.id, job.pid, job_rows.CANCELLED)
            return
        error = f"{why} Nothing was changed; start it again."
        ending = job_rows.Ending("interrupted", "Interrupted", error)
        job_rows.end(self.store, job.id, job.pid, ending)

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
        started = create_time(process.pid)
        if started is not None:
            job_rows.adopt(self.store, job_id, process.pid, started)


def create_time(pid: int) -> float | None:
    """When a process began, seconds since the epoch; ``None`` where it is gone."""
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return None


def alive(pid: int, started: float | None) -> bool:
    """Say whether that very process still runs; a number given anew to another does not count."""
    try:
        process = psutil.Process(pid)
        same = started is None or abs(process.create_time() - started) < SAME_S
        return bool(same and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def stop_process(job: Job) -> None:
    """End the process of a job with all that it started, if it is still that process."""
    if job.pid is None or not alive(job.pid, job.process_started):
        return
    try:
        process = psutil.Process(job.pid)
        family = [*process.children(recursive=True), process]
    except psutil.NoSuchProcess:
        return
    for one in family:
        try:
            one.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(family, timeout=5)


def _detached() -> dict[str, Any]:
    if sys.platform == "win32":
        return {
            "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP
            | subprocess.CREATE_NO_WINDOW
            | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        }
    return {"start_new_session": True}
