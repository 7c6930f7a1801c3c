"""Who may use a way: access rules for car, bicycle and foot.

The rules follow OpenStreetMap's own documentation of its tags: the hierarchy
of modes (``access`` → ``vehicle`` → ``motor_vehicle`` → ``motorcar``; the most
specific one that is given decides), ``oneway`` with its exceptions, and the
defaults for the United Kingdom in "OSM tags for routing/Access restrictions".
They are listed for readers in ``docs/roads.md``.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from solver.domain import MODES, Mode
from solver.roads.read.tags.classes import BACKWARD, FORWARD, road_class
from solver.roads.read.tags.conditions import rules_of
from solver.roads.read.tags.oneway import ONEWAY_KEYS, ONEWAY_TAGS, open_directions
from solver.roads.read.tags.values import members, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.roads.read.tags.values import Tags


class Leave(IntEnum):
    """How far a tag lets a carer in; of several members the one that lets her furthest counts."""

    CLOSED = 0
    PRIVATE = 1
    """To the door on it only, where private roads are driven at all."""
    END = 2
    """To the door on it only, never through."""
    OPEN = 3


class WayAccess(NamedTuple):
    """Masks of a way, in bits of :func:`solver.roads.read.tags.classes.access_bit`.

    Parameters
    ----------
    access
        Who may use it, in which direction; 0 where no mode may.
    end
        Of these, who may only to or from a door on it.
    private
        Of these, for whom it is because the way is private.
    """

    access: int
    end: int
    private: int


CHAIN: Final[dict[Mode, tuple[str, ...]]] = {
    "car": ("motorcar", "motor_vehicle", "vehicle", "access"),
    "bicycle": ("bicycle", "vehicle", "access"),
    "foot": ("foot", "access"),
}
"""Access keys of each mode, most specific first."""

ALL_ACCESS_KEYS: Final = tuple(
    f"{key}{end}"
    for key in ("motorcar", "motor_vehicle", "vehicle", "access", "bicycle", "foot")
    for end in ("", ":forward", ":backward")
)

_WORDS: Final[dict[Leave, str]] = {
    Leave.OPEN: "yes true 1 permissive designated official public discouraged",
    Leave.END: "destination customers delivery residents visitors",
    Leave.PRIVATE: "private permit agricultural employees staff members",
    Leave.CLOSED: "no false 0 forestry emergency military psv bus hgv goods taxi coach "
    "tourist_bus use_sidepath dismount restricted disabled motorcycle moped",
}
LEAVE: Final = {word: leave for leave, words in _WORDS.items() for word in words.split()}
"""What each known value of an access key means."""

_UNDECIDED: Final = "unknown"
"""A mapper's word for "I do not know": the next key, or the class of road, decides."""

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
    "car": frozenset({"steps", "corridor"}),
    "bicycle": frozenset({"steps", "corridor"} | _MAJOR),
    "foot": frozenset(_MAJOR),
}
"""Classes that a tag does not open either."""

BY_NAME: Final[dict[Mode, tuple[frozenset[str], tuple[str, ...]]]] = {
    "car": (
        frozenset({"path", "footway", "bridleway", "cycleway", "pedestrian"}),
        ("motorcar", "motor_vehicle"),
    ),
    "bicycle": (frozenset({"footway", "pedestrian"}), ("bicycle", "vehicle")),
    "foot": (frozenset(), ()),
}
"""Classes that only these keys open to a mode: ``access=yes`` on a footway means walkers."""

_PUBLIC_BYWAYS: Final = (
    "byway_open_to_all_traffic", "public_highway", "unclassified_county_road",
    "unclassified_highway",
)  # fmt: skip
_DOOR_SERVICES: Final = ("driveway", "parking_aisle", "drive-through")

WAY_TAGS: Final[tuple[str, ...]] = (
    *ONEWAY_TAGS, "motorroad", "designation", "service", "area",
    *ALL_ACCESS_KEYS, *(f"{key}:conditional" for key in (*ALL_ACCESS_KEYS, *ONEWAY_KEYS)),
)  # fmt: skip
"""Every tag of a way that :func:`way_access` looks at (to remember its answers)."""


