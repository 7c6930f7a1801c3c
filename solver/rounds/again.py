"""Plan a day again after a small change: what changed and what stands near it, not the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.domain import Plan, Round, Stop
from solver.errors import PlanError
from solver.rounds.finish import calls, in_time, rounds_of, whole, with_the_rest
from solver.rounds.groups import apart, groups_of
from solver.rounds.reasons import Reasons
from solver.rounds.standing import standing
from solver.rounds.starts import choose_starts
from solver.rounds.teller import Teller
from solver.rounds.translation.crews import crews_of
from solver.rounds.translation.links import links_of
from solver.rounds.translation.translate import translate
from solver.rounds.translation.windows import windows
from solver.search.mend import Changed, Mending
from solver.search.parallel.searches import anneal_apart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.base.case import Case
    from solver.domain import Workload
    from solver.rounds.effort import Effort
    from solver.rounds.translation.crews import Crews
    from solver.rounds.translation.translate import Translation

    Key = tuple[str, int]
    """Carer and shift of a round."""


@dataclass(frozen=True)
class Change:
    """What changed since a plan was made, and what may not be touched.

    Parameters
    ----------
    changed
        Ids of visits and carers that changed. Visits that are new, gone, without all their carers
        or outside their window are found without being named.
    frozen
        Ids of carers whose rounds stay, but for visits that can no longer stand in them.
    """

    changed: frozenset[str] = frozenset()
    frozen: frozenset[str] = frozenset()


def plan_again(case: Case, effort: Effort, before: Plan, change: Change | None = None) -> Plan:
    """Plan a day again from an earlier plan, disturbing only what changed.

    Rounds away from the change keep their visits and starts. No fewer calls are made than can stand
    as they stood.

    Parameters
    ----------
    case
        The day as it is now.
    effort
        As for :func:`~solver.rounds.plan_day`; told are the ``unserved`` calls of the rounds
        planned anew.
    before
        The plan as it was.
    change
        What changed, as far as it does not show.

    Raises
    ------
    PlanError
        When the change names a visit or carer that the day does not have, and that stood in no
        round before.
    """
    change = change or Change()
    _check(change, case.workload, before)
    crews = crews_of(case.workload, case.today)
    groups = groups_of(crews.as_one(case))
    befores = apart(crews.plan_as_one(before), [group.workload for group in groups])
    rounds: list[Round] = []
    stood: list[Round] = []
    pieces: list[tuple[Translation, Mending]] = []
    as_was: list[list[Round]] = []  # of each piece in which calls are left unmade, and no more
    for k, (group, old) in enumerate(zip(groups, befores, strict=True)):
        on_duty = {carer.id for carer in group.workload.carers}
        of_before = [item for item in old.rounds if item.carer_id in on_duty]
        concerned = _concerned(group, old, change)
        if not concerned and _all_made(group, old):
            rounds += of_before
            continue
        piece = translate(group, old)
        pieces.append((piece, _mending(piece, old, effort.seed + k, change)))
        as_was.append([] if concerned else of_before)
        stood += standing(piece, old, case.travel)
    stood += rounds
    searches = [mending.search for _, mending in pieces]
    words = "Mending the rounds around what changed"
    teller = Teller(searches, effort.stop, effort.progress, words=words)
    anneal_apart(searches, effort.stop, effort.spread, from_start=True, on_batch=teller)
    for (piece, mending), of_before in zip(pieces, as_was, strict=True):
        mended = mending.done()
        found = rounds_of(piece, mended.routes, mended.start_s)
        rounds += found if calls(found) > calls(of_before) else of_before
    rounds = _restart(_finished(rounds, crews, case), before, change, case)
    kept = _finished(stood, crews, case)  # what of the plan before can stand as it stands
    rounds = kept if calls(kept) > calls(rounds) else rounds
    return with_the_rest(rounds, case.workload, Reasons(case, crews))


def _finished(rounds: list[Round], crews: Crews, case: Case) -> list[Round]:
    """Give both of a crew its rounds, in reach of each other, with visits made whole."""
    return whole(in_time(crews.as_two(rounds), case.workload, case.travel), case.workload)


def _check(change: Change, workload: Workload, before: Plan) -> None:
    known = set(workload.visit) | set(workload.carer)
    known |= {item.carer_id for item in before.rounds}
    known |= {stop.visit_id for item in before.rounds for stop in item.stops}
    strange = sorted((change.changed | change.frozen) - known)
    if strange:
        raise PlanError(
            f"{strange[0]!r} is no visit or carer of this day, nor of the plan before. Name visits "
            "and carers by their ids."
        )


def _concerned(group: Case, old: Plan, change: Change) -> bool:
    """Say whether anything changed for a group since its rounds were planned."""
    visits, carers = group.workload.visits, group.workload.carers
    if any(visit.id in change.changed for visit in visits):
        return True
    if any(carer.id in change.changed for carer in carers):
        return True
    shifts = {carer.id: len(carer.shifts) for carer in carers}
    span = windows(visits, group.choices)
    for item in old.rounds:
        if item.shift >= shifts.get(item.carer_id, 0):
            return True  # of a carer who is not on duty any more: these calls are not made
        for stop in item.stops:
            low_s, high_s = span.get(stop.visit_id, (1, 0))
            if not low_s <= stop.start_s <= high_s:
                return True
    return False


def _all_made(group: Case, old: Plan) -> bool:
    """Say whether a group's rounds made every visit, with all its carers."""
    made = Counter(stop.visit_id for item in old.rounds for stop in item.stops)
    return all(made[visit.id] == visit.carers_required for visit in group.workload.visits)


