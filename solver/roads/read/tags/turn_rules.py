"""Turn restrictions as relations say them: what is forbidden, to whom."""

from __future__ import annotations

from functools import reduce
from itertools import product
from operator import or_
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from solver.roads.read.tags.classes import MODE_CODE
from solver.roads.read.tags.conditions import kinds_of
from solver.roads.read.tags.hours import HOURS, by_hour
from solver.roads.read.tags.values import members

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from solver.domain import Mode
    from solver.roads.read.tags.values import Tags

_VEHICLES: Final[dict[Mode, tuple[str, ...]]] = {
    "car": ("motorcar", "motor_vehicle", "vehicle"),
    "bicycle": ("bicycle", "vehicle"),
}
"""Whom a turn restriction may name, most specific first; walkers are bound by none."""

_NAMED: Final = ("motorcar", "motor_vehicle", "vehicle", "bicycle")
_OTHERS: Final = ("hgv", "goods", "bus", "psv", "coach", "caravan", "trailer", "motorcycle", "foot",
                  "emergency", "agricultural")  # fmt: skip
_KEYS: Final = ("restriction", *(f"restriction:{vehicle}" for vehicle in _NAMED))
TURN_KEYS: Final = (
    *_KEYS,
    *(f"{key}:conditional" for key in _KEYS),
    *(f"restriction:{vehicle}" for vehicle in _OTHERS),
)
"""A relation without any of these restricts no turn."""

_TIMES: Final = ("day_on", "day_off", "hour_on", "hour_off")
"""The old way of writing a condition."""


class TurnRule(NamedTuple):
    """What a relation says.

    Parameters
    ----------
    only
        The turn is the only one allowed, rather than forbidden.
    modes
        Whom it binds if no condition holds: bit 0 car, 1 bicycle.
    hours
        The same at each hour (:mod:`solver.roads.read.tags.hours`); empty where none differs.
    """

    only: bool
    modes: int
    hours: tuple[int, ...] = ()


def turn_rules(tags: Tags) -> tuple[list[TurnRule], list[str]]:
    """Read the tags of a relation.

    Parameters
    ----------
    tags
        Of a relation with ``type=restriction`` or ``type=restriction:…``.

    Returns
    -------
    rules, notes
        At most two rules, an ``only_…`` and a ``no_…``; and what is to be counted.
    """
    notes = kinds_of(tags, _KEYS, "turn restrictions")
    if any(tags.get(key, "").strip() for key in _TIMES):
        return [], ["conditional turn restrictions of another kind, not applied"]
    hours = [[_bound(moment) for moment in moments] for moments in by_hour(tags, _KEYS)]
    plain, rules = _bound(tags), []
    for only in (True, False):
        bound = tuple(reduce(or_, (modes[only] for modes in moments)) for moments in hours)
        if plain[only] or any(bound):
            rules.append(TurnRule(only, plain[only], bound if len(set(bound)) > 1 else ()))
    said = [key for key in tags if key.startswith("restriction") and "conditional" not in key]
    if not rules and said and not any(_word(tags, mode) for mode in _VEHICLES):
        known = any(
            word.startswith(("no_", "only_")) for key in said for word in members(tags[key])
        )
        notes.append(
            "turn restrictions for other vehicles" if known
            else "turn restrictions that are not understood"
        )  # fmt: skip
    return rules, notes


def _bound(tags: Tags) -> tuple[int, int]:
    """Modes that a forbidden turn binds, and those that a prescribed one does."""
    bound = [0, 0]
    for mode in _VEHICLES:
        word = _word(tags, mode)
        if word and not _excepted(tags, mode):
            bound[word.startswith("only_")] |= 1 << MODE_CODE[mode]
    return bound[0], bound[1]


def _word(tags: Tags, mode: Mode) -> str:
    """Rule that binds a mode: the most specific; a forbidden turn comes before a prescribed one."""
    kinds = members(tags.get("type", ""))
    of_whom = {kind.partition(":")[2] for kind in kinds if kind.startswith("restriction")}
    keys = [f"restriction:{vehicle}" for vehicle in _VEHICLES[mode]]
    if of_whom & {"", *_VEHICLES[mode]}:
        keys.append("restriction")
    for key in keys:
        words = [w for w in members(tags.get(key, "")) if w.startswith(("no_", "only_"))]
        if words:
            return words[0]
    return ""


def _excepted(tags: Tags, mode: Mode) -> bool:
    return not set(members(tags.get("except", ""))).isdisjoint(_VEHICLES[mode])


class Turn(NamedTuple):
    """Way in, what lies between, way out; whether only this turn is allowed; whom it binds, when.

    Between them lies a node, or ways one after the other. The last two as in :class:`TurnRule`.
    """

    way_in: int
    via: int | tuple[int, ...]
    way_out: int
    only: bool
    modes: int
    hours: tuple[int, ...]


def turns_of(tags: Tags, members_: list[tuple[str, str, int]]) -> tuple[list[Turn], list[str]]:
    """Read a relation, where it is a turn restriction.

    Parameters
    ----------
    tags
        Its tags.
    members_
        Role, kind (``n``, ``w``, ``r``) and id of each member.

    Returns
    -------
    turns, notes
        One for each way in and out; and what is to be counted.
    """
    if not tags.get("type", "").strip().casefold().startswith("restriction"):
        return [], []
    rules, notes = turn_rules(tags)
    if not rules:
        return [], notes
    roles: dict[str, list[tuple[str, int]]] = {}
    for role, kind, ref in members_:
        roles.setdefault(role, []).append((kind, ref))
    via = _via(roles.get("via", []))
    if via is None or not roles.get("from") or not roles.get("to"):
        return [], [*notes, "turn restrictions with parts missing"]
    turns = [
        Turn(way_in, via, way_out, *rule)
        for (kind_in, way_in), (kind_out, way_out), rule in product(
            roles["from"], roles["to"], rules
        )
        if kind_in == kind_out == "w"
    ]
    return turns, notes if turns else [*notes, "turn restrictions with parts missing"]


def _via(members_: list[tuple[str, int]]) -> int | tuple[int, ...] | None:
    """One node, or one way or more; None where it is neither."""
    kinds = [kind for kind, _ in members_]
    if kinds == ["n"]:
        return members_[0][1]
    return tuple(ref for _, ref in members_) if set(kinds) == {"w"} else None


def no_turn_hours() -> npt.NDArray[np.uint8]:
    """Hours of turn restrictions none of which has a condition, (0, HOURS)."""
    return np.empty((0, HOURS), np.uint8)


def hours_of_turns(turns: Sequence[Turn]) -> npt.NDArray[np.uint8]:
    """Lay out the modes that turns bind at each hour, (t, HOURS); none where no hour differs."""
    if not any(turn.hours for turn in turns):
        return no_turn_hours()
    return np.array([turn.hours or (turn.modes,) * HOURS for turn in turns], np.uint8)
