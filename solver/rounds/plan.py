"""Plan a day: translate, search, and say it in the field's words again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.rounds.best import Best
from solver.rounds.finish import rounds_of, with_the_rest
from solver.rounds.groups import apart, groups_of
from solver.rounds.reasons import Reasons
from solver.rounds.standing import standing
from solver.rounds.teller import Teller
from solver.rounds.translation.crews import crews_of
from solver.rounds.translation.translate import translate
from solver.rounds.worth import Scales
from solver.search.parallel.searches import anneal_apart
from solver.search.search import Search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.base.case import Case
    from solver.domain import Plan, Round
    from solver.rounds.effort import Effort
    from solver.rounds.translation.liking import Liking
    from solver.rounds.translation.translate import Translation
    from solver.rounds.worth import Worth


def plan_day(case: Case, effort: Effort, start: Plan | None = None) -> Plan:
    """Plan the rounds of a day.

    Where carers stay with their provider, each provider is a problem of its
    own; all are searched side by side and stop together.

    Parameters
    ----------
    case
        The day; today's rounds are what cap, freedom and continuity count from.
    effort
        How the search goes about it. It is told the ``unserved`` calls and the ``miles`` between
        visits of the best plan so far.
    start
        Rounds of which the search keeps what it can and makes them better; today's where
        ``None``.

    Returns
    -------
    plan
        Every visit is in it: served by all the carers that it needs, or
        unserved with the constraint that shuts it out.
    """
    return search_day(case, effort, start)[0]


def search_day(
    case: Case, effort: Effort, start: Plan | None = None, liking: Liking | None = None
) -> tuple[Plan, int]:
    """Plan the rounds of a day as :func:`plan_day` does, and say what they cost.

    The rounds searched, those that the search began with, and what of the given start can stand as
    it stands, are finished and weighed whole; the best of them are the answer.

    Parameters
    ----------
    liking
        How familiar carers are to people, where the day is one of a planned week.

    Returns
    -------
    plan
        The rounds.
    cost
        Working time, mileage and preferences in thousandths of a penny, and ``UNSERVED`` for each
        call that is left (:class:`~solver.rounds.worth.Worth`).
    """
    begin = case.today if start is None else start
    pieces, best = _set_out(case, begin, liking)
    _search(pieces, effort, best, from_start=bool(begin.rounds))
    _offer_as_given(begin, best)
    return _plan(best)


def finished(case: Case, plan: Plan, liking: Liking | None = None) -> tuple[Plan, Worth]:
    """Finish given rounds without any search: what of them can stand as it stands.

    Returns
    -------
    plan, worth
        As of :func:`search_day`, whose answer from this start is worth no less.
    """
    _, best = _set_out(case, plan, liking)
    _offer_as_given(plan, best)
    return _plan(best)[0], best.taken()[1]


def _set_out(case: Case, begin: Plan, liking: Liking | None) -> tuple[list[Translation], Best]:
    """Translate a day, a piece for each group of carers, with what weighs its plans."""
    crews = crews_of(case.workload, case.today)
    groups = groups_of(crews.as_one(case))
    workloads = [group.workload for group in groups]
    begins = apart(crews.plan_as_one(begin), workloads)
    pieces = [
        translate(group, before, liking) for group, before in zip(groups, begins, strict=True)
    ]
    return pieces, Best(Scales(case, crews, workloads, pieces))


def _offer_as_given(begin: Plan, best: Best) -> None:
    """Offer what of given rounds can stand as it stands."""
    given: list[Round] = []
    for piece, mine in best.scales.apart(begin):
        given += standing(piece, mine, best.case.travel)
    best.offer_as_it_is(given)


def _plan(best: Best) -> tuple[Plan, int]:
    """Make the best rounds a plan; say what they cost."""
    rounds, worth = best.taken()
    reasons = Reasons(best.case, best.crews)
    return with_the_rest(rounds, best.case.workload, reasons), worth.cost


def _search(pieces: Sequence[Translation], effort: Effort, best: Best, *, from_start: bool) -> None:
    """Search the pieces of a day side by side; offer the best rounds found, and the first ones."""
    searches = [Search(p.problem, effort.seed + i, effort.params) for i, p in enumerate(pieces)]
    for search, piece in zip(searches, pieces, strict=True):
        search.begin(piece.start)
    begun = _rounds(searches, pieces)
    problems = [piece.problem for piece in pieces]
    teller = Teller(searches, effort.stop, effort.progress, problems=problems)
    teller.tell()
    anneal_apart(searches, effort.stop, effort.spread, from_start=from_start, on_batch=teller)
    best.offer(_rounds(searches, pieces))
    best.offer(begun)


def _rounds(searches: Sequence[Search], pieces: Sequence[Translation]) -> list[Round]:
    """Read the best rounds of the searches."""
    rounds: list[Round] = []
    for search, piece in zip(searches, pieces, strict=True):
        found = search.solution()
        rounds += rounds_of(piece, found.routes, found.start_s)
    return rounds
