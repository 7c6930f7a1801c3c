"""The best of several plans of a day, compared when they are finished."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from solver.errors import PlanError
from solver.rounds.finish import in_time, whole
from solver.rounds.starts import choose_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import Round
    from solver.rounds.worth import Scales, Worth


class Best:
    """Finishes what is offered, and keeps the best: most calls made, then least cost.

    Of equals the one offered first is kept.
    """

    def __init__(self, scales: Scales) -> None:
        self.scales = scales
        self.crews, self.case = scales.crews, scales.case
        self._rounds: list[Round] = []
        self._worth: Worth | None = None

    def offer(self, rounds: Sequence[Round]) -> None:
        """Offer rounds with crews as one carer, as they are searched; starts are chosen for them.

        Raises
        ------
        PlanError
            Where their starts contradict each other.
        """
        made = self._whole(rounds)
        if self._worth is None or self.scales.at_best(made) < self._worth:
            self._take(choose_starts(made, self.case))

    def offer_as_it_is(self, rounds: Sequence[Round]) -> None:
        """Offer rounds that keep every rule at the starts they have: with these, or better ones."""
        made = self._whole(rounds)
        if self._worth is not None and not self.scales.at_best(made) < self._worth:
            return
        with suppress(PlanError):  # where no others suit, those given do
            self._take(choose_starts(made, self.case))
        self._take(made)

    def taken(self) -> tuple[list[Round], Worth]:
        """Give the best rounds, each carer's own, and what they are worth."""
        return self._rounds, self._worth or self.scales.worth(self._rounds)

    def _whole(self, rounds: Sequence[Round]) -> list[Round]:
        workload = self.case.workload
        return whole(in_time(self.crews.as_two(rounds), workload, self.case.travel), workload)

    def _take(self, rounds: list[Round]) -> None:
        worth = self.scales.worth(rounds)
        if self._worth is None or worth < self._worth:
            self._rounds, self._worth = rounds, worth
