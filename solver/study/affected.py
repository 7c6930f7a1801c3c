"""Whom rounds touch, in counts and in words: visits nobody makes, starts that move, new carers.

These stand before any money, wherever rounds are spoken of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solver.score.changes import PROVIDER_CHANGED

if TYPE_CHECKING:
    from solver.score import Score


@dataclass(frozen=True, slots=True)
class Lost:
    """Visits that today's rounds lose under a scenario.

    Parameters
    ----------
    visits, people
        Visits of the day whose packages the scenario gives to another provider, and whose they
        are: today's carers no longer make them.
    """

    visits: int
    people: int

    def words(self) -> str:
        """Say it in a sentence; nothing where nothing is lost."""
        if not self.visits:
            return ""
        return (
            f"Today's rounds lose {counted(self.visits, 'visit')} of "
            f"{counted(self.people, 'person', 'people')} under this scenario: it gives their "
            "packages to another provider, whose carers do not call there."
        )


def lost(*days: Score) -> Lost:
    """Count what today's rounds of some days lose because packages change provider.

    A transfer by zone or by hand asks for that, and a provider that leaves.
    """
    visits, people = 0, set[str]()
    for today in days:
        gone = [item.visit_id for item in today.unserved if item.reason == PROVIDER_CHANGED]
        visits += len(gone)
        people |= set(today.visits.loc[gone, "person_id"])
    return Lost(visits, len(people))


def people_called_on(score: Score) -> int:
    """Count the people at whose door somebody calls."""
    return int(score.stops["person_id"].nunique())


def share(part: float | None, whole: float) -> float:
    """Give a part of a whole; NaN where either is not known or the whole is nothing."""
    return float("nan") if part is None or not whole else part / whole


def unmade_words(unmade: int, visits: int, today: int) -> str:
    """Say how many visits nobody makes, beside today's rounds."""
    beside = f"today's rounds leave {today:,}" if today else "today's rounds make every one"
    if not unmade:
        return f"Every visit is made ({beside})." if today else "Every visit is made."
    are = "is" if unmade == 1 else "are"
    return f"{unmade:,} of {counted(visits, 'visit')} {are} left unmade ({beside})."


def people_words(score: Score) -> str:
    """Say who gets a new carer or provider and how many starts move; nothing where none does."""
    totals = score.totals
    said = []
    people = people_called_on(score)
    if totals.carers_changed:
        verb = "gets" if totals.carers_changed == 1 else "get"
        said.append(f"{_of(totals.carers_changed, people, 'people called on')} {verb} a new carer")
    if totals.providers_changed:
        verb = "gets" if totals.providers_changed == 1 else "get"
        said.append(f"{_of(totals.providers_changed, people, 'people')} {verb} a new provider")
    if totals.moved:
        verb = "moves" if totals.moved == 1 else "move"
        said.append(f"{_of(totals.moved, totals.served, 'starts')} {verb}")
    return "; ".join(said) + "." if said else ""


def counted(how_many: int, one: str, several: str | None = None) -> str:
    """Write "1 visit", "2 visits"."""
    return f"{how_many:,} {one if how_many == 1 else several or one + 's'}"


def _of(part: int, whole: int, what: str) -> str:
    return f"{part:,} of {whole:,} {what} ({share(part, whole):.0%})"
