"""Workers for searches side by side: processes of this machine, or Dask's."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from solver.errors import PlanError
from solver.search.parallel.searches import Here
from solver.search.parallel.worker import Answer, Message, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    Bundle = Sequence[tuple[Hashable, Any]]
    Function = Callable[[Any, Any], Any]

COMMAND = (sys.executable, "-m", "solver.search.parallel.worker")

ROOT = Path(__file__).resolve().parents[3]

ATTEMPTS = 5
"""How often a bundle is sent out before a dying worker counts as a fault."""


def cores() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass
class _Worker:
    """A process that can be asked, and what it has been given to keep."""

    process: subprocess.Popen[bytes] | None = None
    known: set[Hashable] = field(default_factory=set)

    def start(self) -> None:
        """Start the process, and wait until it says that it is ready."""
        self.process = subprocess.Popen(
            COMMAND,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.known.clear()
        self._hear()

    def ask(self, message: Message) -> Answer:
        """Send a message and wait for the answer.

        Raises
        ------
        EOFError, OSError, pickle.UnpicklingError
            When the process dies on the way.
        """
        assert self.process is not None
        tell(cast("IO[bytes]", self.process.stdin), message)  # type: ignore[arg-type]  # it is one
        return self._hear()

    def _hear(self) -> Answer:
        assert self.process is not None
        answer: Answer = pickle.load(cast("IO[bytes]", self.process.stdout))
        return answer

    def end(self) -> None:
        """End the process at once."""
        if self.process is None:
            return
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            try:
                cast("IO[bytes]", stream).close()
            except OSError:
                continue  # what was still to be written has nobody to read it
        self.process.wait()
        self.process = None


class Processes:
    """Workers in processes of this machine; one that dies is replaced, its bundle sent again.

    They start at the first work. Until the first of them is ready, the bundles are worked through
    here, so that a short search does not wait for them.
    """

    def __init__(self, workers: int) -> None:
        self._workers = [_Worker() for _ in range(workers)]
        self._here = Here()
        self._kept: dict[Hashable, bytes] = {}
        self._todo: queue.Queue[tuple[int, Function, Bundle] | None] = queue.Queue()
        self._done: queue.Queue[tuple[int, Answer]] = queue.Queue()
        self._ready = threading.Event()
        self._sent = 0
        self._over = False
        self._threads: list[threading.Thread] = []

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that run."""
        running = [worker.process for worker in self._workers]
        return tuple(process.pid for process in running if process is not None)

    @property
    def ready(self) -> bool:
        """Whether a worker takes bundles already."""
        return self._ready.is_set()

    def keep(self, value: object) -> Hashable:
        """Keep a value; each worker gets it with the first bundle that needs it."""
        token = self._here.keep(value)
        self._kept[token] = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        return token

    def forget(self, tokens: Iterable[Hashable]) -> None:
        """Let go of values; each worker does so with its next bundle."""
        tokens = tuple(tokens)
        self._here.forget(tokens)
        for token in tokens:
            self._kept.pop(token, None)

    def work(self, function: Function, bundles: Sequence[Bundle]) -> list[list[Any]]:
        """Apply ``function(kept value, item)`` to each (token, item), in order.

        Raises
        ------
        PlanError
            Where workers die again and again.
        """
        if not self._threads:
            self._start()
        first, self._sent = self._sent, self._sent + len(bundles)
        for i, bundle in enumerate(bundles):
            self._todo.put((first + i, function, bundle))
        results: dict[int, list[Any]] = {}
        while len(results) < len(bundles):
            if not self.ready:
                try:
                    task = self._todo.get_nowait()
                except queue.Empty:
                    pass  # the rest is with workers that have just become ready
                else:
                    assert task is not None
                    results[task[0]] = self._here.work(function, [task[2]])[0]
                    continue
            at, answer = self._done.get()
            if answer.fault is not None and (at >= first or at < 0):
                self._drop()
                raise answer.fault
            if at >= first:  # else left over from work that was given up
                results[at] = list(answer.results)
        return [results[first + i] for i in range(len(bundles))]

    def _drop(self) -> None:
        """Take back the bundles that no worker has begun."""
        while True:
            try:
                self._todo.get_nowait()
            except queue.Empty:
                return

    def close(self) -> None:
        """End all workers at once."""
        self._over = True
        for worker in self._workers:
            self._todo.put(None)
            if worker.process is not None:
                worker.process.kill()
        for thread in self._threads:
            thread.join()
        for worker in self._workers:
            worker.end()

    def _start(self) -> None:
        for worker in self._workers:
            thread = threading.Thread(target=self._employ, args=(worker,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _employ(self, worker: _Worker) -> None:
        """Hand bundles to one worker, and replace it whenever it dies."""
        task: tuple[int, Function, Bundle] | None = None
        attempts = 0
        while not self._over:
            try:
                if worker.process is None:
                    worker.start()
                self._ready.set()
                task = task or self._todo.get()
                if task is None:
                    return
                at, function, bundle = task
                self._done.put((at, worker.ask(self._message(worker, function, bundle))))
                task, attempts = None, 0
            except (EOFError, OSError, pickle.UnpicklingError):
                worker.end()
                attempts += 1
                if attempts < ATTEMPTS or self._over:
                    continue
                fault = PlanError(f"A worker died {ATTEMPTS} times; is there enough memory?")
                self._done.put((task[0] if task else -1, Answer((), fault)))
                return

    def _message(self, worker: _Worker, function: Function, bundle: Bundle) -> Message:
        needed = {token for token, _ in bundle} - worker.known
        gone = worker.known - self._kept.keys()
        worker.known = (worker.known | needed) - gone
        return Message(
            [(token, self._kept[token]) for token in needed], tuple(gone), function, bundle
        )


@contextmanager
def processes(workers: int) -> Iterator[Processes]:
    """Work in ``workers`` processes of this machine; they end with the block, or with this process.

    Raises
    ------
    PlanError
        When there is to be no worker; and from the work, where workers die again and again.
    """
    if workers < 1:
        raise PlanError(f"Give at least one worker, not {workers}.")
    spread = Processes(workers)
    try:
        yield spread
    finally:
        spread.close()
