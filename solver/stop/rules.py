"""When to stop: rules that are passed in, and combined.

A rule is called as ``rule(iterations, best_cost)`` between batches of work and says True when the
search should end. A rule that knows how far it is also has ``fraction()``; the search cools by it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.stop.progress import StopRule


@dataclass
class AfterSeconds:
    """Stop once ``seconds`` have passed since the rule was first asked.

    ``clock`` is ``time.monotonic`` for what a person waits, ``time.process_time`` for what a
    processor spends.
    """

    seconds: float
    clock: Callable[[], float] = time.monotonic
    began: float | None = None

    def __call__(self, _iterations: int, _best_cost: float) -> bool:
        """Say whether the time is over."""
        return self.fraction(0) >= 1.0

    def fraction(self, _iterations: int) -> float:
        """Share of the time that has passed, 0 to 1."""
        if self.began is None:
            self.began = self.clock()
        passed = self.clock() - self.began
        return min(1.0, passed / self.seconds) if self.seconds > 0 else 1.0


@dataclass
class AfterIterations:
    """Stop after so many iterations: the same seed then gives the same plan, on any machine."""

    iterations: int

    def __call__(self, iterations: int, _best_cost: float) -> bool:
        """Say whether the iterations are spent."""
        return iterations >= self.iterations

    def fraction(self, iterations: int) -> float:
        """Share of the iterations that are spent, 0 to 1."""
        return min(1.0, iterations / self.iterations) if self.iterations > 0 else 1.0


@dataclass
class AnyOf:
    """Stop as soon as one of the rules says so."""

    rules: tuple[StopRule, ...]

    def __call__(self, iterations: int, best_cost: float) -> bool:
        """Ask every rule, so that each keeps its own count."""
        return any([rule(iterations, best_cost) for rule in self.rules])

    def fraction(self, iterations: int) -> float:
        """Share of the budget that the quickest rule has spent."""
        known = [fraction_of(rule, iterations) for rule in self.rules]
        return max((share for share in known if share is not None), default=0.0)


@dataclass
class PartOf:
    """Stop once a share of what another rule allows is spent.

    A rule that cannot know how far it is is left to itself.
    """

    rule: StopRule
    share: float = 0.5
    iterations: int = 0

    def __call__(self, iterations: int, best_cost: float) -> bool:
        """Say whether the part is over; keep how many iterations it was."""
        self.iterations = iterations
        over = self.rule(iterations, best_cost)
        return over or (fraction_of(self.rule, iterations) or 0.0) >= self.share

    def fraction(self, iterations: int) -> float | None:
        """Share of the part that is spent, 0 to 1; ``None`` where the rule cannot know."""
        whole = fraction_of(self.rule, iterations)
        return None if whole is None else min(1.0, whole / self.share)


def fraction_of(rule: StopRule, iterations: int) -> float | None:
    """Share of the rule's budget that is spent; None where the rule cannot know."""
    fraction = getattr(rule, "fraction", None)
    share = None if fraction is None else fraction(iterations)
    return None if share is None else float(share)