def _mending(piece: Translation, old: Plan, seed: int, change: Change) -> Mending:
    """Set a translated group up for mending."""
    start = {stop.visit_id: stop.start_s for item in old.rounds for stop in item.stops}
    start_s = np.full(len(piece.visits), -1, np.int32)
    for route in piece.start:
        for task in route:
            start_s[task] = start[piece.visits[task].id]
    known = {visit.id for visit in piece.visits}
    poorer = {
        (item.carer_id, item.shift)
        for item in old.rounds
        if any(stop.visit_id not in known for stop in item.stops)
    }
    changed = Changed(
        tasks=[i for i, visit in enumerate(piece.visits) if visit.id in change.changed],
        gaps=[
            v
            for v, (carer, shift) in enumerate(piece.vehicles)
            if (carer.id, shift) in poorer or carer.id in change.changed
        ],
        frozen=[v for v, (carer, _) in enumerate(piece.vehicles) if carer.id in change.frozen],
    )
    return Mending(piece.problem, piece.start, start_s, seed, changed)


def _restart(rounds: list[Round], before: Plan, change: Change, case: Case) -> list[Round]:
    """Choose the starts of rounds that changed; the others keep theirs wherever that is possible.

    Visits of changed rounds that did not change themselves stay, if they can; else those that
    nobody outside these rounds makes may move; else all that the search moved.
    """
    old = {(item.carer_id, item.shift): item for item in before.rounds}
    was = {stop.visit_id: stop.start_s for item in before.rounds for stop in item.stops}
    span = windows(case.workload.visits, case.choices)
    free = set(change.changed)
    for item in rounds:
        names = _names(item)
        if names != _names(old.get((item.carer_id, item.shift))):
            free.update(names)
        free.update(n for n in names if not span[n][0] <= was.get(n, -1) <= span[n][1])
    if not free.intersection(name for item in rounds for name in _names(item)):
        return [_at(item, was) for item in rounds]
    links = links_of(case.workload.visits, case.choices)
    bound = {name for link in links if {link.one, link.two} & free
             for name in (link.one, link.two)}  # fmt: skip
    changed = {item.carer_id for item in rounds if free.union(bound) & set(_names(item))}
    moved = {item.carer_id for item in rounds
             if any(was.get(stop.visit_id) != stop.start_s for stop in item.stops)}  # fmt: skip
    for carers, stay in ((changed, True), (changed, False), (changed | moved, False)):
        mine = [item for item in rounds if item.carer_id in carers]
        others = [_at(item, was) if item.carer_id in moved else item
                  for item in rounds if item.carer_id not in carers]  # fmt: skip
        elsewhere = {name for item in others for name in _names(item)}
        pinned = {name: was[name] for item in mine for name in _names(item)
                  if name in elsewhere or (stay and name not in free)}  # fmt: skip
        try:
            found = choose_starts([_at(item, pinned) for item in mine], case, pinned)
        except PlanError:
            continue  # the visits that were to stay stand in the way
        return sorted((*found, *others), key=lambda item: (item.carer_id, item.shift))
    raise PlanError("The starts of the mended rounds contradict each other.")


def _names(item: Round | None) -> tuple[str, ...]:
    return () if item is None else tuple(stop.visit_id for stop in item.stops)


def _at(item: Round, starts: Mapping[str, int]) -> Round:
    stops = tuple(Stop(s.visit_id, starts.get(s.visit_id, s.start_s)) for s in item.stops)
    return Round(item.carer_id, item.shift, stops)
