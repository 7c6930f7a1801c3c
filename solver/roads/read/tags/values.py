"""One reader of what tags say: lists are split, spaces and capitals mean nothing.

Every value of access, barriers, limits, one-way and turns goes through here, of
ways, nodes and relations alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Tags = Mapping[str, str]

_DAY: Final = r"(?:mo|tu|we|th|fr|sa|su)"
_DAYS: Final = rf"{_DAY}(?:\s*[-,]\s*{_DAY})*"
_HOURS: Final = r"\d{1,2}:\d\d\s*-\s*\d{1,2}:\d\d"
_PLAIN: Final = re.compile(
    rf"(?:{_DAYS}|(?:{_DAYS}\s*)?{_HOURS}(?:\s*,\s*(?:{_DAYS}\s+)?{_HOURS})*)"
)
_CONDITION: Final = re.compile(r"@\s*(\([^)]*\)|[^;]*)")


def members(text: str) -> tuple[str, ...]:
    """Split a value at ``;``: members without spaces and capitals, each once, in order of letters.

    Empty where the value says nothing.
    """
    if not text:
        return ()
    return tuple(sorted({part for raw in text.split(";") if (part := raw.strip().casefold())}))


def says(tags: Tags, key: str, *wanted: str) -> bool:
    """Whether a tag has one of these values among its members."""
    return not set(members(tags.get(key, ""))).isdisjoint(wanted)


def conditions(tags: Tags, keys: Iterable[str], of_what: str) -> list[str]:
    """Name the conditional tags that are not applied, by kind.

    Parameters
    ----------
    tags
        Of a way, node or relation.
    keys
        Keys whose ``:conditional`` counts.
    of_what
        What they bear on, such as "access".

    Returns
    -------
    kinds
        One for each such tag: by weekday and hour only, or any other (weights,
        permits, dates, holidays).
    """
    kinds: list[str] = []
    if not any(key.endswith(":conditional") for key in tags):
        return kinds
    for key in keys:
        text = tags.get(f"{key}:conditional", "")
        if not text.strip():
            continue
        found = [part.strip(" ()").casefold() for part in _CONDITION.findall(text)]
        plain = bool(found) and all(
            _PLAIN.fullmatch(piece.strip()) for part in found for piece in part.split(";")
        )
        kind = "by weekday and hour" if plain else "of another kind"
        kinds.append(f"conditional {of_what} {kind}, not applied")
    return kinds
