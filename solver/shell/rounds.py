"""``python -m solver rounds | cap-curve | audit``: what freedom is worth, and what rounds hide."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from solver import study
from solver.domain import DAYS, RoundChoices, Scenario
from solver.rounds.curve import CAPS_S, FREEDOMS, cap_steps, freedom_steps
from solver.rounds.locks import contradictions
from solver.shell.plans import read_plan
from solver.shell.run import read_scenario, say
from solver.shell.shared import opening
from solver.shell.shared.spreading import add_spread_options, spread_of
from solver.shell.shared.world import add_sheet_option, world_of
from solver.stop.rules import AfterSeconds
from solver.study.affected import lost
from solver.study.audit import audit
from solver.study.curve import curve, curve_table, search_words
from solver.study.range_words import CLAIM, CLAIM_HEADING, rule_words
from solver.study.ranges import RULE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from solver.base.world import World

SECONDS = 20.0
"""Seconds of search for each row of a table."""

HEADINGS = {
    "freedom": "freedom",
    "cap": "cap min",
    "unmade": "not made",
    "served": "served",
    "late_visits": "late",
    "miles": "miles",
    "saved": "saved",
    "late_gain": "2nd half",
    "search": "search",
    "travel_minutes": "travel min",
    "waiting_minutes": "waiting min",
    "released_carer_hours": "released h",
    "council": "council £",
    "provider": "providers £",
    "saved_range": "save £, low to high",
    "valid": "valid",
}
"""Columns as printed, in order."""

AUDITED = {
    "calls": "visits",
    "legs": "legs",
    "not_kept": "too short",
    "not_kept_share": "share",
    "planned_minutes": "planned min",
    "travel_minutes": "travel min",
    "short_minutes_mean": "short by min",
    "late_calls": "late visits",
    "late_share": "late share",
    "late_minutes_mean": "late by min",
    "latest_minutes": "latest min",
}
"""Columns of an audit as printed, in order."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to the shell."""
    rounds = subparsers.add_parser("rounds", help="what each level of freedom saves")
    _add_day(rounds)
    _add_search(rounds)
    rounds.add_argument(
        "--cap", type=minutes, metavar="MIN", help="most that a start may move (30)"
    )
    rounds.add_argument(
        "--levels", action="store_true", help="every level of freedom up to the one given"
    )
    rounds.set_defaults(run=run_rounds)

    caps = subparsers.add_parser("cap-curve", help="what each cap on moved starts saves")
    _add_day(caps)
    _add_search(caps)
    caps.add_argument(
        "--caps",
        type=minutes,
        nargs="+",
        metavar="MIN",
        default=[cap // 60 for cap in CAPS_S],
        help="caps in minutes (0 15 30 45 60)",
    )
    caps.set_defaults(run=run_caps)

    audited = subparsers.add_parser("audit", help="can the rounds be kept on the roads?")
    _add_day(audited)
    audited.add_argument(
        "--plan", type=Path, metavar="PLAN.csv", help="rounds of that day; today's rounds if none"
    )
    audited.add_argument(
        "--tolerance", type=minutes, default=0, metavar="MIN", help="late beyond so many minutes"
    )
    audited.set_defaults(run=run_audit)


def _add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("world", type=Path, metavar="WORLD", help="folder of the world")
    add_sheet_option(parser)
    parser.add_argument(
        "--scenario", type=Path, metavar="S.toml", help="the starting scenario by default"
    )
    parser.add_argument(
        "--zone", action="append", default=[], dest="zones", metavar="Z", help="one or more; all"
    )
    parser.add_argument("--day", choices=DAYS, default="mon")


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--freedom", choices=FREEDOMS, help="re-allocate by default")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help=f"search for each row ({SECONDS:g})"
    )
    parser.add_argument("--seed", type=int, default=1)
    add_spread_options(parser)


def minutes(text: str) -> int:
    """Read a number of minutes of a day."""
    try:
        value = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of minutes") from error
    if not 0 <= value <= 1_440:
        raise argparse.ArgumentTypeError(f"{value} is not between 0 and 1440 minutes")
    return value


def run_rounds(options: argparse.Namespace) -> int:
    """Plan with the freedom given, or with each up to it, and print a row for each."""
    return _tabulate(options, freedom_steps if options.levels else lambda choices: (choices,))


def run_caps(options: argparse.Namespace) -> int:
    """Plan at each cap and print a row for each."""
    caps_s = [cap * 60 for cap in options.caps]
    return _tabulate(options, partial(cap_steps, caps_s=caps_s))


