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
    from solver.domain import Plan, Round, RoundChoices, TravelSet, Workload
    from solver.rates.pay import PayRules
    from solver.rounds.translation.liking import Liking
    from solver.search.parallel.searches import Spread
    from solver.search.search import Params
    from solver.stop import StopRule
    from solver.stop.progress import ProgressCallback


def plan_day(
    workload: Workload,
    travel: TravelSet,
    today: Plan,
    *,
    choices: RoundChoices,
    rules: PayRules,
    stop: StopRule,
    seed: int,
    progress: ProgressCallback | None = None,
    params: Params | None = None,
    start: Plan | None = None,
    spread: Spread | None = None,
) -> Plan:
    """Plan the rounds of a day.

    Where carers stay with their provider, each provider is a problem of its
    own; all are searched side by side and stop together.

    Parameters
    ----------
    workload, travel
        Visits and carers of the day, and the way between their places.
    today
        Today's rounds: what cap, freedom and continuity count from.
    choices
        Cap and freedom.
    rules
        What working time and mileage cost the provider.
    stop
        Asked between batches of work.
    seed
        The same seed and the same number of iterations give the same plan.
    progress
        Told how far the search is, with ``unserved`` calls and ``miles`` between visits of the
        best plan so far.
    params
        How the search goes about it.
    start
        Rounds of which the search keeps what it can and makes them better; today's where
        ``None``.
    spread
        Works through the providers elsewhere (:mod:`solver.search.parallel`); ``None`` plans
        them here, in turn. The plan is the same.

    Returns
    -------
    plan
        Every visit is in it: served by all the carers that it needs, or
        unserved with the constraint that shuts it out.
    """
    return search_day(
        workload,
        travel,
        today,
        choices=choices,
        rules=rules,
        stop=stop,
        seed=seed,
        progress=progress,
        params=params,
        start=start,
        spread=spread,
    )[0]


def search_day(
    workload: Workload,
    travel: TravelSet,
    today: Plan,
    *,
    choices: RoundChoices,
    rules: PayRules,
    stop: StopRule,
    seed: int,
    progress: ProgressCallback | None = None,
    params: Params | None = None,
    start: Plan | None = None,
    spread: Spread | None = None,
    liking: Liking | None = None,
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
    crews = crews_of(workload, today)
    asked = crews.as_one(workload, rules)
    groups = groups_of(asked, choices)
    begin = today if start is None else start
    todays = apart(crews.plan_as_one(today), groups)
    begins = todays if start is None else apart(crews.plan_as_one(start), groups)
    pieces = [
        translate(visits, carers, travel, now, choices, rules, before, liking)
        for (visits, carers), now, before in zip(groups, todays, begins, strict=True)
    ]
    searches = [Search(piece.problem, seed + i, params) for i, piece in enumerate(pieces)]
    for search, piece in zip(searches, pieces, strict=True):
        search.begin(piece.start)
    problems = [piece.problem for piece in pieces]
    teller = Teller(searches, stop, progress, problems=problems)
    teller.tell()
    anneal_apart(searches, stop, spread, from_start=bool(begin.rounds), on_batch=teller)
    cost = 0
    rounds: list[Round] = []
    for search, piece in zip(searches, pieces, strict=True):
        found = search.solution()
        cost += found.cost + piece.at_door(found.start_s)
        rounds += rounds_of(piece, found.routes, found.start_s)
    wanted = sum(visit.carers_required for visit in asked.visits)
    never = wanted - sum(len(piece.visits) for piece in pieces)  # their provider has no carer
    crewed = {stop.visit_id for item in rounds for stop in item.stops} & crews.visits
    never += len(crews.visits) - len(crewed)  # the other half of a visit that no crew makes
    rounds = crews.as_two(rounds)
    planned = calls(rounds)
    rounds = whole(in_time(rounds, workload, travel), workload)
    rounds = choose_starts(rounds, workload, travel, choices, rules)
    cost += UNSERVED * (never + planned - calls(rounds))
    reasons = Reasons(workload, travel, choices, today, crews)
    return with_the_rest(rounds, workload, reasons), cost
