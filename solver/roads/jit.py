"""One way to compile: nogil, so that threads share both cores; cached on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba

if TYPE_CHECKING:
    from collections.abc import Callable


def njit(function: Callable[..., Any]) -> Any:
    """Compile with numba: no Python objects, the lock released, code kept on disk."""
    return numba.njit(nogil=True, cache=True, boundscheck=False)(function)
