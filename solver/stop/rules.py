"""When to stop: rules that are passed in, and combined.

A rule is called as ``rule(iterations, best_cost)`` between batches of work and says True when the
search should end. A rule that knows how far it is also has ``fraction()``; the search cools by it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.stop.progress import StopRule


@dataclass
class AfterSeconds:
    """Stop once ``seconds`` have passed since the first call (or :meth:`start`).

    ``clock`` is ``time.monotonic`` for what a person waits, ``time.process_time`` for what a
    processor spends.
    """

    seconds: float
    clock: Callable[[], float] = time.monotonic
    began: float | None = None

    def start(self) -> None:
        """Start the clock, if it is not running."""
        if self.began is None:
            self.began = self.clock()

    def __call__(self, _iterations: int, _best_cost: float) -> bool:
        """Say whether the time is over."""
        return self.fraction(0) >= 1.0

    def fraction(self, _iterations: int) -> float:
        """Share of the time that has passed, 0 to 1."""
        self.start()
        passed = self.clock() - (self.began or 0.0)
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
class WithoutImprovement:
    """Stop when the best cost has not improved for so many iterations."""

    iterations: int
    _best: float = field(default=float("inf"), repr=False)
    _since: int = field(default=0, repr=False)

    def __call__(self, iterations: int, best_cost: float) -> bool:
        """Say whether the search has stalled."""
        if best_cost < self._best:
            self._best, self._since = best_cost, iterations
        return iterations - self._since >= self.iterations


@dataclass
class Cancelled:
    """Stop when ``asked()`` says so, such as a flag in a job's row."""

    asked: Callable[[], bool]

    def __call__(self, _iterations: int, _best_cost: float) -> bool:
        """Say whether somebody asked to stop."""
        return self.asked()


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


def fraction_of(rule: StopRule, iterations: int) -> float | None:
    """Share of the rule's budget that is spent; None where the rule cannot know."""
    fraction = getattr(rule, "fraction", None)
    return None if fraction is None else float(fraction(iterations))


def after_seconds(seconds: float, clock: Callable[[], float] = time.monotonic) -> AfterSeconds:
    """Stop after ``seconds`` on ``clock``."""
    return AfterSeconds(seconds, clock)


def after_iterations(iterations: int) -> AfterIterations:
    """Stop after ``iterations``."""
    return AfterIterations(iterations)


def without_improvement(iterations: int) -> WithoutImprovement:
    """Stop after so many iterations without a better plan."""
    return WithoutImprovement(iterations)


def cancelled(asked: Callable[[], bool]) -> Cancelled:
    """Stop when ``asked()`` is true."""
    return Cancelled(asked)


def any_of(*rules: StopRule) -> AnyOf:
    """Stop as soon as one of ``rules`` says so."""
    return AnyOf(rules)
