"""Pricing rounds for ``rounds_bound``: which would cost less than their tasks are worth."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from solver.search.compiled import maker

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

BUCKET_S = 60
"""Rounds under way are taken up in steps of so many seconds; shorter than every visit."""

LABELS = 2_000_000
"""Most rounds under way for one carer."""


@maker
def price(
    legs: Ints,
    place: Ints,
    window: Ints,
    service: Ints,
    able: npt.NDArray[np.bool_],
    shift: tuple[int, int],
    home: tuple[int, int],
    following: Ints,
    worth: Floats,
    rounds: Ints,
) -> tuple[float, int]:
    """Find rounds of one carer that cost less than their tasks are worth.

    Rounds under way are taken up in the order of their starts, so that one is of use only if it
    costs less than all before it at the same task. Returns the least cost over worth (0 for no
    round), and how many rounds were written to ``rounds`` (-1 ends each).
    """
    n = len(place)
    opens, closes = shift
    at, cost = np.empty(LABELS, np.int64), np.empty(LABELS, np.float64)
    task, before = np.empty(LABELS, np.int32), np.empty(LABELS, np.int32)
    after = np.empty(LABELS, np.int32)
    head = np.full((closes - opens) // BUCKET_S + 2, -1, np.int32)
    least = np.full(n, np.inf)
    count = 0
    for y in range(n):
        start = max(window[y, 0], opens + legs[home[0], place[y]])
        back = start + service[y] + legs[place[y], home[1]]
        if able[y] and start <= window[y, 1] and back <= closes:
            at[count], cost[count] = start, legs[home[0], place[y]] - worth[y]
            task[count], before[count] = y, -1
            slot = (start - opens) // BUCKET_S
            after[count], head[slot] = head[slot], count
            count += 1
    best = np.zeros(len(rounds))
    ends = np.full(len(rounds), -1, np.int32)
    for slot in range(len(head)):
        size = 0
        label = head[slot]
        while label >= 0:
            size += 1
            label = after[label]
        here = np.empty(size, np.int32)
        label = head[slot]
        for k in range(size):
            here[k] = label
            label = after[label]
        for k in np.argsort(at[here], kind="mergesort"):
            label = here[k]
            x = task[label]
            if cost[label] >= least[x]:
                continue
            least[x] = cost[label]
            whole = cost[label] + legs[place[x], home[1]]
            worst = np.argmax(best)
            if whole < best[worst]:
                best[worst], ends[worst] = whole, label
            ready = at[label] + service[x]
            for y in following[x]:
                if y < 0:
                    break
                leg = legs[place[x], place[y]]
                start = max(window[y, 0], ready + leg)
                so_far = cost[label] + leg - worth[y]
                if not able[y] or start > window[y, 1] or so_far >= least[y]:
                    continue
                if start + service[y] + legs[place[y], home[1]] > closes:
                    continue
                if count == LABELS:
                    return -np.inf, 0
                at[count], cost[count], task[count], before[count] = start, so_far, y, label
                later = (start - opens) // BUCKET_S
                after[count], head[later] = head[later], count
                count += 1
    found = 0
    for k in range(len(rounds)):
        if ends[k] < 0:
            continue
        label, length = ends[k], 0
        while label >= 0:
            length += 1
            label = before[label]
        if length < rounds.shape[1]:
            rounds[found, length] = -1
            label = ends[k]
            while label >= 0:
                length -= 1
                rounds[found, length] = task[label]
                label = before[label]
            found += 1
    return best.min(), found
