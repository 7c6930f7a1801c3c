"""Turn restrictions as relations say them: what is forbidden, to whom."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from solver.roads.read.tags.classes import MODE_CODE
from solver.roads.read.tags.values import conditions, members

if TYPE_CHECKING:
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
        Whom it binds: bit 0 car, 1 bicycle.
    """

    only: bool
    modes: int


def turn_rules(tags: Tags) -> tuple[list[TurnRule], list[str]]:
    """Read the tags of a relation.

    Parameters
    ----------
    tags
        Of a relation with ``type=restriction`` or ``type=restriction:…``.

    Returns
    -------
    rules, notes
        At most two rules, an ``only_…`` and a ``no_…``, for different modes;
        and what is to be counted.
    """
    notes = conditions(tags, _KEYS, "turn restrictions")
    if any(tags.get(key, "").strip() for key in _TIMES):
        return [], [*notes, "conditional turn restrictions of another kind, not applied"]
    bound = {True: 0, False: 0}
    for mode in _VEHICLES:
        word = _word(tags, mode)
        if word and not _excepted(tags, mode):
            bound[word.startswith("only_")] |= 1 << MODE_CODE[mode]
    rules = [TurnRule(only, modes) for only, modes in bound.items() if modes]
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


def turns_of(
    tags: Tags, members_: list[tuple[str, str, int]]
) -> tuple[list[tuple[int, int, int, bool, int]], list[str]]:
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
        Way in, node, way out, whether only this turn is allowed, and whom it
        binds; and what is to be counted.
    """
    if not tags.get("type", "").strip().casefold().startswith("restriction"):
        return [], []
    rules, notes = turn_rules(tags)
    if not rules:
        return [], notes
    roles: dict[str, list[tuple[str, int]]] = {}
    for role, kind, ref in members_:
        roles.setdefault(role, []).append((kind, ref))
    via = roles.get("via", [])
    if any(kind == "w" for kind, _ in via):
        return [], [*notes, "turn restrictions via a way, not supported"]
    if len(via) != 1 or via[0][0] != "n" or not roles.get("from") or not roles.get("to"):
        return [], [*notes, "turn restrictions with parts missing"]
    turns = [
        (way_in, via[0][1], way_out, rule.only, rule.modes)
        for (kind_in, way_in), (kind_out, way_out), rule in product(
            roles["from"], roles["to"], rules
        )
        if kind_in == kind_out == "w"
    ]
    return turns, notes
