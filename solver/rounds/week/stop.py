"""One stop rule shared out to the searches of a week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.stop.rules import fraction_of

if TYPE_CHECKING:
    from solver.stop import StopRule

STEPS_A_CALL = 300
"""Steps a call in one search, where the rule does not say how far it is."""


class Shared:
    """A stop rule, and how much of it the searches so far have spent.

    Parameters
    ----------
    whole
        The rule that all the searches share.
    """

    def __init__(self, whole: StopRule) -> None:
        self.whole = whole
        self.spent = 0

    def fraction(self) -> float | None:
        """Share of the budget that is spent; ``None`` where the rule does not know."""
        return fraction_of(self.whole, self.spent)

    def over(self, cost: float) -> bool:
        """Say whether the whole search should end."""
        return self.whole(self.spent, cost)

    def part(self, until: float, calls: int, others_cost: float) -> Part:
        """Make the rule of the next search, up to a share ``until`` of the budget."""
        return Part(self, until, calls * STEPS_A_CALL, others_cost, self.fraction())


@dataclass
class Part:
    """The rule of one search: its share of the budget, or its steps where nobody knows that.

    Parameters
    ----------
    shared
        Whose part it is.
    until
        Share of the whole budget at which it ends.
    steps
        Most steps while the rule does not say how far it is.
    others_cost
        Cost of the days that this search leaves alone.
    begun
        Share of the budget that was spent before it.
    """

    shared: Shared
    until: float
    steps: int
    others_cost: float
    begun: float | None
    taken: int = 0

    def __call__(self, iterations: int, best_cost: float) -> bool:
        """Say whether this search should end."""
        self.taken = iterations
        ended = self.shared.whole(self.shared.spent + iterations, self.others_cost + best_cost)
        return ended or self.fraction(iterations) >= 1.0

    def fraction(self, iterations: int) -> float:
        """Share of this part that is spent, 0 to 1."""
        now = fraction_of(self.shared.whole, self.shared.spent + iterations)
        if now is None or self.begun is None or now == self.begun == 0.0 < iterations:
            return min(1.0, iterations / max(1, self.steps))
        if now >= self.until:
            return 1.0
        return max(0.0, (now - self.begun) / (self.until - self.begun))

    def end(self) -> None:
        """Count what this search has taken."""
        self.shared.spent += self.taken
