"""Places on the roads: snapped, and seeded into the network with their offsets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.engine.chains import Chains, pick
from solver.roads.engine.customise import pack
from solver.roads.engine.inside import find_exits
from solver.roads.engine.inside_kernels import Roots
from solver.roads.engine.matrix import Seeds
from solver.roads.network import CLOSED

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.engine.inside import Inside
    from solver.roads.fabric import ModeRoads
    from solver.roads.network import Network
    from solver.roads.read.segments import Segments
    from solver.roads.snap import Snapped


@dataclass(frozen=True, eq=False)
class ArcCosts:
    """What moving along each arc takes, apart from waiting at its end.

    Parameters
    ----------
    moving, waiting
        (a,) int32 ticks.
    length_cm
        (a,) int64.
    """

    moving: npt.NDArray[np.int32]
    waiting: npt.NDArray[np.int32]
    length_cm: npt.NDArray[np.int64]

    @cached_property
    def packed(self) -> npt.NDArray[np.int64]:
        """(a,) packed weight of each whole arc."""
        return pack(self.moving.astype(np.int64) + self.waiting, self.length_cm)


@dataclass(frozen=True, eq=False)
class Side:
    """How k doors are left, or how they are reached.

    Parameters
    ----------
    seeds
        Where each touches the through network.
    slot, beside
        (t,) of each seed: twice the segment plus the direction of the stretch beside the door,
        and the packed weight of that stretch alone.
    chain
        Arcs of the part that lie between that stretch and the seed's node.
    roots
        Ends of the arcs of parts that doors lie on.
    """

    seeds: Seeds
    slot: npt.NDArray[np.int32]
    beside: npt.NDArray[np.int64]
    chain: Chains
    roots: Roots


@dataclass(frozen=True, eq=False)
class Doors:
    """Places seeded into one network.

    Parameters
    ----------
    share
        (k,) float64 how far along its segment each place lies, 0 to 1.
    segment
        (k,) int32, -1 where the place is not on this network.
    leave, reach
        The k places as sources and as targets.
    """

    share: npt.NDArray[np.float64]
    segment: npt.NDArray[np.int32]
    leave: Side
    reach: Side


@dataclass(frozen=True, eq=False)
class _Stubs:
    """Stretches between doors and the ends of the arcs beside them.

    Parameters
    ----------
    place, slot, part, node, weight
        (t,) door; twice the segment plus the direction; part of the arc; node
        at its end; packed weight of the stretch.
    """

    place: npt.NDArray[np.int64]
    slot: npt.NDArray[np.int32]
    part: npt.NDArray[np.int32]
    node: npt.NDArray[np.int32]
    weight: npt.NDArray[np.int64]


def scaled(costs: ArcCosts, arcs: np.ndarray, share: np.ndarray, waits: bool) -> np.ndarray:
    """Weigh a share of some arcs, with the wait at their end or without, packed."""
    ticks = np.rint(costs.moving[arcs] * share).astype(np.int64)
    if waits:
        ticks += costs.waiting[arcs]
    return pack(ticks, np.rint(costs.length_cm[arcs] * share).astype(np.int64))


def open_arcs(
    network: Network, part: npt.NDArray[np.int32], slots: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Find the arcs along some segments, in some direction, that may be used.

    Parameters
    ----------
    network
        Arcs of a mode.
    part
        (a,) part of each arc.
    slots
        (t,) twice the segment plus the direction.

    Returns
    -------
    row, arc
        (u,) which of the slots, ascending, and an arc along it; all its copies.
    """
    begin = network.slot_first[slots].astype(np.int64)
    count = network.slot_first[slots + 1] - begin
    run = np.concatenate(([0], np.cumsum(count)))
    row = np.repeat(np.arange(slots.size), count)
    arc = np.arange(run[-1]) + np.repeat(begin - run[:-1], count)
    usable = part[arc] != CLOSED
    return row[usable], arc[usable]


