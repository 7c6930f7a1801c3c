"""Runs of arcs, one after the other: picked, and joined end to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Chains:
    """Arcs of k ways, in order of travel.

    Parameters
    ----------
    first, arc
        (k + 1,) int64 and (t,) ints: arcs of way i are ``arc[first[i]:first[i + 1]]``.
    """

    first: npt.NDArray[np.int64]
    arc: npt.NDArray[np.integer]


def pick(chains: Chains, rows: npt.NDArray[np.integer]) -> Chains:
    """Take some ways; a row below 0 is a way without arcs."""
    if chains.arc.size == 0:
        return Chains(np.zeros(rows.size + 1, np.int64), chains.arc)
    real = rows >= 0
    sizes = np.where(real, np.diff(chains.first)[rows], 0)
    first = np.concatenate(([0], np.cumsum(sizes)))
    begin = np.where(real, chains.first[rows], 0)
    return Chains(first, chains.arc[np.repeat(begin - first[:-1], sizes) + np.arange(first[-1])])


def join(*parts: Chains) -> Chains:
    """Lay the i-th ways of all parts end to end."""
    sizes = [np.diff(part.first) for part in parts]
    first = np.concatenate(([0], np.cumsum(sum(sizes))))
    arc = np.empty(int(first[-1]), np.int64)
    begin = first[:-1].copy()
    for part, size in zip(parts, sizes, strict=True):
        arc[np.repeat(begin - part.first[:-1], size) + np.arange(part.arc.size)] = part.arc
        begin += size
    return Chains(first, arc)
