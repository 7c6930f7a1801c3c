"""Gates that let a carer in to the door only → which ways lie beyond them.

What can only be reached through such gates is an end: a journey may begin or
finish there. A gate on a road that leads through on both sides is shut.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from solver.domain import MODES
from solver.roads.read.tags.classes import BACKWARD, FORWARD, MODE_CODE, access_bit

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.domain import Mode
    from solver.roads.read.raw import RawRoads


def end_at_gates(
    raw: RawRoads, gate: npt.NDArray[np.uint8], private: npt.NDArray[np.uint8]
) -> RawRoads:
    """Make ends of the ways that lie beyond gates.

    Parameters
    ----------
    raw
        Ways as their own tags have them.
    gate
        (n,) uint8 modes that pass the node to or from a door beyond it only
        (bits as ``node_block``).
    private
        (n,) uint8 of these, the modes for which it is because the gate is
        private.

    Returns
    -------
    raw
        Ways cut where an end begins; ``way_end``, ``way_private`` and
        ``node_block`` with what the gates mean. A part beyond is private
        where all gates to it are.
    """
    if not gate.any():
        return raw
    owner = np.repeat(np.arange(raw.way_id.size), np.diff(raw.way_first))
    step = np.flatnonzero(owner[1:] == owner[:-1])  # from the point k to k + 1 of one way
    way = owner[step]
    end, secluded = raw.way_end[way], raw.way_private[way]
    block = raw.node_block.copy()
    for mode in MODES:
        here = (gate >> MODE_CODE[mode] & 1).astype(np.bool_)
        if not here.any():
            continue
        usable = raw.way_access[way] & _bits(mode)
        ends = raw.way_node[step], raw.way_node[step + 1]
        own = (private >> MODE_CODE[mode] & 1).astype(np.bool_)
        shut = here | (raw.node_block >> MODE_CODE[mode] & 1).astype(np.bool_)
        beyond, hidden = _beyond(ends, (usable & ~secluded) != 0, shut, here, own)
        end[beyond] |= usable[beyond]
        secluded[hidden] |= usable[hidden]
        ended = [(usable & mask) != 0 for mask in (end, secluded)]
        ended[1][beyond] = True
        led = [_met(ends, chosen, here.size) for chosen in ended]
        block[here & ~np.where(own, led[1], led[0])] |= np.uint8(1 << MODE_CODE[mode])
    return replace(_cut(raw, step, end, secluded), node_block=block)


def _bits(mode: Mode) -> np.uint8:
    code = MODE_CODE[mode]
    return np.uint8(access_bit(code, FORWARD) | access_bit(code, BACKWARD))


def _met(ends: tuple[np.ndarray, np.ndarray], chosen: np.ndarray, count: int) -> np.ndarray:
    """(n,) whether a node lies on a chosen step."""
    met = np.zeros(count, np.bool_)
    met[ends[0][chosen]] = met[ends[1][chosen]] = True
    return met


def _beyond(
    ends: tuple[np.ndarray, np.ndarray],
    open_steps: np.ndarray,
    shut: np.ndarray,
    gate: np.ndarray,
    private: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Find the steps that lie beyond gates, and those of them that lie beyond private ones only.

    Parts are what hangs together when every gate and barrier is shut; the one
    with the most steps is the road network, and others that touch a gate lie
    beyond it.
    """
    steps = np.flatnonzero(open_steps)
    if steps.size == 0:
        return steps, steps
    a, b = ends[0][steps], ends[1][steps]
    n = gate.size
    own = n + 2 * np.arange(steps.size)  # a barrier is another point for each step that meets it
    tail, head = np.where(shut[a], own, a), np.where(shut[b], own + 1, b)
    size = n + 2 * steps.size
    graph = coo_array((np.ones(steps.size, np.int8), (tail, head)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    part = label[tail]
    gated, public = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    gated[part[gate[a] | gate[b]]] = True
    gated[int(np.argmax(np.bincount(part)))] = False
    public[part[(gate[a] & ~private[a]) | (gate[b] & ~private[b])]] = True
    beyond = gated[part]
    return steps[beyond], steps[beyond & ~public[part]]


def _cut(raw: RawRoads, step: np.ndarray, end: np.ndarray, secluded: np.ndarray) -> RawRoads:
    """Cut ways at the points where an end begins."""
    joined = np.flatnonzero(step[1:] == step[:-1] + 1)
    differ = (end[joined] != end[joined + 1]) | (secluded[joined] != secluded[joined + 1])
    cuts = step[joined[differ] + 1]
    begins = np.sort(np.concatenate((raw.way_first[:-1], cuts)))
    parent = np.searchsorted(raw.way_first, begins, side="right") - 1
    shift = np.cumsum(np.isin(begins, cuts))
    first = np.concatenate((begins + shift, [raw.way_node.size + cuts.size]))
    pieces = {
        item.name: getattr(raw, item.name)[parent]
        for item in fields(raw)
        if item.name.startswith("way_") and item.name not in {"way_first", "way_node"}
    }
    at = np.searchsorted(step, begins)  # a way has two points at least
    pieces["way_end"], pieces["way_private"] = end[at], secluded[at]
    return replace(
        raw,
        way_first=first.astype(np.int32),
        way_node=np.insert(raw.way_node, cuts, raw.way_node[cuts]),
        **pieces,
    )
