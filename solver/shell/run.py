"""``python -m solver run WORLD``: plan one day of a scenario and write it out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from solver import study
from solver.domain import DAYS, Scenario
from solver.errors import PlanError, ScenarioError
from solver.rounds.again import Change
from solver.rounds.effort import Effort
from solver.shell.plans import read_plan
from solver.shell.shared import opening
from solver.shell.shared.spreading import add_spread_options, spread_of
from solver.shell.shared.world import add_sheet_option, world_of
from solver.stop.rules import AfterSeconds
from solver.study import outcome
from solver.study.compare import saving
from solver.study.range_words import CLAIM, CLAIM_HEADING

if TYPE_CHECKING:
    import argparse

    from solver.stop import Progress


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = subparsers.add_parser("run", help="plan one day of a scenario")
    parser.add_argument("world", type=Path, metavar="WORLD", help="folder of the world")
    add_sheet_option(parser)
    parser.add_argument("--scenario", type=Path, required=True, metavar="S.toml")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    add_solve_options(parser)
    parser.add_argument(
        "--start", type=Path, metavar="PLAN.csv", help="go on from the plan that a run wrote"
    )
    parser.add_argument(
        "--mend",
        action="store_true",
        help="plan only what changed since --start, and what stands near it",
    )
    parser.add_argument(
        "--changed", nargs="+", default=[], metavar="ID", help="visits and carers that changed"
    )
    parser.add_argument(
        "--frozen", nargs="+", default=[], metavar="ID", help="carers whose rounds stay"
    )
    parser.set_defaults(run=run)


def add_solve_options(parser: argparse.ArgumentParser) -> None:
    """Add day, seconds, seed and where the search runs."""
    parser.add_argument("--day", choices=DAYS, default="mon")
    parser.add_argument("--seconds", type=float, default=20.0, help="time for the search")
    parser.add_argument("--seed", type=int, default=1)
    add_spread_options(parser)


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises
    ------
    ScenarioError
        When it cannot be read or is not a scenario.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path} cannot be read: {error}.") from error
    return Scenario.from_toml(text)


def choices_words(scenario: Scenario, day: str, options: argparse.Namespace) -> str:
    """Say what a run is of: scenario, day, zones, freedom, cap, seconds and seed."""
    rounds = scenario.rounds
    zones = ", ".join(rounds.zones) or "all zones"
    return (
        f"{scenario.name}; {day}; {zones}; {rounds.freedom} within {rounds.cap_s / 60:g} minutes; "
        f"{options.seconds:g} s of search, seed {options.seed}"
    )


def say(progress: Progress) -> None:
    """Write a line of progress to stderr."""
    best = ", ".join(f"{name} {value:,.1f}" for name, value in progress.best.items())
    print(f"{progress.fraction:4.0%}  {progress.message}  {best}".rstrip(), file=sys.stderr)


def run(options: argparse.Namespace) -> int:
    """Plan, check, cost and write; 1 where the checker found a violation."""
    scenario = read_scenario(options.scenario)
    start = None if options.start is None else read_plan(options.start, options.day)
    change = _change(options)
    world = opening.open_world(world_of(options))
    with spread_of(options) as spread:
        result = study.run(
            world,
            scenario,
            day=options.day,
            effort=Effort(AfterSeconds(options.seconds), options.seed, say, spread),
            start=start,
            change=change,
        )
    for path in outcome.write_result(result, world, options.out):
        print(path)
    print(choices_words(scenario, options.day, options))
    new, today = result.score.totals, result.today.totals
    print(
        f"{'valid' if result.valid else 'NOT VALID'}: {new.served:,} of {new.visits:,} visits, "
        f"{new.miles:,.0f} miles (today's rounds {today.miles:,.0f}), "
        f"{new.travel_minutes:,.0f} minutes of travel (today's rounds {today.travel_minutes:,.0f})"
    )
    print(saving(result))
    print(f"{CLAIM_HEADING}: {CLAIM}")
    return 0 if result.valid else 1


def _change(options: argparse.Namespace) -> Change | None:
    """Read what changed since the plan to start from; ``None`` where all is planned anew."""
    if options.mend and options.start is None:
        raise PlanError("--mend needs --start PLAN.csv: the plan that is to be mended.")
    if (options.changed or options.frozen) and not options.mend:
        raise PlanError("--changed and --frozen go with --mend.")
    if not options.mend:
        return None
    return Change(frozenset(options.changed), frozenset(options.frozen))
