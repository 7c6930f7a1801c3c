"""How the core is compiled, and how compiled code that has gone stale is thrown away."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


CONSTANTS = ("arrays.py", "problem.py")
"""Files whose constants are compiled in."""


def kernel(function: Function) -> Function:
    """Compile a function that makes no arrays, without counting references to them.

    Counting took seven eighths of the time: every call hands over a dozen arrays.
    """
    compile_it: Any = partial(njit, cache=True, _nrt=False)
    return compile_it()(function)


def inlined(function: Function) -> Function:
    """Compile a function into whatever calls it."""
    compile_it: Any = partial(njit, _nrt=False, forceinline=True)
    return compile_it()(function)


def maker(function: Function) -> Function:
    """Compile a function that makes arrays."""
    compile_it: Any = njit(cache=True)
    return compile_it(function)


def drop_stale(folder: Path) -> None:
    """Delete compiled code in ``folder/__pycache__`` that was made from other sources.

    numba looks at a function's own file alone, and not at the files of the functions that were
    compiled into it. A folder that cannot be written to holds no cache of its own.
    """
    texts = {path.name: path.read_bytes() for path in sorted(folder.glob("*.py"))}
    compiled = [
        text
        for name, text in texts.items()
        if name in CONSTANTS or b"from solver.rounds.compiled import" in text
    ]
    digest = hashlib.sha256(b"".join(compiled)).hexdigest()
    kept = folder / "__pycache__"
    stamp = kept / "sources.sha256"
    if stamp.is_file() and stamp.read_text() == digest:
        return
    try:
        kept.mkdir(exist_ok=True)
        for pattern in ("*.nbi", "*.nbc"):
            for path in kept.glob(pattern):
                path.unlink(missing_ok=True)
        stamp.write_text(digest)
    except OSError:
        return


drop_stale(Path(__file__).parent)