def seed_doors(
    parts: ModeRoads,
    segments: Segments,
    costs: ArcCosts,
    snapped: Snapped,
    inside: Inside,
    *,
    chains: bool = False,
) -> Doors:
    """Seed snapped places: both directions of the segment, where they are open.

    Parameters
    ----------
    parts, segments, costs
        The mode's network and hierarchy, and what its arcs cost.
    snapped
        k places on it.
    inside
        Its parts that are used only at an end, as the scenario has them.
    chains
        Whether the ways through those parts are wanted, or their weights alone.

    Returns
    -------
    doors
        Leaving a door leads to the end of its segment (waiting there
        included); reaching it comes from every copy of the start. From a door
        on a part they lead on, to where the part touches the through network.
    """
    length = segments.length_m[snapped.segment]
    share = np.zeros(snapped.segment.size)
    on = (snapped.segment >= 0) & (length > 0)
    share[on] = np.clip(snapped.at_m[on] / length[on], 0, 1)
    search = _Search(parts.hierarchy.rank, inside, costs, chains)
    leaving, reaching = _stubs(parts.network, costs, snapped.segment, share, inside.part)
    return Doors(
        share,
        snapped.segment,
        _side(leaving, share.size, search, leaves=True),
        _side(reaching, share.size, search, leaves=False),
    )


def _stubs(
    network: Network,
    costs: ArcCosts,
    segment: npt.NDArray[np.int32],
    share: npt.NDArray[np.float64],
    part: npt.NDArray[np.int32],
) -> tuple[_Stubs, _Stubs]:
    """Stretches from each door to the ends of its segment, and to it from their starts."""
    on = np.flatnonzero(segment >= 0)
    slots = network.arc_slot
    leave: list[list[np.ndarray]] = []
    reach: list[list[np.ndarray]] = []
    for direction in (0, 1):
        done = share[on] if direction == 0 else 1.0 - share[on]
        row, arcs = open_arcs(network, part, 2 * segment[on] + direction)
        reach.append([on[row], arcs, scaled(costs, arcs, done[row], False)])
        row, first = np.unique(row, return_index=True)  # the arc itself: no turn lies behind
        arcs = arcs[first]
        leave.append([on[row], arcs, scaled(costs, arcs, 1.0 - done[row], True)])
    stubs = []
    for both, ends in ((leave, network.head), (reach, network.tail)):
        place, arc, weight = (np.concatenate(columns) for columns in zip(*both, strict=True))
        stubs.append(_Stubs(place, slots[arc], part[arc], ends[arc], weight))
    return stubs[0], stubs[1]


@dataclass(frozen=True, eq=False)
class _Search:
    """What seeds are looked for in: ranks of the hierarchy, parts, and costs of arcs."""

    rank: npt.NDArray[np.int32]
    inside: Inside
    costs: ArcCosts
    chains: bool


def _side(stubs: _Stubs, k: int, search: _Search, *, leaves: bool) -> Side:
    """Seeds of k doors: where their stretches end, or where the parts that they lie on do."""
    ended = stubs.part >= 0
    roots = _roots(stubs, k, ended)
    place, slot = stubs.place[~ended], stubs.slot[~ended]
    node, weight = stubs.node[~ended], stubs.weight[~ended]
    beside = weight
    chain = Chains(np.zeros(place.size + 1, np.int64), np.empty(0, np.int64))
    if ended.any():
        found = find_exits(
            search.inside, roots, search.costs.packed, leaving=leaves, chains=search.chains
        )
        chain = Chains(np.concatenate((chain.first, found.chain.first[1:])), found.chain.arc)
        place = np.concatenate((place, found.place))
        slot = np.concatenate((slot, roots.slot[found.root]))
        node = np.concatenate((node, found.node))
        weight = np.concatenate((weight, found.weight))
        beside = np.concatenate((beside, roots.weight[found.root]))
    rank = search.rank[node]
    order = np.lexsort((rank, place))
    first = np.searchsorted(place[order], np.arange(k + 1)).astype(np.int32)
    return Side(
        seeds=Seeds(first, rank[order].astype(np.int32), weight[order].astype(np.int64)),
        slot=slot[order].astype(np.int32),
        beside=beside[order],
        chain=pick(chain, order),
        roots=roots,
    )


def _roots(stubs: _Stubs, k: int, ended: npt.NDArray[np.bool_]) -> Roots:
    chosen = np.flatnonzero(ended)
    chosen = chosen[np.argsort(stubs.place[chosen], kind="stable")]
    place = stubs.place[chosen]
    part = np.full(k, -1, np.int32)
    part[place] = stubs.part[chosen]
    return Roots(
        first=np.searchsorted(place, np.arange(k + 1)),
        node=stubs.node[chosen],
        weight=stubs.weight[chosen],
        slot=stubs.slot[chosen],
        part=part,
    )