def decided(tags: Tags, keys: tuple[str, ...], ending: str = "") -> Leave | None:
    """Say what the most specific access tag decides.

    Parameters
    ----------
    tags
        Of a way or node.
    keys
        Most specific first, as :data:`CHAIN` has them.
    ending
        ``:forward`` or ``:backward``, which come before the key itself.

    Returns
    -------
    leave
        Of several members the one that lets furthest in; a value that is not
        known closes; None where no tag decides.
    """
    for key in keys:
        for name in (key + ending, key) if ending else (key,):
            said = [word for word in members(tags.get(name, "")) if word != _UNDECIDED]
            if said:
                return max(LEAVE.get(word, Leave.CLOSED) for word in said)
    return None


def unknown_access(tags: Tags) -> Iterator[str]:
    """Name the access values that are not known, such as ``access=forbiden``."""
    for key in ALL_ACCESS_KEYS:
        by_hour = [rule.value for rule in rules_of(tags, key) if rule.holds is not None]
        for word in members(";".join((tags.get(key, ""), *by_hour))):
            if word not in LEAVE and word != _UNDECIDED:
                yield f"{key}={word}"


def _default(tags: Tags, mode: Mode, highway: str) -> Leave:
    """Say what the class of road leaves open where no tag decides."""
    if mode == "car" and highway == "track":  # a farm's own road, unless a tag makes it public
        return Leave.END if says(tags, "designation", *_PUBLIC_BYWAYS) else Leave.PRIVATE
    if highway not in DEFAULT_OPEN[mode]:
        return Leave.CLOSED
    shut = (
        (mode != "car" and says(tags, "motorroad", "yes"))
        or (
            mode == "bicycle" and highway == "path" and says(tags, "designation", "public_footpath")
        )
        or (mode == "car" and highway == "service" and says(tags, "service", "emergency_access"))
    )
    return Leave.CLOSED if shut else Leave.OPEN


def _leave(tags: Tags, mode: Mode, highway: str, ending: str) -> Leave:
    """Say how far a mode may use a way in one direction, ``oneway`` apart."""
    named, keys = BY_NAME[mode]
    if highway in NEVER[mode]:
        return Leave.CLOSED
    leave = decided(tags, CHAIN[mode], ending)
    if highway in named and (leave or Leave.CLOSED) > Leave.CLOSED:
        leave = decided(tags, keys, ending)
    if leave is None:
        leave = _default(tags, mode, highway)
    if mode == "car" and highway == "service" and says(tags, "service", *_DOOR_SERVICES):
        leave = min(leave, Leave.END)
    return leave


def way_leaves(tags: Tags, plain: Tags | None = None) -> tuple[Leave, ...]:
    """Say how far each mode may use a way, forward and backward.

    Parameters
    ----------
    tags
        The way's tags, as they are at some moment.
    plain
        Its tags where no condition holds: what hours close is still driven to the door, as far
        as the plain tags let. One-way hours leave no such way against them.

    Returns
    -------
    leaves
        (6,) in the order of the bits of :func:`solver.roads.read.tags.classes.access_bit`.
    """
    highway = road_class(tags)
    leaves = []
    for mode in MODES:
        open_ways = open_directions(tags, mode)
        for direction, ending in ((FORWARD, ":forward"), (BACKWARD, ":backward")):
            leave = _leave(tags, mode, highway, ending) if open_ways[direction] else Leave.CLOSED
            if plain is not None and open_ways[direction]:
                leave = max(leave, min(_leave(plain, mode, highway, ending), Leave.END))
            leaves.append(leave)
    return tuple(leaves)


def masks_of(leaves: tuple[Leave, ...]) -> WayAccess:
    """Lay leaves (6,) out as masks."""
    masks = [
        sum(1 << bit for bit, leave in enumerate(leaves) if low <= leave <= high)
        for low, high in (
            (Leave.PRIVATE, Leave.OPEN), (Leave.PRIVATE, Leave.END), (Leave.PRIVATE, Leave.PRIVATE)
        )
    ]  # fmt: skip
    return WayAccess(*masks)


def way_access(tags: Tags) -> WayAccess:
    """Access masks of a way where no condition holds: one bit for each mode and direction.

    Parameters
    ----------
    tags
        The way's tags.

    Returns
    -------
    masks
        All 0 where no mode may use it.
    """
    return masks_of(way_leaves(tags))
