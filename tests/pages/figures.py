"""Figures in a sentence: what counts as one, and whether it stands somewhere else as well."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NO_FIGURES = {
    "a date, a year, a financial year": rf"\b\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?\b"
    r"|\b\d{1,2}/\d{1,2}/\d{4}\b|\b\d{4}-\d\d-\d\d\b|(?<![£\d,.])\b(?:19|20)\d\d(?:/\d\d)?\b(?![,.]\d)",
    "a time of day": r"\b\d{1,2}:\d\d\b",
    "a place in a paper": r"\[\d{3}\]|\b(?:[Pp]ara(?:graph)?s?|regulation) \d+\w?\b"
    r"|\bminute \d+\.\w+",
    "a licence": r"\bOGL v\d|\bCC BY \d\.\d|\bODbL \d\.\d",
    "which run it was": r"\b(?:version|seed) \d+\b",
    "a hash": r"\b[0-9a-f]{32,}\b",
}
"""Forms with digits that are names, not figures."""

_NAMES = re.compile("|".join(NO_FIGURES.values()))
_FIGURE = re.compile(
    r"(?<![\w.])(£?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(m|k|p|h|s)?(?!\w)(?:\s?(%|per cent))?"
)
_TIMES = {"m": 1e6, "k": 1e3}


@dataclass(frozen=True)
class Figure:
    """A number as it is written.

    Parameters
    ----------
    text
        As it stands.
    value
        Without its sign: a sentence says "£5 less" of −£5.
    unit
        ``"£"``, ``"%"`` or none.
    step
        By how much its last digit counts.
    """

    text: str
    value: float
    unit: str
    step: float

    def is_of(self, other: Figure) -> bool:
        """Tell whether this is another figure, or that one rounded: never a finer one."""
        if self.unit != other.unit or self.step < other.step * 0.999:
            return False
        return abs(self.value - other.value) <= self.step / 2 * 1.000001


def figures(text: str) -> list[Figure]:
    """Find the figures of a text, forms that are names left out."""
    found = []
    for pound, digits, size, per in _FIGURE.findall(_NAMES.sub(" ", text)):
        decimals = len(digits.partition(".")[2])
        times = _TIMES.get(size, 0.01 if size == "p" else 1.0)
        unit = "£" if pound or size == "p" else "%" if per else ""
        number = float(digits.replace(",", ""))
        found.append(
            Figure(f"{pound}{digits}{size}{per}", number * times, unit, 10.0**-decimals * times)
        )
    return found


def exact(value: float, unit: str = "") -> Figure:
    """Give a value that a chart or a grid holds to its last digit."""
    return Figure(str(value), abs(value), unit, 0.0)


def strays(sentence: str, standing: Iterable[Figure]) -> list[str]:
    """Give the figures of a sentence that are none of those that stand elsewhere."""
    known = tuple(standing)
    return [one.text for one in figures(sentence) if not any(one.is_of(other) for other in known)]
