"""Python's search for unused circles of objects, kept from walking what stays.

Streamlit asks for a full search after every run of a page. It walks all that the process holds: a
county and what follows from it cost 0.2 CPU seconds a time, with every other page waiting. So what
survives a full search is set apart, and looked through again only after many runs.
"""

from __future__ import annotations

import gc
from typing import Any

RUNS = 200
"""Full searches after which what was set apart is looked through as well."""


class _SetApart:
    """Sets what survives a full search apart from the next ones."""

    def __init__(self) -> None:
        self._left = RUNS

    def __call__(self, phase: str, info: dict[str, Any]) -> None:
        if info["generation"] != 2:
            return
        if phase == "stop":
            gc.freeze()
            self._left -= 1
        elif self._left <= 0:
            self._left = RUNS
            gc.unfreeze()


def leave_alone() -> None:
    """Set what stays apart from now on; to be called when a county was opened."""
    if not any(isinstance(one, _SetApart) for one in gc.callbacks):
        gc.callbacks.append(_SetApart())
    gc.collect()


def look_through() -> None:
    """Look through everything once, for what went with a county that was closed."""
    gc.unfreeze()
    gc.collect()
