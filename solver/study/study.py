"""The whole chain on one screen: files → roads → rounds → both ledgers.

::

    world  = open_world(folder)
    result = run(world, scenario, day="mon", effort=Effort(stop))
"""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from solver.base.keeper import Keeper
from solver.base.world import World
from solver.intake import check_against_roads, find_roads, read_tables
from solver.rates import read_rates
from solver.roads import open_roads
from solver.roads.read.named import at_hand
from solver.rounds import plan_day
from solver.rounds.again import Change, plan_again
from solver.stop.progress import Progress
from solver.study.day import Result, check_plan, prepare, score_plan, score_today, versions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from solver.base.case import Case
    from solver.domain import Day, Plan, Scenario
    from solver.intake import Tables
    from solver.rounds.effort import Effort


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Hold Python's garbage collection: what is read stays, so looking through it finds nothing."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # all that was read now counts as old: the next small collection passes it by
        gc.enable()


def open_world(
    folder: Path,
    *,
    cache: Path | None = None,
    tables: Tables | None = None,
    keeper: Keeper | None = None,
) -> World:
    """Read, check and join everything that a world folder holds.

    Parameters
    ----------
    folder
        A world folder (see ``docs/data.md``).
    cache
        Where the prepared road network is kept between runs; ``None`` keeps
        nothing.
    tables
        Those of the folder, where they have been read.
    keeper
        Where what follows from the world is kept; by default one of its own.

    Raises
    ------
    InputError
        With every fault of the tables, or of the tables against the roads.
    RoadsError
        When the extract cannot become a road network, or roads that are only
        named (``roads.toml``) cannot be fetched.
    """
    with _nothing_collected():
        if tables is None:
            tables = read_tables(folder)
        roads = open_roads(at_hand(find_roads(folder)), cache=cache)
        tables = check_against_roads(tables, roads)
        rates = read_rates(folder / "rates.toml")
    joined = f"{tables.content_hash}\n{roads.content_hash}"
    return World(
        folder=folder,
        tables=tables,
        roads=roads,
        rates=rates,
        input_hash=hashlib.sha256(joined.encode()).hexdigest(),
        keeper=keeper or Keeper(),
    )


def run(
    world: World,
    scenario: Scenario,
    *,
    day: Day,
    effort: Effort,
    start: Plan | None = None,
    change: Change | None = None,
) -> Result:
    """Plan one day of a scenario and score it beside today.

    Parameters
    ----------
    effort
        How the search goes about it: for how long, from which seed, where, and whom it tells.
    start
        An earlier plan to go on from; today's rounds where ``None``.
    change
        What changed since ``start``: then only that, and what stands near it, is planned anew. What
        breaks a rule as things are now is found without being named.

    Raises
    ------
    ScenarioError, RatesError
        As :func:`prepare` does.
    """
    effort.tell(Progress(0.0, "Reading visits, carers and travel times"))
    case = prepare(world, scenario, day)
    today = score_today(case)
    if start is not None and change is not None:
        effort.tell(Progress(0.02, "Mending the rounds around what changed"))
        plan = plan_again(case, effort, start, _with_broken(case, start, change))
    else:
        plan = plan_day(case, effort, start)
    effort.tell(Progress(0.99, "Checking and costing the new rounds"))
    return Result(
        case=case,
        plan=plan,
        today=today,
        score=score_plan(case, plan, today),
        violations=check_plan(case, plan),
        seed=effort.seed,
        input_hash=world.input_hash,
        versions=versions(),
    )


def _with_broken(case: Case, start: Plan, change: Change) -> Change:
    """Add to what changed the visits and carers that break a rule of the day as it is now."""
    found = check_plan(case, start)
    named = {item.visit_id for item in found} | {item.carer_id for item in found}
    known = case.workload.visit.keys() | case.workload.carer.keys()
    return replace(change, changed=change.changed | (named & known))
