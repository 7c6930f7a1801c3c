"""A process that works for another: ``python -m solver.search.parallel.worker``.

It reads messages from its standard input and answers on its standard output, until the input
ends: so it ends with whoever started it, however that one ended.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence


class Message(NamedTuple):
    """What a worker is told: values to keep and to forget, and a bundle to work through.

    ``kept`` holds pickled values by token, so that one is pickled once for all workers.
    """

    kept: Sequence[tuple[Hashable, bytes]]
    forgotten: Sequence[Hashable]
    function: Callable[[object, object], object]
    bundle: Sequence[tuple[Hashable, object]]


class Answer(NamedTuple):
    """What it answers: the results in order, or what was raised."""

    results: Sequence[object]
    fault: Exception | None = None


READY = Answer(())
"""Said once, when a worker has loaded its code."""


def serve(messages: BinaryIO, answers: BinaryIO) -> None:
    """Work through messages until they end."""
    kept: dict[Hashable, object] = {}
    tell(answers, READY)
    while True:
        try:
            message: Message = pickle.load(messages)
        except EOFError:
            return
        for token in message.forgotten:
            kept.pop(token, None)
        kept.update((token, pickle.loads(value)) for token, value in message.kept)
        try:
            results = [message.function(kept[token], item) for token, item in message.bundle]
            answer = Answer(results)
        except Exception as error:
            answer = Answer((), error)
        try:
            tell(answers, answer)
        except BrokenPipeError:
            return


def tell(stream: BinaryIO, what: NamedTuple) -> None:
    """Write one message."""
    pickle.dump(what, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def main() -> None:
    """Serve whoever started this process; what is printed by accident goes to stderr."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started it
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    import solver.search.parallel.searches  # noqa: F401  (load the code before saying that it is ready)

    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    from solver.search.parallel import worker  # under its own name, by which answers are read

    worker.main()
