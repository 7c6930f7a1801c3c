"""One-way streets, by mode, and the exceptions for bicycles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from solver.roads.read.tags.classes import road_class
from solver.roads.read.tags.conditions import rules_of
from solver.roads.read.tags.values import members, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.domain import Mode
    from solver.roads.read.tags.values import Tags

_SIDES: Final = ("left", "right")
_KEYS: Final[dict[Mode, tuple[str, ...]]] = {
    "car": ("oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway"),
    "bicycle": ("oneway:bicycle", "oneway:vehicle", "oneway"),
    "foot": ("oneway:foot",),
}
"""Keys of each mode, most specific first; plain ``oneway`` does not bind walkers."""

ONEWAY_KEYS: Final = tuple(dict.fromkeys(key for keys in _KEYS.values() for key in keys))

ONEWAY_TAGS: Final = (
    "junction", "highway", *ONEWAY_KEYS,
    "cycleway", "cycleway:left", "cycleway:right", "cycleway:both", "cycleway:left:oneway",
    "cycleway:right:oneway",
)  # fmt: skip
"""Every tag that :func:`open_directions` looks at."""

_MEANING: Final[dict[str, tuple[bool, bool]]] = {
    **dict.fromkeys(("yes", "true", "1"), (True, False)),
    **dict.fromkeys(("-1", "reverse"), (False, True)),
    **dict.fromkeys(("no", "false", "0", "alternating"), (True, True)),
    "reversible": (False, False),
}
"""Value → forward, backward. ``reversible`` tells no hour, so that neither can be counted on."""


def open_directions(tags: Tags, mode: Mode) -> tuple[bool, bool]:
    """Directions that ``oneway`` and its exceptions leave open to a mode.

    Of several members one that opens a direction opens it.
    """
    forward, backward = next(_said(tags, mode), (True, True))
    if mode == "bicycle" and forward and not backward and _contraflow(tags):
        backward = True
    return forward, backward


def unknown_oneway(tags: Tags) -> Iterator[str]:
    """Name the values of ``oneway`` that are not known."""
    for key in ONEWAY_KEYS:
        by_hour = [rule.value for rule in rules_of(tags, key) if rule.holds is not None]
        for word in members(";".join((tags.get(key, ""), *by_hour))):
            if word not in _MEANING:
                yield f"{key}={word}"


def _said(tags: Tags, mode: Mode) -> Iterator[tuple[bool, bool]]:
    """Read what the tags say, most specific first."""
    for key in _KEYS[mode]:
        known = [_MEANING[word] for word in members(tags.get(key, "")) if word in _MEANING]
        if known:
            yield any(ahead for ahead, _ in known), any(back for _, back in known)
    if mode != "foot" and (
        says(tags, "junction", "roundabout", "circular") or road_class(tags) == "motorway"
    ):
        yield True, False


def _contraflow(tags: Tags) -> bool:
    """Whether a cycle lane runs against a one-way street."""
    keys = ("cycleway", *(f"cycleway:{side}" for side in (*_SIDES, "both")))
    if any(word.startswith("opposite") for key in keys for word in members(tags.get(key, ""))):
        return True
    return any(
        says(tags, f"cycleway:{side}:oneway", "-1", "no")
        and not set(members(tags.get(f"cycleway:{side}", ""))) <= {"no", "none", "separate"}
        for side in _SIDES
    )
