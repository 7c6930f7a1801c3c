"""Who may use a way on each weekday and at each time of day, as its conditional tags have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from solver.roads.read.tags.access import ALL_ACCESS_KEYS, Leave, masks_of, way_leaves
from solver.roads.read.tags.hours import HOURS, by_hour
from solver.roads.read.tags.oneway import ONEWAY_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from solver.roads.read.tags.values import Tags

WayHours = tuple[tuple[int, int, int], ...]
"""Access, end and private mask of a way for each row of ``solver.roads.read.tags.hours``."""

NO_HOURS: Final = np.zeros((1, HOURS, 3), np.uint8)
"""Masks by hour of ways that no condition bears on: a row that is not read."""


def way_hours(tags: Tags) -> WayHours:
    """Read the conditional tags of a way.

    Parameters
    ----------
    tags
        The way's tags.

    Returns
    -------
    hours
        Masks for each row; empty where no hour differs from the plain tags.
    """
    if not any(key.endswith(":conditional") for key in tags):
        return ()
    rows = by_hour(tags, (*ALL_ACCESS_KEYS, *ONEWAY_KEYS))
    plain = way_leaves(tags)
    known: dict[int, tuple[Leave, ...]] = {id(tags): plain}
    found = []
    for moments in rows:
        for laid in moments:
            if id(laid) not in known:
                known[id(laid)] = way_leaves(laid, tags)
        strictest = [min(every) for every in zip(*(known[id(m)] for m in moments), strict=True)]
        found.append(tuple(masks_of(_with_a_way_in(strictest, plain))))
    return tuple(found) if len(set(found)) > 1 else ()  # type: ignore[arg-type]


def _with_a_way_in(leaves: Sequence[Leave], plain: tuple[Leave, ...]) -> tuple[Leave, ...]:
    """Let each mode to the doors of a way that one-way hours, taken together, close both ways."""
    found = list(leaves)
    for code in range(0, len(found), 2):
        both = slice(code, code + 2)
        if max(found[both]) == Leave.CLOSED:
            found[both] = [min(leave, Leave.END) for leave in plain[both]]
    return tuple(found)


def strictest_of(parts: Iterable[tuple[WayHours, tuple[int, int, int]]]) -> WayHours:
    """Take the worst of several ways' hours, each with its plain masks where it has none."""
    every = [hours or (plain,) * HOURS for hours, plain in parts]
    if not every or len({rows for hours in every for rows in hours}) == 1:
        return ()
    access = np.bitwise_and.reduce(np.array(every, np.uint8)[:, :, 0])
    end, private = np.bitwise_or.reduce(np.array(every, np.uint8)[:, :, 1:]).T & access
    return tuple(zip(access.tolist(), end.tolist(), private.tolist(), strict=True))


def lay_out(hours: Sequence[WayHours]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """Lay hours of ways out as arrays.

    Returns
    -------
    way_hours, hours
        (w,) int32 index into (r, HOURS, 3) uint8 masks; 0 where no condition bears on a way.
    """
    number: dict[WayHours, int] = {(): 0}
    of_way = np.array([number.setdefault(rows, len(number)) for rows in hours], np.int32)
    tables = [np.array(rows, np.uint8)[None] for rows in number if rows]
    return of_way, np.concatenate([NO_HOURS, *tables])
