"""How the search is compiled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from numba import njit

from solver.compiled import drop_stale

Function = TypeVar("Function", bound=Callable[..., Any])


FOLDER = Path(__file__).parent

CONSTANTS = (FOLDER / "state" / "arrays.py", FOLDER / "problem.py")
"""Files that compile nothing, but whose constants are compiled in."""


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


def sources() -> list[Path]:
    """Files of the search that are compiled, and those whose constants are."""
    mark = b"from solver.search.compiled import"
    return [path for path in FOLDER.rglob("*.py") if path in CONSTANTS or mark in path.read_bytes()]


drop_stale(FOLDER, sources())
