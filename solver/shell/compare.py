"""``python -m solver compare WORLD``: several scenarios, one table."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from solver import study
from solver.errors import ScenarioError
from solver.publish.internal import BEFORE
from solver.rates import carbon_basis
from solver.rounds.effort import Effort
from solver.shell.run import add_solve_options, choices_words, read_scenario, say
from solver.shell.shared import opening
from solver.shell.shared.spreading import spread_of
from solver.shell.shared.world import add_sheet_option, world_of
from solver.shell.shared.writing import write_table
from solver.stop.rules import AfterSeconds
from solver.study import outcome
from solver.study.compare import compare, compare_by, deltas, labels, saving
from solver.study.range_words import CLAIM, CLAIM_HEADING, more_words
from solver.study.ranges import spent_more

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from solver.study import Result


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = subparsers.add_parser("compare", help="run two or more scenarios side by side")
    parser.add_argument("world", type=Path, metavar="WORLD", help="folder of the world")
    add_sheet_option(parser)
    parser.add_argument(
        "--scenario", type=Path, required=True, action="append", metavar="S.toml", dest="scenarios"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    add_solve_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run each scenario, write the comparison; 1 where a plan is not valid."""
    if len(options.scenarios) < 2:
        raise ScenarioError("Give --scenario twice or more: a comparison needs two.")
    scenarios = [read_scenario(path) for path in options.scenarios]
    world = opening.open_world(world_of(options))
    with spread_of(options) as spread:
        results = [
            study.run(
                world,
                scenario,
                day=options.day,
                effort=Effort(AfterSeconds(options.seconds), options.seed, say, spread),
            )
            for scenario in scenarios
        ]
    table = deltas(results)
    options.out.mkdir(parents=True, exist_ok=True)
    both = replace(
        scenarios[0],
        name=" | ".join(labels(results)),
        note=f"Scenario keys: {' | '.join(scenario.key for scenario in scenarios)}",
    )
    write = partial(write_table, world=world, scenario=both, prices="contract prices")
    write(table.reset_index(), options.out / f"{BEFORE}comparison.csv")
    write(compare(results).reset_index(), options.out / f"{BEFORE}against_today.csv")
    write(compare_by(results, "provider").reset_index(), options.out / f"{BEFORE}providers.csv")
    summaries = {
        label: outcome.without_people(outcome.summary(result, world))
        for label, result in zip(labels(results), results, strict=True)
    }
    text = json.dumps(summaries, indent=2)
    (options.out / "summary.json").write_text(text + "\n", encoding="utf-8")
    for scenario in scenarios:
        print(choices_words(scenario, options.day, options))
    print(carbon_basis(results[0].rates).words)
    print(table.to_string(float_format=lambda value: f"{value:,.1f}"))
    for line in _savings(results):
        print(line)
    return 0 if all(result.valid for result in results) else 1


def _savings(results: Sequence[Result]) -> Iterator[str]:
    """Say what each scenario saves against today, with its range, and what lies between two."""
    names, first = labels(results), results[0]
    for name, result in zip(names, results, strict=True):
        yield f"{name}: {saving(result)}"
    for name, result in zip(names[1:], results[1:], strict=True):
        if set(result.scenario.rounds.zones) == set(first.scenario.rounds.zones):
            more = spent_more(first.ranges, result.ranges)
            rule, invented = result.ranges.rule, result.case.invented
            yield more_words((names[0], name), more, rule, invented=invented)
    yield f"{CLAIM_HEADING}: {CLAIM}"
