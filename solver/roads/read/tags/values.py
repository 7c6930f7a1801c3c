"""One reader of what tags say: lists are split, spaces and capitals mean nothing.

Every value of access, barriers, limits, one-way and turns goes through here, of
ways, nodes and relations alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Tags = Mapping[str, str]


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
