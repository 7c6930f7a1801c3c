"""One way to compile: nogil, so that threads share both cores; cached on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numba

from solver.compiled import drop_stale

if TYPE_CHECKING:
    from collections.abc import Callable

# row operations and constants of one file are compiled into the functions of another
drop_stale(Path(__file__).parents[1])


def njit(function: Callable[..., Any]) -> Any:
    """Compile with numba: no Python objects, the lock released, code kept on disk."""
    return numba.njit(nogil=True, cache=True, boundscheck=False)(function)
