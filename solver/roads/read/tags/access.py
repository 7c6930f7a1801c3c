"""Who may use a way or pass a barrier: access rules for car, bicycle and foot.

The rules follow OpenStreetMap's own documentation of its tags: the hierarchy
of modes (``access`` → ``vehicle`` → ``motor_vehicle`` → ``motorcar``; the most
specific one that is given decides), ``oneway`` with its exceptions, and the
defaults for the United Kingdom in "OSM tags for routing/Access restrictions".
They are listed for readers in ``docs/roads.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from solver.domain import MODES, Mode
from solver.roads.read.tags.classes import BACKWARD, FORWARD, MODE_CODE, access_bit

if TYPE_CHECKING:
    from collections.abc import Mapping

    Tags = Mapping[str, str]

CHAIN: Final[dict[Mode, tuple[str, ...]]] = {
    "car": ("motorcar", "motor_vehicle", "vehicle", "access"),
    "bicycle": ("bicycle", "vehicle", "access"),
    "foot": ("foot", "access"),
}
"""Access keys of each mode, most specific first."""

OPEN: Final = frozenset(
    {
        "yes", "permissive", "designated", "destination", "customers", "delivery", "official",
        "public", "unknown", "residents", "discouraged",
    }
)  # fmt: skip
"""Values that let a carer through: she visits someone who lives there."""

CLOSED: Final = frozenset(
    {
        "no", "private", "agricultural", "forestry", "agricultural;forestry", "emergency",
        "military", "psv", "bus", "hgv", "use_sidepath", "dismount", "restricted", "permit",
    }
)  # fmt: skip

_MAJOR = {"motorway", "motorway_link"}
_CARRIAGEWAY = {
    "trunk", "primary", "secondary", "tertiary", "unclassified", "residential",
    "living_street", "service", "road", "trunk_link", "primary_link", "secondary_link",
    "tertiary_link",
}  # fmt: skip

DEFAULT_OPEN: Final[dict[Mode, frozenset[str]]] = {
    "car": frozenset(_MAJOR | _CARRIAGEWAY),
    "bicycle": frozenset(_CARRIAGEWAY | {"track", "cycleway", "bridleway", "path"}),
    "foot": frozenset(
        _CARRIAGEWAY
        | {"track", "pedestrian", "cycleway", "bridleway", "footway", "path", "steps", "corridor"}
    ),
}
"""Classes that are open to a mode unless a tag says otherwise."""

NEVER: Final[dict[Mode, frozenset[str]]] = {
    "car": frozenset({"steps", "footway", "corridor", "bridleway"}),
    "bicycle": frozenset({"steps", "corridor"} | _MAJOR),
    "foot": frozenset(_MAJOR),
}
"""Classes that a tag does not open either."""

_ONEWAY_TAGS = ("oneway", "junction", "highway", "oneway:bicycle", "oneway:foot", "oneway:motorcar",
                "oneway:motor_vehicle", "oneway:vehicle", "cycleway", "cycleway:left",
                "cycleway:right", "cycleway:both", "cycleway:left:oneway",
                "cycleway:right:oneway")  # fmt: skip

WAY_TAGS: Final[tuple[str, ...]] = (
    *_ONEWAY_TAGS, "motorroad", "designation", "service", "area",
    *(f"{key}{end}" for key in ("motorcar", "motor_vehicle", "vehicle", "access", "bicycle", "foot")
      for end in ("", ":forward", ":backward")),
)  # fmt: skip
"""Every tag of a way that :func:`way_access` looks at (to remember its answers)."""

_BLOCKS_CAR = frozenset(
    {
        "bollard", "block", "cycle_barrier", "stile", "kissing_gate", "turnstile", "chain", "log",
        "jersey_barrier", "debris", "horse_stile", "motorcycle_barrier", "planter", "bar", "rope",
        "full-height_turnstile", "hampshire_gate", "wicket_gate", "wall", "fence", "bus_trap",
        "sump_buster",
    }
)  # fmt: skip
_BLOCKS_BICYCLE = frozenset(
    {"stile", "kissing_gate", "turnstile", "full-height_turnstile", "horse_stile", "wall", "fence"}
)
_BLOCKS_FOOT = frozenset({"wall", "fence"})
_BLOCKING: Final[dict[Mode, frozenset[str]]] = {
    "car": _BLOCKS_CAR,
    "bicycle": _BLOCKS_BICYCLE,
    "foot": _BLOCKS_FOOT,
}


def _decided(tags: Tags, mode: Mode, ending: str = "") -> bool | None:
    """Say what the most specific access tag decides, or None where no tag does."""
    for key in CHAIN[mode]:
        for name in (key + ending, key) if ending else (key,):
            value = tags.get(name)
            if value is None:
                continue
            if value in OPEN:
                return True
            if value in CLOSED:
                return False
    return None


def _default(tags: Tags, mode: Mode, highway: str) -> bool:
    if highway not in DEFAULT_OPEN[mode]:
        return False
    if mode != "car" and tags.get("motorroad") == "yes":
        return False
    if mode == "bicycle" and highway == "path":
        return tags.get("designation") != "public_footpath"
    return not (
        mode == "car" and highway == "service" and tags.get("service") == "emergency_access"
    )


def _oneway(tags: Tags, mode: Mode) -> tuple[bool, bool]:
    """Directions that ``oneway`` and its exceptions leave open to a mode."""
    if mode == "foot":
        value = tags.get("oneway:foot", "no")
    else:
        value = tags.get("oneway", "")
        if not value and (
            tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") == "motorway"
        ):
            value = "yes"
        keys = ("oneway:vehicle", "oneway:motor_vehicle", "oneway:motorcar")
        for key in keys if mode == "car" else ("oneway:vehicle", "oneway:bicycle"):
            value = tags.get(key, value)
    forward = value not in {"-1", "reverse", "reversible"}
    backward = value not in {"yes", "true", "1", "reversible"}
    if mode == "bicycle" and not backward and _contraflow(tags):
        backward = True
    return forward, backward


def _contraflow(tags: Tags) -> bool:
    """Whether a cycle lane runs against a one-way street."""
    if any(
        tags.get(key, "").startswith("opposite")
        for key in ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
    ):
        return True
    return any(
        tags.get(f"cycleway:{side}:oneway") in {"-1", "no"}
        and tags.get(f"cycleway:{side}", "no") not in {"no", "none", "separate"}
        for side in ("left", "right")
    )


def way_access(tags: Tags) -> int:
    """Access mask of a way: one bit for each mode and direction.

    Parameters
    ----------
    tags
        The way's tags.

    Returns
    -------
    mask
        Bits as :func:`solver.roads.read.tags.classes.access_bit` numbers them; 0 where
        no mode may use it.
    """
    highway = tags.get("highway", "")
    mask = 0
    for mode in MODES:
        if highway in NEVER[mode]:
            continue
        open_ways = _oneway(tags, mode)
        for direction, ending in ((FORWARD, ":forward"), (BACKWARD, ":backward")):
            if not open_ways[direction]:
                continue
            decided = _decided(tags, mode, ending)
            if decided if decided is not None else _default(tags, mode, highway):
                mask |= access_bit(MODE_CODE[mode], direction)
    return mask


def barrier_mask(tags: Tags) -> int:
    """Modes that cannot pass a barrier node: bit 0 car, 1 bicycle, 2 foot.

    An access tag on the node decides first (``bollard`` with ``bicycle=yes``);
    then ``locked=yes`` closes a gate to vehicles; then the kind of barrier.
    Gates without an access tag are taken to open.
    """
    barrier = tags.get("barrier", "")
    mask = 0
    for mode in MODES:
        decided = _decided(tags, mode)
        if decided is None:
            locked = tags.get("locked") == "yes" and mode == "car"
            decided = not (locked or barrier in _BLOCKING[mode])
        if not decided:
            mask |= 1 << MODE_CODE[mode]
    return mask
