"""Python's search for unused circles of objects, kept from walking what stays.

Streamlit asks for a full search after every run of a page. It walks all that the process holds: a
county and what follows from it cost 0.2 CPU seconds a time, with every other page waiting. So what
survives a full search is set apart. It is looked through again after many runs, and when nobody
has asked for anything for a while: then freed memory goes back to the system as well.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import threading
from typing import Any

RUNS = 200
"""Full searches after which what was set apart is looked through as well."""

QUIET_S = 20.0
"""Seconds without a run after which everything is looked through."""


class _SetApart:
    """Sets what survives a full search apart from the next ones."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, phase: str, info: dict[str, Any]) -> None:
        if info["generation"] != 2:
            return
        if phase == "stop":
            gc.freeze()
            self.runs += 1
        elif self.runs % RUNS == RUNS - 1:
            gc.unfreeze()

    def watch(self) -> None:
        """Look through everything once whenever it has become quiet; never returns."""
        seen, tidy = self.runs, True
        while True:
            threading.Event().wait(QUIET_S)
            if self.runs != seen:
                tidy = False
            elif not tidy:
                look_through()
                tidy = True
            seen = self.runs


def leave_alone() -> None:
    """Set what stays apart from now on; to be called when a county was opened."""
    if not any(isinstance(one, _SetApart) for one in gc.callbacks):
        keeper = _SetApart()
        gc.callbacks.append(keeper)
        threading.Thread(target=keeper.watch, name="homerounds-tidy", daemon=True).start()
    gc.collect()


def look_through() -> None:
    """Look through everything once, for what went with a session or a county; return the memory."""
    gc.unfreeze()
    gc.collect()
    with contextlib.suppress(OSError, AttributeError, TypeError):  # another system's C library
        ctypes.CDLL(None).malloc_trim(0)
