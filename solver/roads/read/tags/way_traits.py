"""What a way's tags say: its class, who may use it, its limits, setting and number."""

from __future__ import annotations

from typing import Final, NamedTuple

from solver.roads.read.tags.access import ALL_ACCESS_KEYS, unknown_access, way_access
from solver.roads.read.tags.classes import CLASS_CODE, RURAL, UNKNOWN_SETTING, URBAN, road_class
from solver.roads.read.tags.conditions import kinds_not_applied, kinds_of
from solver.roads.read.tags.limits import (
    BUILT_UP,
    OPEN_COUNTRY,
    in_miles,
    limit_word,
    may_be_miles,
    read_limit,
    read_word,
    unreadable,
)
from solver.roads.read.tags.oneway import ONEWAY_KEYS, unknown_oneway
from solver.roads.read.tags.way_hours import WayHours, way_hours

_SIGNED: Final = ("maxspeed:motorcar", "maxspeed:motor_vehicle", "maxspeed", "maxspeed:lanes")
"""Tags with a limit for both directions, most specific first."""

_ENDINGS: Final = (":forward", ":backward")
_DIRECTED: Final = tuple(tuple(f"{key}{ending}" for key in _SIGNED) for ending in _ENDINGS)
_LIMITS: Final = (*_SIGNED, *_DIRECTED[0], *_DIRECTED[1])
_WORDS: Final = ("maxspeed:type", "source:maxspeed", "zone:maxspeed")
_SETTING_TAGS: Final = (*_WORDS, "maxspeed", "zone:traffic")
SPEED_TAGS: Final = (
    *_LIMITS, *_WORDS, "zone:traffic", *(f"{key}:conditional" for key in _LIMITS),
)  # fmt: skip
"""Tags that a way's limits and setting depend on."""

_NONE: Final = float("nan")


class WayTraits(NamedTuple):
    """What a way's tags say.

    Parameters
    ----------
    code
        Class; -1 where it is no road.
    access
        Access mask.
    ahead_kmh, back_kmh
        Limits forward and backward, NaN where unsigned.
    setting
        0 where the tags do not say.
    end, private
        Who may use it to or from a door on it only, and for whom that is
        because it is private; parts of ``access``.
    miles
        1 where a limit is in miles an hour, -1 where it has no unit and could
        be, else 0.
    hours
        Masks by weekday and time of day; empty where no condition changes any.
    odd
        What is to be counted: kind, and the tag (empty where it tells nothing
        more).
    """

    code: int
    access: int
    ahead_kmh: float
    back_kmh: float
    setting: int
    end: int = 0
    private: int = 0
    miles: int = 0
    hours: WayHours = ()
    odd: tuple[tuple[str, str], ...] = ()


def way_traits(values: dict[str, str]) -> WayTraits:
    """Read what a way's tags say.

    Parameters
    ----------
    values
        The way's tags.

    Returns
    -------
    traits
        Empty masks and NaN where it is no road.
    """
    code = CLASS_CODE.get(road_class(values), -1)
    if code < 0:
        return WayTraits(code, 0, _NONE, _NONE, UNKNOWN_SETTING)
    masks = way_access(values)
    signed = _first(values, _SIGNED)
    both = signed if signed == signed else _first_word(values)
    directed = [_first(values, keys) for keys in _DIRECTED]
    ahead, back = (kmh if kmh == kmh else both for kmh in directed)
    said = [values[key] for key in _LIMITS if key in values]
    miles = -1 if any(map(may_be_miles, said)) else int(any(map(in_miles, said)))
    setting = _setting(values, both)
    odd = _odd(values)
    return WayTraits(
        code, masks.access, ahead, back, setting, masks.end, masks.private, miles,
        way_hours(values), odd,
    )  # fmt: skip


def ever_open(traits: WayTraits) -> bool:
    """Whether any mode may use the way, at some hour of the week at least."""
    return traits.access != 0 or any(access for access, _, _ in traits.hours)


def _first(values: dict[str, str], keys: tuple[str, ...]) -> float:
    """Read the first limit that can be read."""
    found = (read_limit(values[key]) for key in keys if key in values)
    return next((kmh for kmh in found if kmh == kmh), _NONE)


def _first_word(values: dict[str, str]) -> float:
    """Read the first limit told in words; their tags hold much that is none."""
    found = (read_word(values[key]) for key in _WORDS if key in values)
    return next((kmh for kmh in found if kmh == kmh), _NONE)


def _setting(values: dict[str, str], both_kmh: float) -> int:
    """Say whether the tags put a road in a built-up area or in open country."""
    words = {limit_word(part) for key in _SETTING_TAGS for part in values.get(key, "").split(";")}
    if words & BUILT_UP or both_kmh <= 48.5:
        return URBAN
    return RURAL if words & OPEN_COUNTRY or both_kmh > 66.0 else UNKNOWN_SETTING


def _odd(values: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """List what the report is to count."""
    limits = [
        f"{key}={part}" for key in _LIMITS if key in values for part in unreadable(values[key])
    ]
    kinds = [
        *kinds_of(values, ALL_ACCESS_KEYS, "access"),
        *kinds_of(values, ONEWAY_KEYS, "one-ways"),
        *kinds_not_applied(values, _LIMITS, "limits"),
    ]
    return (
        *(("access values not known, taken as closed", what) for what in unknown_access(values)),
        *(("one-way values not known, not applied", what) for what in unknown_oneway(values)),
        *(("limits that cannot be read, taken as none", what) for what in limits),
        *((kind, "") for kind in kinds),
    )


def road_number(values: dict[str, str]) -> str:
    """Read the number of a road, such as A606: the first of several, empty where none is."""
    return values.get("ref", "").split(";")[0].strip()