def _tabulate(
    options: argparse.Namespace, steps_of: Callable[[RoundChoices], Sequence[RoundChoices]]
) -> int:
    """Print today and each step of freedom; 1 where the checker found a violation."""
    scenario = scenario_of(options)
    steps = steps_of(scenario.rounds)
    world = opening.open_world(world_of(options))
    case = study.prepare(world, scenario, options.day)
    for named in contradictions(case):
        print(f"Locks: {named.detail}")
    today = study.score_today(case)
    stop = partial(AfterSeconds, options.seconds)
    with spread_of(options) as spread:
        points = curve(
            case, today, steps, stop=stop, seed=options.seed, progress=say, spread=spread
        )
        found = list(points)
    print(_about(world, scenario, options))
    print(printed(curve_table(today, found)).to_string(index=False))
    print(
        "Miles and minutes between visits; today's rounds as they would really run. Council pays "
        "for carer-hours: routing does not change it. Each row is searched for from today's "
        "rounds; 2nd half: what the second half of the search added to “saved”, in points."
    )
    print(search_words(curve_table(today, found)))
    print(rule_words(asdict(RULE)))
    print(f"{CLAIM_HEADING}: {CLAIM}")
    if gone := lost(today).words():
        print(gone)
    for point in found:
        for broken in point.violations[:5]:
            print(f"NOT VALID: {broken.rule} {broken.visit_id} {broken.detail}")
    return 1 if any(point.violations for point in found) else 0


def printed(table: pd.DataFrame) -> pd.DataFrame:
    """Write a curve as an officer reads it."""
    out = table.copy()
    out["cap"] = ["" if cap is None else f"{cap}" for cap in _or_none(table["cap_minutes"])]
    out["served"] = [
        f"{served:,} of {visits:,}"
        for served, visits in zip(table["served"], table["visits"], strict=True)
    ]
    out["unmade"] = [f"{left:,}" for left in table["visits"] - table["served"]]
    out["saved"] = [f"{share:.1%}" for share in table["miles_saved_share"]]
    out["late_gain"] = [
        "" if share != share else f"{100 * share:+.1f}" for share in table["late_gain_share"]
    ]
    out["council"] = [f"{pence / 100:,.0f}" for pence in table["council_pence"]]
    out["provider"] = [f"{pence / 100:,.0f}" for pence in table["provider_pence"]]
    out["saved_range"] = [
        "" if freedom == "today" else f"{low / 100:,.0f} to {high / 100:,.0f}"
        for freedom, low, high in zip(
            table["freedom"],
            table["provider_saved_low_pence"],
            table["provider_saved_high_pence"],
            strict=True,
        )
    ]
    out["valid"] = ["" if kept is None else "yes" if kept else "NO" for kept in table["valid"]]
    for name in ("miles", "travel_minutes", "waiting_minutes", "released_carer_hours"):
        out[name] = [f"{round(value):,}" for value in table[name]]  # rounded first: no "-0"
    return out[list(HEADINGS)].rename(columns=HEADINGS)


def _or_none(values: pd.Series) -> list[int | None]:
    return [None if missing else int(v) for v, missing in zip(values, values.isna(), strict=True)]


def run_audit(options: argparse.Namespace) -> int:
    """Print, by provider, which legs cannot be kept and which visits start late."""
    scenario = scenario_of(options)
    world = opening.open_world(world_of(options))
    case = study.prepare(world, scenario, options.day)
    plan = read_plan(options.plan, options.day) if options.plan else case.today
    found = audit(plan, case.workload, case.travel)
    table = found.by_provider(tolerance_s=options.tolerance * 60)
    print(_about(world, scenario, options))
    print(_audit_printed(table).to_string())
    print("Planned gap against the way on the network; late starts when the rounds run on it.")
    if options.plan is None and (gone := lost(study.score_today(case)).words()):
        print(gone)
    if found.unrun:
        print(f"{found.unrun:,} visits cannot be run at all and are left out of the late starts.")
    if found.out_of_turn:
        count = len(found.out_of_turn)
        print(f"{count:,} time{'' if count == 1 else 's'} two visits of one person overlap:")
    for one in found.out_of_turn:
        print(f"  {one.visit_id}: {one.detail}")
    return 0


def _audit_printed(table: pd.DataFrame) -> pd.DataFrame:
    out = table.copy()
    for name in table.columns:
        values = table[name]
        if name.endswith("share"):
            out[name] = ["–" if share != share else f"{share:.1%}" for share in values]
        elif name.endswith(("mean", "latest_minutes")):
            out[name] = ["–" if mean != mean else f"{mean:.1f}" for mean in values]
        else:
            out[name] = [f"{value:,.0f}" for value in values]
    return out[list(AUDITED)].rename(columns=AUDITED)


def scenario_of(options: argparse.Namespace) -> Scenario:
    """Read the scenario, and let zones, cap and freedom of the command replace its own."""
    scenario = read_scenario(options.scenario) if options.scenario else Scenario()
    rounds = scenario.rounds
    if options.zones:
        rounds = replace(rounds, zones=tuple(sorted(set(options.zones))))
    if getattr(options, "freedom", None):
        rounds = replace(rounds, freedom=options.freedom)
    if getattr(options, "cap", None) is not None:
        rounds = replace(rounds, cap_s=options.cap * 60)
    return replace(scenario, rounds=rounds)


def _about(world: World, scenario: Scenario, options: argparse.Namespace) -> str:
    zones = ", ".join(scenario.rounds.zones) or "all zones"
    parts = [world.name, options.day, zones]
    if hasattr(options, "seconds"):
        parts.append(f"{options.seconds:g} s of search for each row, seed {options.seed}")
    return "; ".join(parts)
