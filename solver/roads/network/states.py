"""What a mode's arcs are under each set of rules that hold: through, at an end only, or closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from solver.roads.network.parts import CLOSED, THROUGH, Arcs, find_parts
from solver.roads.read.tags.classes import BACKWARD, FORWARD, access_bit
from solver.roads.read.tags.hours import HOURS

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.read.raw import RawRoads
    from solver.roads.read.segments import Segments


class Masks(NamedTuple):
    """Of each segment and direction (2 s,) bool: who may use it, only at an end, as private."""

    access: npt.NDArray[np.bool_]
    end: npt.NDArray[np.bool_]
    private: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ArcState:
    """A mode's arcs under one set of rules.

    Parameters
    ----------
    core
        (a,) bool: of the largest part that leads through.
    crossed
        (n,) bool: base nodes that it touches.
    part, public
        (a,) int32 part of each arc, with private ways and without them.
    label
        (n,) the strongly connected part of each node along all arcs that are open.
    """

    core: npt.NDArray[np.bool_]
    crossed: npt.NDArray[np.bool_]
    part: npt.NDArray[np.int32]
    public: npt.NDArray[np.int32]
    label: npt.NDArray[np.int32]


def rules_of_mode(
    raw: RawRoads, mode_code: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Tell the sets of rules of a mode apart.

    Parameters
    ----------
    raw
        Ways and turns by hour.
    mode_code
        0 car, 1 bicycle, 2 foot.

    Returns
    -------
    rules_at, hours
        (HOURS,) the set of rules at each hour; 0 is that no condition holds. And of each set one
        hour at which it holds, (k,).
    """
    ways = raw.hours[1:] & (access_bit(mode_code, FORWARD) | access_bit(mode_code, BACKWARD))
    turns = raw.turn_hours & (1 << mode_code)
    told = np.concatenate((ways.transpose(1, 0, 2).reshape(HOURS, -1), turns.T), axis=1)
    number: dict[bytes, int] = {}
    at = [number.setdefault(row.tobytes(), len(number)) for row in told]
    return np.array(at, np.int32), np.unique(at, return_index=True)[1]


def masks_at(raw: RawRoads, segments: Segments, mode_code: int, hour: int) -> Masks:
    """Lay the masks of ways at an hour on segments and directions."""
    both = []
    for mask in raw.masks_at(hour):
        of_segment = mask[segments.way]
        ways = [of_segment & access_bit(mode_code, direction) for direction in (FORWARD, BACKWARD)]
        both.append(np.stack(ways, axis=1).reshape(-1).astype(np.bool_))
    return Masks(*both)


def state_of(
    arcs: Arcs,
    shut: npt.NDArray[np.bool_],
    masks: Masks,
    private_counts: bool,
    plain: ArcState | None,
) -> ArcState:
    """Find what leads through, and what is used only at an end.

    Parameters
    ----------
    arcs
        Every arc that some set of rules leaves open.
    shut
        (a,) bool: those that this one closes.
    masks
        Of segments and directions.
    private_counts
        Whether private ways may be closed to the mode.
    plain
        The state where no condition holds, if this is another: the largest part is the one that
        shares most with that of the plain state.
    """
    open_arcs, ended = ~shut, masks.end[arcs.slot]
    leads = open_arcs & ~ended
    strong = _strong_parts(arcs, leads)
    core = _largest(arcs, strong, leads, None if plain is None else plain.core)
    part = public = find_parts(arcs, core, shut)
    if private_counts:  # whoever walks or cycles goes to the door by private ways
        private = masks.private[arcs.slot]
        public = find_parts(arcs, core, private | shut) if private.any() else part
    crossed = np.zeros(arcs.base.size, np.bool_)
    crossed[arcs.base[arcs.tail[core]]] = crossed[arcs.base[arcs.head[core]]] = True
    label = _strong_parts(arcs, open_arcs) if (ended & open_arcs).any() else strong
    return ArcState(core, crossed, part, public, label)


def _strong_parts(arcs: Arcs, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """(n,) the strongly connected part of each node along some arcs."""
    n = arcs.base.size
    tail, head = arcs.tail[chosen], arcs.head[chosen]
    matrix = coo_array((np.ones(tail.size, np.int8), (tail, head)), shape=(n, n))
    _, label = connected_components(matrix, directed=True, connection="strong")
    return np.asarray(label)


def _largest(
    arcs: Arcs,
    label: npt.NDArray[np.int32],
    chosen: npt.NDArray[np.bool_],
    like: npt.NDArray[np.bool_] | None,
) -> npt.NDArray[np.bool_]:
    """Find the chosen arcs, (a,) bool, of the strongly connected part that has most of them.

    Of those arcs only the ones in ``like`` count, where it has any.
    """
    inside = chosen & (label[arcs.tail] == label[arcs.head])
    counted = inside if like is None or not (inside & like).any() else inside & like
    if not counted.any():
        return inside
    largest = int(np.argmax(np.bincount(label[arcs.tail[counted]])))
    return inside & (label[arcs.tail] == largest)


def kept_arcs(arcs: Arcs, state: ArcState) -> npt.NDArray[np.bool_]:
    """Keep the core and what ends need, (a,) bool; copies of exits only where an arc leads.

    Arcs of ways between two turns are kept whoever comes to them: a journey may begin there.
    """
    n = arcs.base.size
    ends = state.part >= 0
    fed = np.zeros(n, np.bool_)
    fed[arcs.head[ends]] = True
    beside = ~state.core & (state.part == THROUGH) & fed[arcs.tail]
    fed[arcs.tail[state.core]] = True
    kept: npt.NDArray[np.bool_] = state.core | beside | (ends & fed[arcs.tail])
    if arcs.doubled.size == 0:
        return kept
    open_arcs = state.part != CLOSED
    kept[arcs.doubled] |= open_arcs[arcs.doubled]
    fed[arcs.head[kept]] = True
    return kept | (open_arcs & arcs.led_to(fed, open_arcs)[arcs.tail])
