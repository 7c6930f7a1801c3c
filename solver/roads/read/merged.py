"""Attributes of a graph's edge that stand for several ways, as OSMnx merges them.

An edge of a simplified graph may be made of several ways. Where their tags
differ it has a list (``['20 mph', '60 mph']``), and which part had which is
lost. Such an edge is taken at the worst of its parts.
"""

from __future__ import annotations

import ast
import itertools
import math
import re
from typing import TYPE_CHECKING, Any, Final

from solver.roads.read.tags.access import WAY_TAGS
from solver.roads.read.tags.classes import CLASS_CODE, CLASSES, UNKNOWN_SETTING, URBAN
from solver.roads.read.tags.way_hours import strictest_of
from solver.roads.read.tags.way_traits import SPEED_TAGS, WayTraits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MERGED: Final = (
    "roads merged of parts that differ, taken at the lowest limit, the lower class and the "
    "strictest access of them"
)

ONEWAY_BY_HOUR: Final = "oneway:conditional"
_TAGS: Final = frozenset({"highway", *WAY_TAGS, *SPEED_TAGS}) - {
    "oneway",
    ONEWAY_BY_HOUR,
    "junction",
}
"""What the worst of the parts is sought for; the direction of the edges says what is one-way."""

_MOST_PARTS: Final = 256
_NOTHING: Final = frozenset({"", "nan", "none"})
_BARE_NAN: Final = re.compile(r"\bnan\b")
_SWAPPED: Final = {":forward": ":backward", ":backward": ":forward"}


def values_of(value: Any) -> tuple[str, ...]:
    """Give the texts of an attribute.

    Parameters
    ----------
    value
        As networkx holds it: a text (a list written as Python writes it counts as one), a
        number, a truth value, a list, NaN or None.

    Returns
    -------
    texts
        None for what is absent, one for a single value, several for merged ones; each once.
    """
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        try:
            value = ast.literal_eval(_BARE_NAN.sub("None", value))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return (value,)
    values = value if isinstance(value, list | tuple | set) else (value,)
    texts = (("yes" if one else "no") if isinstance(one, bool) else str(one) for one in values)
    return tuple(dict.fromkeys(text for text in texts if text.lower() not in _NOTHING))


def first_of(value: Any) -> str:
    """Give the first text of an attribute, empty where it has none."""
    return next(iter(values_of(value)), "")


def parts_of(data: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give the tags that the ways of an edge may have had.

    Parameters
    ----------
    data
        The edge's attributes.

    Returns
    -------
    parts
        Every combination of its values; where there are more than 256, one value at a time. One
        where nothing was merged.
    """
    choices = {key: texts for key in data if key in _TAGS and (texts := values_of(data[key]))}
    if math.prod(len(texts) for texts in choices.values()) <= _MOST_PARTS:
        combined = itertools.product(*choices.values())
        parts = [dict(zip(choices, texts, strict=True)) for texts in combined]
    else:
        first = {key: texts[0] for key, texts in choices.items()}
        parts = [{**first, key: text} for key, texts in choices.items() for text in texts]
    if not any(end in key for key in choices for end in _SWAPPED):
        return parts
    turned = {text.lower() in {"yes", "true"} for text in values_of(data.get("reversed"))}
    return [_turned(part) if turn else part for part in parts for turn in turned or {False}]


def _turned(tags: dict[str, str]) -> dict[str, str]:
    """Swap forward and backward, for an edge that runs against its way."""
    return {
        next((key.replace(end, other) for end, other in _SWAPPED.items() if end in key), key): text
        for key, text in tags.items()
    }


def worst_of(parts: Sequence[WayTraits]) -> WayTraits:
    """Take the worst of several ways' traits.

    Returns
    -------
    traits
        The lower class (no road where one of them is none), what all of them are open to and,
        of that, what one of them is open to at an end only; the lowest limits, and built up where
        one of them is.
    """
    codes = [part.code for part in parts]
    access, end, private = parts[0].access, 0, 0
    for part in parts:
        access &= part.access
        end |= part.end
        private |= part.private
    settings = {part.setting for part in parts}
    setting = UNKNOWN_SETTING if UNKNOWN_SETTING in settings else max(settings)
    return WayTraits(
        code=max(codes, key=_lowness) if min(codes) >= 0 else -1,
        access=access,
        ahead_kmh=_lowest([part.ahead_kmh for part in parts]),
        back_kmh=_lowest([part.back_kmh for part in parts]),
        setting=URBAN if URBAN in settings else setting,
        end=end & access,
        private=private & access,
        miles=max((part.miles for part in parts), key=abs),
        hours=strictest_of((p.hours, (p.access, p.end, p.private)) for p in parts),
        odd=tuple(dict.fromkeys(odd for part in parts for odd in part.odd)),
    )


def _lowness(code: int) -> int:
    """Rank of a class; a slip road ranks as its road."""
    return CLASS_CODE[CLASSES[code].removesuffix("_link")]


def _lowest(limits: Sequence[float]) -> float:
    return min((limit for limit in limits if not math.isnan(limit)), default=math.nan)
