"""What a way's tags say: its class, who may use it, its limits, setting and number."""

from __future__ import annotations

from typing import Final

from solver.roads.read.tags.access import way_access
from solver.roads.read.tags.classes import CLASS_CODE, RURAL, UNKNOWN_SETTING, URBAN
from solver.roads.read.tags.limits import BUILT_UP, OPEN_COUNTRY, read_limit

_SETTING_TAGS: Final = (
    "maxspeed:type", "source:maxspeed", "maxspeed", "zone:traffic", "zone:maxspeed",
)  # fmt: skip
SPEED_TAGS: Final = (*_SETTING_TAGS, "maxspeed:forward", "maxspeed:backward")
"""Tags that a way's limits and setting depend on."""


def way_traits(values: dict[str, str]) -> tuple[int, int, float, float, int]:
    """Read what a way's tags say.

    Returns
    -------
    code, mask, ahead_kmh, back_kmh, setting
        Class (-1 where it is no road), access mask, limits forward and
        backward (NaN where unsigned) and setting (0 where the tags do not
        say).
    """
    code = CLASS_CODE.get(values.get("highway", ""), -1)
    mask = way_access(values) if code >= 0 else 0
    both = read_limit(values["maxspeed"]) if "maxspeed" in values else float("nan")
    if both != both:
        for key in ("maxspeed:type", "source:maxspeed"):
            if key in values and both != both:
                both = read_limit(values[key]) if ":" in values[key] else both
    ahead, back = (
        read_limit(values[key]) if key in values else both
        for key in ("maxspeed:forward", "maxspeed:backward")
    )
    words = {values.get(key, "") for key in _SETTING_TAGS}
    setting = UNKNOWN_SETTING
    if words & BUILT_UP or both <= 48.5:
        setting = URBAN
    elif words & OPEN_COUNTRY or both > 66.0:
        setting = RURAL
    return code, mask, ahead, back, setting


def road_number(values: dict[str, str]) -> str:
    """Read the number of a road, such as A606: the first of several, empty where none is."""
    return values.get("ref", "").split(";")[0].strip()
