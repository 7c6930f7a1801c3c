"""What people prefer, in points: never shown as money, never added to it on a page.

A search may weigh a point against a penny of provider cost; a reader sees the
two apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.domain import RoundChoices

POINTS: dict[str, str] = {
    "moved": "Minutes by which a start moves from today's start beyond the tolerance.",
    "continuity": "Calls by a carer who is not among the visit's regular ones.",
    "provider": "Calls by a provider other than the one whose visit it is.",
    "imbalance": "Minutes by which carers' paid time lies off their provider's average.",
}
"""Terms in order, each with what it counts."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Weights of what people prefer; 0 switches a term off.

    All are defaults to edit [GK]: no paper gives them.

    Parameters
    ----------
    tolerance_s
        A start may move so far from today's without a point.
    moved, continuity, provider, imbalance
        Points a unit of each term in :data:`POINTS`.
    """

    tolerance_s: int = 900
    moved: float = 1.0
    continuity: float = 20.0
    provider: float = 50.0
    imbalance: float = 0.1


def preferences_of(choices: RoundChoices) -> Preferences:
    """Read the weights of a scenario: the usual ones, but for those that it gives."""
    return Preferences(tolerance_s=choices.tolerance_s, **dict(choices.points))
