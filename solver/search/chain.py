"""The order of places in memory: near ones get near numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.search.problem import FAR_S

if TYPE_CHECKING:
    from solver.search.problem import Ints


def chain_of(durations_s: Ints) -> Ints:
    """Order the places so that near ones get near numbers: from each to its nearest not yet taken.

    The search looks mostly at legs between near places; so ordered, they share cache lines.
    """
    size = len(durations_s)
    chain = np.empty(size, np.int32)
    reach = np.where(durations_s < 0, FAR_S, durations_s)
    open_ = np.zeros(size, np.int32)
    here = 0
    for at in range(size):
        chain[at] = here
        open_[here] = 2 * FAR_S
        if at + 1 < size:
            here = int(np.argmin(reach[here] + open_))
    return chain


def spots_of(chain: Ints) -> Ints:
    """Say where each place stands in the chain, and after them all "anywhere" (-1): (p + 1,)."""
    spot = np.empty(len(chain) + 1, np.int32)
    spot[chain], spot[-1] = np.arange(len(chain)), len(chain)
    return spot
