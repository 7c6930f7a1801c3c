"""Skills, whatever the capitals and spaces they are written with."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache(maxsize=4_096)
def plain_skill(written: str) -> str:
    r"""Write a skill without case, spaces and characters of no width.

    >>> plain_skill("PEG  feeding\u200b") == plain_skill("Peg Feeding")
    True
    """
    shown = "".join(one for one in written if unicodedata.category(one) != "Cf")
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", shown)).casefold()


def lacking(needed: Iterable[str], held: Iterable[str]) -> list[str]:
    """List the skills that are needed and not held, as they are written, in their order."""
    has = {plain_skill(skill) for skill in held}
    return [skill for skill in needed if plain_skill(skill) not in has]
