"""Plan a day: translate, search, and say it in the field's words again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.rounds.finish import calls, in_time, rounds_of, whole, with_the_rest
from solver.rounds.groups import apart, groups_of
from solver.rounds.reasons import Reasons
from solver.rounds.starts import choose_starts
from solver.rounds.teller import Teller
from solver.rounds.translation.crews import crews_of
from solver.rounds.translation.translate import UNSERVED, translate
from solver.search.parallel.searches import anneal_apart
from solver.search.search import Search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.base.case import Case
    from solver.domain import Plan, Round, Workload
    from solver.rounds.effort import Effort
    from solver.rounds.translation.crews import Crews
    from solver.rounds.translation.liking import Liking
    from solver.rounds.translation.translate import Translation


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
    """Plan the rounds of a day as :func:`plan_day` does, and say what the search minimised.

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
        call that is left.
    """
    crews = crews_of(case.workload, case.today)
    asked = crews.as_one(case)
    groups = groups_of(asked)
    begin = case.today if start is None else start
    begins = apart(crews.plan_as_one(begin), [group.workload for group in groups])
    pieces = [
        translate(group, before, liking) for group, before in zip(groups, begins, strict=True)
    ]
    rounds, cost = _searched(pieces, effort, from_start=bool(begin.rounds))
    never = _never(asked.workload, pieces, rounds, crews)
    rounds = crews.as_two(rounds)
    planned = calls(rounds)
    rounds = whole(in_time(rounds, case.workload, case.travel), case.workload)
    rounds = choose_starts(rounds, case)
    cost += UNSERVED * (never + planned - calls(rounds))
    return with_the_rest(rounds, case.workload, Reasons(case, crews)), cost


def _searched(
    pieces: Sequence[Translation], effort: Effort, *, from_start: bool
) -> tuple[list[Round], int]:
    """Search the pieces of a day side by side; give their rounds, and what these cost."""
    searches = [Search(p.problem, effort.seed + i, effort.params) for i, p in enumerate(pieces)]
    for search, piece in zip(searches, pieces, strict=True):
        search.begin(piece.start)
    problems = [piece.problem for piece in pieces]
    teller = Teller(searches, effort.stop, effort.progress, problems=problems)
    teller.tell()
    anneal_apart(searches, effort.stop, effort.spread, from_start=from_start, on_batch=teller)
    rounds: list[Round] = []
    cost = 0
    for search, piece in zip(searches, pieces, strict=True):
        found = search.solution()
        cost += found.cost + piece.at_door(found.start_s)
        rounds += rounds_of(piece, found.routes, found.start_s)
    return rounds, cost


def _never(
    asked: Workload, pieces: Sequence[Translation], rounds: Sequence[Round], crews: Crews
) -> int:
    """Count the calls that no search could make, and whose price is in none of their costs."""
    wanted = sum(visit.carers_required for visit in asked.visits)
    never = wanted - sum(len(piece.visits) for piece in pieces)  # their provider has no carer
    crewed = {stop.visit_id for item in rounds for stop in item.stops} & crews.visits
    return never + len(crews.visits) - len(crewed)  # the other half of a visit that no crew makes
