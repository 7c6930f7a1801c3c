"""Tags that were not understood or not applied, counted for the report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.roads.read.tags.way_traits import WayTraits

_MOST_NAMED: Final = 5
_DOUBTFUL: Final = "limits without a unit, taken as km/h, that may be miles an hour"


@dataclass
class Oddities:
    """What ways and nodes say that is to be counted, gathered as they are read."""

    kinds: Counter[str] = field(default_factory=Counter)
    tags: dict[str, Counter[str]] = field(default_factory=dict)
    in_miles: int = 0
    may_be_miles: int = 0

    def of_way(self, traits: WayTraits) -> None:
        """Count a way's."""
        self.in_miles += traits.miles > 0
        self.may_be_miles += traits.miles < 0
        if traits.odd:
            self.add(traits.odd)

    def add(self, odd: Iterable[tuple[str, str]]) -> None:
        """Count kinds, each with the tag that it was, empty where that tells nothing more."""
        for kind, tag in odd:
            self.kinds[kind] += 1
            if tag:
                self.tags.setdefault(kind, Counter())[tag] += 1

    def notes(self) -> dict[str, int]:
        """Count by kind; limits without a unit only where most others are in miles an hour."""
        counts = {kind: self.kinds[kind] for kind in sorted(self.kinds)}
        if self.may_be_miles and self.in_miles > self.may_be_miles:
            counts[_DOUBTFUL] = self.may_be_miles
        return counts

    def remarks(self) -> tuple[str, ...]:
        """Name the most frequent tags of each kind, in a sentence."""
        sentences = []
        for kind in sorted(self.tags):
            named = sorted(self.tags[kind].items(), key=lambda item: (-item[1], item[0]))
            listed = ", ".join(f"{tag} ({count})" for tag, count in named[:_MOST_NAMED])
            more = ", and others" if len(named) > _MOST_NAMED else ""
            sentences.append(f"{kind[0].upper()}{kind[1:]}: {listed}{more}.")
        return tuple(sentences)
