"""Who may pass a node: barriers, and access tags without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from solver.domain import MODES, Mode
from solver.roads.read.tags.access import ALL_ACCESS_KEYS, CHAIN, Leave, decided, unknown_access
from solver.roads.read.tags.classes import MODE_CODE
from solver.roads.read.tags.conditions import kinds_not_applied
from solver.roads.read.tags.values import members, says

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from solver.roads.read.tags.values import Tags

NODE_KEYS: Final = ("barrier", "access", "vehicle", "motor_vehicle", "motorcar", "highway")
"""A node without any of these keeps nobody out."""

PASSABLE: Final = frozenset(
    {
        "gate", "lift_gate", "swing_gate", "sliding_gate", "sliding_beam", "bump_gate", "barn_door",
        "cattle_grid", "toll_booth", "border_control", "sally_port", "checkpoint", "entrance",
        "height_restrictor", "width_restrictor", "arch", "coupure", "gap", "no", "none",
    }
)  # fmt: skip
"""Barriers that a car passes unless a tag says otherwise."""

_STOPS_FOOT: Final = frozenset({"wall", "fence", "hedge", "retaining_wall", "city_wall"})
_STOPS_BICYCLE: Final = _STOPS_FOOT | {
    "stile", "kissing_gate", "turnstile", "full-height_turnstile", "horse_stile", "ditch",
    "guard_rail", "armco",
}  # fmt: skip
_STOPS_CAR: Final = _STOPS_BICYCLE | {
    "bollard", "block", "cycle_barrier", "chain", "log", "jersey_barrier", "debris",
    "motorcycle_barrier", "planter", "bar", "rope", "hampshire_gate", "wicket_gate", "bus_trap",
    "sump_buster", "bus_gate", "step", "kerb", "handrail", "cable_barrier", "delineators", "rubble",
    "tyres", "boulder", "spikes", "tank_trap", "lych_gate", "swing_bar", "yes",
}  # fmt: skip
STOPS: Final[dict[Mode, frozenset[str]]] = {
    "car": frozenset(_STOPS_CAR),
    "bicycle": frozenset(_STOPS_BICYCLE),
    "foot": _STOPS_FOOT,
}
"""Barriers that stop a mode unless a tag says otherwise; what is not known stops cars."""

_OLD_WORDS: Final = frozenset({"bollard", "gate", "stile", "kissing_gate", "cattle_grid"})
_OTHER_THINGS: Final = ("highway", "railway", "crossing", "public_transport", "amenity")
_LOW_KERBS: Final = ("lowered", "flush", "rolled", "no")


class NodeAccess(NamedTuple):
    """Modes that a node bears on: bit 0 car, 1 bicycle, 2 foot.

    Parameters
    ----------
    block
        Who cannot pass.
    end
        Who passes to or from a door beyond it only.
    private
        Of these, for whom it is because the gate is private.
    odd
        What is to be counted: kind, and the tag.
    """

    block: int = 0
    end: int = 0
    private: int = 0
    odd: tuple[tuple[str, str], ...] = ()


def barrier_mask(tags: Tags) -> NodeAccess:
    """Say who may pass a node.

    An access tag on the node decides first (``bollard`` with ``bicycle=yes``);
    then ``locked=yes`` closes a gate to cars; then the kind of barrier, of
    several the strictest. Gates without an access tag are taken to open. A
    node without a barrier counts where it has an access tag and is not a
    crossing or stop, whose tags mean those who cross or wait.
    """
    kinds = set(members(tags.get("barrier", "")))
    kinds |= _OLD_WORDS.intersection(members(tags.get("highway", "")))
    if not kinds and any(key in tags for key in _OTHER_THINGS):
        return NodeAccess()
    if "kerb" in kinds and says(tags, "kerb", *_LOW_KERBS):
        kinds.discard("kerb")
    block = end = private = 0
    for mode in MODES:
        leave = decided(tags, CHAIN[mode])
        if leave is None:
            leave = Leave.CLOSED if _stopped(tags, kinds, mode) else Leave.OPEN
        bit = 1 << MODE_CODE[mode]
        block |= bit if leave == Leave.CLOSED else 0
        end |= bit if Leave.CLOSED < leave < Leave.OPEN else 0
        private |= bit if leave == Leave.PRIVATE else 0
    odd = [("barriers not known, taken to stop cars", f"barrier={kind}")
           for kind in sorted(kinds - PASSABLE - _STOPS_CAR)]  # fmt: skip
    odd += [("access values not known, taken as closed", what) for what in unknown_access(tags)]
    odd += [(kind, "") for kind in kinds_not_applied(tags, ALL_ACCESS_KEYS, "access at gates")]
    return NodeAccess(block, end, private, tuple(odd))


def _stopped(tags: Tags, kinds: set[str], mode: Mode) -> bool:
    """Whether a mode cannot pass, where no access tag decides."""
    if mode != "car":
        return not kinds.isdisjoint(STOPS[mode])
    return says(tags, "locked", "yes") or not kinds <= PASSABLE


def masks_of_nodes(
    node_id: npt.NDArray[np.int64], bars: Mapping[int, NodeAccess]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[NodeAccess]]:
    """Lay out what was read of nodes by the nodes that roads use.

    Parameters
    ----------
    node_id
        (n,) ascending.
    bars
        Node's id → who may pass it.

    Returns
    -------
    block, end, private
        (n,) uint8 masks as in :class:`NodeAccess`.
    on_roads
        Those that lie on a road.
    """
    masks = np.zeros((3, node_id.size), np.uint8)
    on_roads: list[NodeAccess] = []
    ids = np.fromiter(bars, np.int64)
    at = np.minimum(np.searchsorted(node_id, ids), node_id.size - 1)
    for bar, index, hit in zip(bars.values(), at.tolist(), (node_id[at] == ids), strict=True):
        if hit:
            masks[:, index] = bar[:3]
            on_roads.append(bar)
    return masks[0], masks[1], masks[2], on_roads
