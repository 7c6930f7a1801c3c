"""Locks that cannot all be kept, named before the search."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from solver.domain import UNREACHABLE
from solver.domain.clock import clock
from solver.rounds.reasons import Reasons
from solver.rounds.translation.fit import made_today

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solver.base.case import Case
    from solver.domain import Carer, RoundChoices, TravelSet, Visit

_CANNOT = {
    "no-carer": "works for another provider",
    "no-carer-with-skill": "lacks a skill that it needs",
    "excluded": "must not call on this person",
    "asks-for-gender": "is not of the gender that the person asks for",
    "unreachable": "has no way to the door",
    "longer-than-every-shift": "has no shift as long as the visit",
    "outside-every-shift": "is not on shift then",
}
"""Why today's carer cannot make a visit, by the code of :meth:`Reasons.hindrance`."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Locks that cannot be kept, or that go against something else.

    Parameters
    ----------
    visit_ids
        Whose locks.
    detail
        The sentence that a user reads.
    """

    visit_ids: tuple[str, ...]
    detail: str


def contradictions(case: Case) -> tuple[Contradiction, ...]:
    """List the locks of a day that contradict each other, today's rounds, roads or windows.

    A lock is never broken: of visits that are locked against each other the search serves what
    it can and leaves the rest, with the reason. Locks of visits that are not made that day
    concern other days.
    """
    workload, choices = case.workload, case.choices
    visits = [
        workload.visit[visit_id] for visit_id, _ in choices.locks if visit_id in workload.visit
    ]
    reasons = Reasons(case)
    made = made_today(case.today)
    found = list(_outside_their_window(visits, choices))
    locked: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.id not in choices.carer_locked:
            continue
        carers = {carer_id for carer_id, _, _ in made.get(visit.id, [])}
        if len(carers) != visit.carers_required:
            text = (
                f"{visit.id} is locked to today's carers, and today's rounds send {len(carers)} "
                f"of {visit.carers_required}."
            )
            found.append(Contradiction((visit.id,), text))
        for carer_id in sorted(carers):
            carer = workload.carer.get(carer_id)
            code = "" if carer is None else reasons.hindrance(visit, carer)
            if carer is None or code:
                why = "is not on duty" if carer is None else _CANNOT[code]
                text = f"{visit.id} is locked to {carer_id}, who {why}."
                found.append(Contradiction((visit.id,), text))
            else:
                locked[carer_id].append(visit)
    for carer_id in sorted(locked):
        found += _overlaps(workload.carer[carer_id], locked[carer_id], case.travel, reasons)
    found += _out_of_turn(visits, locked, reasons)
    return tuple(found)


def _out_of_turn(
    visits: list[Visit], locked: Mapping[str, list[Visit]], reasons: Reasons
) -> Iterator[Contradiction]:
    """Name pairs of one person's visits that locks keep from coming one after the other."""
    only: dict[str, set[str]] = defaultdict(set)
    for carer_id, mine in locked.items():
        for visit in mine:
            only[visit.id].add(carer_id)
    links = {link for visit in visits for link in reasons.links.get(visit.id, []) if link.in_turn}
    for link in sorted(links):
        if reasons.kept_apart(link, reasons.on_shift(link, only)):
            names = {visit.id for visit in visits}
            held = tuple(name for name in (link.one, link.two) if name in names)
            text = (
                f"{' and '.join(held)} {'are' if len(held) == 2 else 'is'} locked so that "
                f"{link.two} cannot start when {link.one}, the same person's, has ended. Remove a "
                f"lock, or write free under order where the two may overlap."
            )
            yield Contradiction(held, text)


def _outside_their_window(visits: list[Visit], choices: RoundChoices) -> Iterator[Contradiction]:
    for visit in visits:
        inside = visit.earliest_s <= visit.start_s <= visit.latest_s
        if visit.id in choices.time_locked and not inside:
            text = (
                f"{visit.id} is locked at {clock(visit.start_s)}, outside its own window "
                f"{clock(visit.earliest_s)} to {clock(visit.latest_s)}; the lock is kept."
            )
            yield Contradiction((visit.id,), text)


def _overlaps(
    carer: Carer, visits: list[Visit], travel: TravelSet, reasons: Reasons
) -> Iterator[Contradiction]:
    """Name pairs of visits that one carer can make in neither order."""

    def fits(one: Visit, two: Visit) -> bool:
        way_s, _ = travel.leg(carer.mode, one.place, two.place, travel.period(two.start_s))
        leaves_s = reasons.window[one.id][0] + one.service_s
        return way_s != UNREACHABLE and leaves_s + way_s <= reasons.window[two.id][1]

    for one, two in combinations(sorted(visits, key=lambda visit: (visit.start_s, visit.id)), 2):
        if not fits(one, two) and not fits(two, one):
            text = (
                f"{one.id} and {two.id} are both locked to {carer.id}, who cannot get from one "
                f"to the other in time."
            )
            yield Contradiction((one.id, two.id), text)
