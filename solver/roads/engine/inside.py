"""Ways inside the parts of a network that are used only at an end: small searches of their own.

A part is searched from each door on it, never from the through network; that keeps the hierarchy
to what leads through. Weights are packed (:func:`solver.roads.engine.customise.pack`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.roads.engine.chains import Chains
from solver.roads.engine.inside_kernels import Links, Roots, between_doors, exits_of

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Inside:
    """The arcs of all parts, by the nodes at their ends.

    Parameters
    ----------
    part
        (a,) int32 part of each arc of the network; below 0 where it is in none.
    tail, head
        (a,) int32 nodes.
    out_first, out_arc
        (n + 1,) and (e,): arcs of parts that leave node v are
        ``out_arc[out_first[v]:out_first[v + 1]]``.
    in_first, in_arc
        The same for those that lead to it.
    at_through
        (n,) bool: nodes of the through network.
    """

    part: npt.NDArray[np.int32]
    tail: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    out_first: npt.NDArray[np.int64]
    out_arc: npt.NDArray[np.int64]
    in_first: npt.NDArray[np.int64]
    in_arc: npt.NDArray[np.int64]
    at_through: npt.NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        part: npt.NDArray[np.int32],
        tail: npt.NDArray[np.int32],
        head: npt.NDArray[np.int32],
        at_through: npt.NDArray[np.bool_],
    ) -> Inside:
        """Sort the arcs of parts by their ends."""
        own = np.flatnonzero(part >= 0)
        sides = []
        for node in (tail[own], head[own]):
            order = np.argsort(node, kind="stable")
            sides += [np.searchsorted(node[order], np.arange(at_through.size + 1)), own[order]]
        return cls(part, tail, head, sides[0], sides[1], sides[2], sides[3], at_through)

    def leaving(self, weights: npt.NDArray[np.integer]) -> Links:
        """Give the arcs as they are driven."""
        return Links(self.out_first, self.out_arc, self.head, self.tail, self.part, weights)

    def reaching(self, weights: npt.NDArray[np.integer]) -> Links:
        """Give the arcs against their direction."""
        return Links(self.in_first, self.in_arc, self.tail, self.head, self.part, weights)


@dataclass(frozen=True, eq=False)
class Exits:
    """Where doors on parts touch the through network.

    Parameters
    ----------
    place, node, weight
        (t,) door, node of the through network, and the packed weight between them.
    root
        (t,) root of the door that the way runs over.
    chain
        Arcs of the part between that root and the node, in order of travel.
    """

    place: npt.NDArray[np.int64]
    node: npt.NDArray[np.int64]
    weight: npt.NDArray[np.int64]
    root: npt.NDArray[np.int64]
    chain: Chains


def find_exits(
    inside: Inside, roots: Roots, weights: npt.NDArray[np.integer], *, leaving: bool, chains: bool
) -> Exits:
    """Search the part of each door for where it touches the through network.

    Parameters
    ----------
    inside, roots
        Parts, and the doors on them.
    weights
        (a,) packed weight of each arc.
    leaving
        True from the doors to the network, False from the network to the doors.
    chains
        Whether the ways themselves are wanted.
    """
    links = inside.leaving(weights) if leaving else inside.reaching(weights)
    place, node, weight, root, first, arc = exits_of(
        roots, links, inside.at_through, leaving, chains
    )
    return Exits(place, node, weight, root, Chains(first, arc))


@dataclass(frozen=True, eq=False)
class Between:
    """Ways between p pairs of doors that keep to one part.

    Parameters
    ----------
    weight
        (p,) packed; :data:`solver.roads.engine.customise.FAR` where there is none.
    leave_root, reach_root
        (p,) the roots that it runs over.
    chain
        Arcs between the two, in order of travel.
    """

    weight: npt.NDArray[np.int64]
    leave_root: npt.NDArray[np.int64]
    reach_root: npt.NDArray[np.int64]
    chain: Chains


def between(
    inside: Inside,
    doors: tuple[Roots, Roots],
    pairs: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    weights: npt.NDArray[np.integer],
    *,
    chains: bool,
) -> Between:
    """Search each part for the ways between doors on it.

    Parameters
    ----------
    inside
        Parts.
    doors
        Roots of the same doors when they are left, and when they are reached.
    pairs
        (p,) and (p,) doors from which and to which, quickest where equal ones follow each other.
    weights
        (a,) packed weight of each arc.
    chains
        Whether the ways themselves are wanted.
    """
    weight, leave_root, reach_root, first, arc = between_doors(
        *pairs, *doors, inside.leaving(weights), inside.at_through, chains
    )
    return Between(weight, leave_root, reach_root, Chains(first, arc))
