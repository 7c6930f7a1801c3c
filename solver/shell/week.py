"""``python -m solver week``: seven days planned together, beside today's week."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from solver.domain import WeekRules
from solver.domain.words import DAY_NAMES
from solver.publish.internal import BEFORE, INTERNAL
from solver.rounds.curve import FREEDOMS
from solver.rounds.effort import Effort
from solver.shell.rounds import minutes, scenario_of
from solver.shell.run import choices_words, say
from solver.shell.shared import opening
from solver.shell.shared.spreading import add_spread_options, spread_of
from solver.shell.shared.world import add_sheet_option, world_of
from solver.shell.shared.writing import write_table
from solver.stop.rules import AfterSeconds
from solver.study.outcome import without_people
from solver.study.range_words import CLAIM, CLAIM_HEADING
from solver.study.week import WeekResult, rota_of, run_week, saying, summary, week_table
from solver.study.week_words import WEEK

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from solver.base.world import World

SECONDS = 140.0
"""Seconds of search for the week."""

HEADINGS = {
    "unmade_plan": "not made",
    "served": "served",
    "late_visits_today": "today's late",
    "miles_today": "today's miles",
    "miles_plan": "plan",
    "saved": "saved",
    "travel_minutes_today": "today's travel min",
    "travel_minutes_plan": "plan ",
    "released_carer_hours": "released h",
    "council": "council £",
    "provider_today": "today's providers £",
    "provider_plan": "plan  ",
}
"""Columns as printed, in order."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    week = subparsers.add_parser("week", help="plan seven days together")
    week.add_argument("world", type=Path, metavar="WORLD", help="folder of the world")
    add_sheet_option(week)
    week.add_argument(
        "--scenario", type=Path, metavar="S.toml", help="the starting scenario by default"
    )
    week.add_argument(
        "--zone", action="append", default=[], dest="zones", metavar="Z", help="one or more; all"
    )
    week.add_argument("--freedom", choices=FREEDOMS, help="re-allocate by default")
    week.add_argument("--cap", type=minutes, metavar="MIN", help="most that a start may move (30)")
    week.add_argument("--rest", type=float, default=11.0, metavar="H", help="hours; 0 for none")
    week.add_argument("--days-off", type=int, default=1, choices=range(7), metavar="N")
    week.add_argument(
        "--hours", type=float, default=48.0, metavar="H", help="most on rounds a week; 0 for any"
    )
    week.add_argument(
        "--ignore-contracts",
        action="store_true",
        help="plan as if contracted hours were paid only when worked",
    )
    week.add_argument(
        "--usual",
        type=int,
        default=WeekRules().usual_points,
        metavar="P",
        help="points for the usual carer over a new one; a point weighs a penny (%(default)s)",
    )
    week.add_argument("--seconds", type=float, default=SECONDS, help="search for all seven days")
    week.add_argument("--seed", type=int, default=1)
    add_spread_options(week)
    week.add_argument("--out", type=Path, metavar="DIR", help="write rota, table and summary")
    week.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Plan, check and print the week; 1 where the checker found a violation."""
    scenario = scenario_of(options)
    world = opening.open_world(world_of(options))
    with spread_of(options) as spread:
        result = run_week(
            world,
            scenario,
            effort=Effort(AfterSeconds(options.seconds), options.seed, say, spread),
            week=WeekRules(
                rest_s=round(options.rest * 3_600),
                days_off=options.days_off,
                most_week_s=round(options.hours * 3_600),
                usual_points=options.usual,
                contracts=not options.ignore_contracts,
            ),
        )
    print(f"{world.name}; {choices_words(scenario, 'a week', options)}")
    print(printed(week_table(result)).to_string())
    for line in words(result):
        print(line)
    for broken in result.violations[:5]:
        print(f"NOT VALID: {broken.rule} {broken.visit_id} {broken.carer_id} {broken.detail}")
    if options.out is not None:
        for path in write(result, world, options.out):
            print(path)
    return 0 if result.valid else 1


def printed(table: pd.DataFrame) -> pd.DataFrame:
    """Write the days of a week as an officer reads them."""
    out = table.copy()
    out["served"] = [
        f"{served:,} of {visits:,}"
        for served, visits in zip(table["served_plan"], table["visits_plan"], strict=True)
    ]
    out["saved"] = [f"{share:.1%}" for share in table["miles_saved_share"]]
    out["council"] = [f"{pence / 100:,.0f}" for pence in table["council_pence_plan"]]
    out["provider_today"] = [f"{pence / 100:,.0f}" for pence in table["provider_pence_today"]]
    out["provider_plan"] = [f"{pence / 100:,.0f}" for pence in table["provider_pence_plan"]]
    for name in HEADINGS:
        if name in table.columns:
            out[name] = [f"{round(value):,}" for value in table[name]]
    out.index = [DAY_NAMES[day] if day != WEEK else "Week" for day in out.index]
    return out[list(HEADINGS)].rename(columns=HEADINGS)


def words(result: WeekResult) -> list[str]:
    """Say what a table cannot: savings, rules kept, contracts and wages."""
    today = Counter(item.rule for item in result.today_broken)
    broken = ", ".join(f"{rule} {count:,}" for rule, count in sorted(today.items())) or "none"
    unused = result.contracted()[["unused_pence_today", "unused_pence_plan"]].sum().to_list()
    below = result.below_minimum()
    contracts = (
        f"Contracted hours paid though unused: £{unused[1] / 100:,.0f} (today's rounds "
        f"£{unused[0] / 100:,.0f}), on top of what providers spend above."
        if not result.scenario.rounds.zones
        else "Contracted hours unused are counted where all zones are planned."
    )
    return [
        saying(result),
        f"Rules of the week that today's rounds break: {broken}. "
        f"That the plan breaks: {len(result.violations) or 'none'}.",
        contracts,
        f"Carers whose week's pay is below the minimum wage: {below[1]:,} (today's rounds "
        f"{below[0]:,}).",
        f"{CLAIM_HEADING}: {CLAIM}",
    ]


def write(result: WeekResult, world: World, out: Path) -> list[Path]:
    """Write ``INTERNAL_rounds.csv``, ``INTERNAL_week.csv`` and ``summary.json``.

    The rounds may be loaded as a county's ``rounds`` table. The summary names no visit and no
    carer.
    """
    out.mkdir(parents=True, exist_ok=True)
    rounds, table = out / f"{BEFORE}rounds.csv", out / f"{BEFORE}week.csv"
    summed = out / "summary.json"
    scenario = result.scenario
    write_table(rota_of(result, world), rounds, world, scenario, marking=INTERNAL)
    write_table(week_table(result).reset_index(), table, world, scenario, prices="contract prices")
    text = json.dumps(without_people(summary(result)), indent=2)
    summed.write_text(text + "\n", encoding="utf-8")
    return [rounds, table, summed]
