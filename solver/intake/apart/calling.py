"""Calling one function in a process of its own: files in, files out, and what it has to say.

::

    with called_apart(read_all, folder, memory_mb=1024, seconds=60) as done:
        load(done.folder)

Nothing is pickled. Paths go in as text; faults and notices come back as JSON.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from solver.errors import Fault, InputError
from solver.intake.apart.child import LEFT, SAID, TOO_MUCH_MEMORY
from solver.intake.apart.process import BrokeOff, TooMuchMemory, run_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


@dataclass(frozen=True)
class Done:
    """What a call left.

    Parameters
    ----------
    folder
        Its results; the folder goes when the ``with`` block ends.
    notices
        What it noticed on the way.
    """

    folder: Path
    notices: tuple[str, ...]


@contextmanager
def called_apart(
    work: Callable[..., Iterable[str]],
    *paths: Path,
    memory_mb: int,
    seconds: float,
    environment: Sequence[str] = (),
) -> Iterator[Done]:
    """Call ``work(*paths, folder)`` in a process of its own.

    Parameters
    ----------
    work
        A function of a module: it writes its results to the folder given last, returns notices,
        and raises :class:`~solver.errors.InputError` with faults.
    memory_mb, seconds, environment
        As :func:`~solver.intake.apart.process.run_apart` takes them.

    Raises
    ------
    InputError
        With the faults that the function raised.
    TooLong, TooMuchMemory
        When it needed more than the limits.
    BrokeOff
        When the process ended without a word.
    """
    with tempfile.TemporaryDirectory(prefix="homerounds-") as name:  # mode 0700
        room = Path(name)
        (room / LEFT).mkdir(mode=0o700)
        code = run_apart(
            "solver.intake.apart.child",
            [
                f"{work.__module__}:{work.__qualname__}",
                str(room),
                *(str(path.resolve()) for path in paths),
            ],
            memory_mb=memory_mb,
            seconds=seconds,
            environment=environment,
        )
        if code == TOO_MUCH_MEMORY:
            raise TooMuchMemory
        if not (room / SAID).is_file():
            raise BrokeOff(code)
        said = json.loads((room / SAID).read_text(encoding="utf-8"))
        if said["faults"]:
            raise InputError(Fault(**fault) for fault in said["faults"])
        yield Done(room / LEFT, tuple(said["notices"]))
