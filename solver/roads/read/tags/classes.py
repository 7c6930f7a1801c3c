"""Road classes and modes as small integers, shared by all of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from solver.domain import MODES, Mode
from solver.domain.road_choices import ROAD_CLASSES
from solver.roads.read.tags.values import members

if TYPE_CHECKING:
    from solver.roads.read.tags.values import Tags

CLASSES: Final[tuple[str, ...]] = (
    *ROAD_CLASSES,
    "pedestrian",
    "cycleway",
    "bridleway",
    "footway",
    "path",
    "steps",
    *(f"{name}_link" for name in ROAD_CLASSES[:5]),
)
"""Values of OpenStreetMap's ``highway`` that are routed, most important first."""

CLASS_CODE: Final[dict[str, int]] = {name: code for code, name in enumerate(CLASSES)} | {
    "road": CLASSES.index("unclassified"),
    "corridor": CLASSES.index("footway"),
}
"""``highway`` value → class code; ``road`` (unsurveyed) counts as unclassified."""

MODE_CODE: Final[dict[Mode, int]] = {mode: code for code, mode in enumerate(MODES)}

SCALE: Final = 10_000_000
"""Coordinates are stored as whole 1e-7 degrees, OpenStreetMap's own precision."""

URBAN: Final = 1
RURAL: Final = 2
UNKNOWN_SETTING: Final = 0

FORWARD: Final = 0
BACKWARD: Final = 1


def access_bit(mode_code: int, direction: int) -> int:
    """Bit of a way's access mask for one mode and direction (0 forward, 1 backward)."""
    return 1 << (2 * mode_code + direction)


def road_class(tags: Tags) -> str:
    """Value of ``highway``: of several classes the least important, of none that is known any."""
    said = members(tags.get("highway", ""))
    known = [name for name in said if name in CLASS_CODE]
    return max(known, key=CLASS_CODE.__getitem__) if known else "".join(said[:1])
