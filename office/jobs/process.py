"""Telling a process from every other, whatever the wall clock does.

On Linux a process is its number, the start of the machine (boot id) and the clock ticks from that
to its own start: none of them moves when the wall clock steps. Elsewhere it is its number and the
creation time that psutil gives: on Windows the kernel's own stamp, which does not move; on macOS
psutil takes steps of the clock out again, to the second. Rows of earlier versions have that one
only and are compared by it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from office.store.records import ProcessMark

if TYPE_CHECKING:
    from office.store.records import Job

SAME_S = 2.0
"""Creation times of one process, read twice, may differ by rounding; others differ by more."""

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

START_FIELD = 19
"""Place of the start in ``/proc/<pid>/stat``, counted from what follows the program's name."""


STOPPED = (psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP)


def boot_id() -> str:
    """Name this start of the machine; empty where the system gives it no name."""
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def mark_of(pid: int) -> ProcessMark | None:
    """Say what tells a process from every other; ``None`` where it is gone."""
    try:
        created = float(psutil.Process(pid).create_time())
    except psutil.Error:
        return None
    ticks = _ticks(pid)
    return ProcessMark(pid, created, boot_id() if ticks is not None else "", ticks)


def alive(mark: ProcessMark | None) -> bool:
    """Say whether that very process still runs; a number given anew to another does not count."""
    if mark is None:
        return False
    now = mark_of(mark.pid)
    if now is None or not _same(mark, now):
        return False
    try:
        return bool(psutil.Process(mark.pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def stopped(mark: ProcessMark) -> bool:
    """Say whether the system has stopped a process, as when somebody suspends it: it may go on."""
    try:
        return bool(psutil.Process(mark.pid).status() in STOPPED)
    except psutil.Error:
        return False


def of_another_start(mark: ProcessMark) -> bool:
    """Say whether the machine was started anew since; False where that cannot be told."""
    here = boot_id()
    return bool(mark.boot and here and mark.boot != here)


def stop_process(job: Job) -> None:
    """End the process of a job with all that it started, if it is still that process."""
    if job.process is None or not alive(job.process):
        return
    try:
        process = psutil.Process(job.process.pid)
        family = [*process.children(recursive=True), process]
    except psutil.NoSuchProcess:
        return
    for one in family:
        try:
            one.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(family, timeout=5)


def _same(one: ProcessMark, other: ProcessMark) -> bool:
    if one.boot and other.boot:
        return (one.boot, one.ticks) == (other.boot, other.ticks)
    return one.created is None or abs(one.created - (other.created or 0.0)) < SAME_S


def _ticks(pid: int) -> int | None:
    """Clock ticks from the machine's start to that of a process (Linux)."""
    if sys.platform != "linux":
        return None
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
        return int(stat.rpartition(b")")[2].split()[START_FIELD])
    except (OSError, ValueError, IndexError):
        return None
