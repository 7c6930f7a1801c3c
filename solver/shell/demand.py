"""``python -m solver demand growth|leaves|unmet|peak``: demand from a shell."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from solver import costs, demand
from solver.domain import DAYS, Scenario
from solver.domain.clock import clock, seconds_of
from solver.errors import ScenarioError
from solver.publish.internal import INTERNAL
from solver.shell.run import read_scenario
from solver.shell.shared import opening
from solver.shell.shared.world import add_sheet_option, world_of
from solver.shell.shared.writing import write_table

if TYPE_CHECKING:
    import pandas as pd

    from solver.base.world import World


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its four parts to the shell."""
    parser = subparsers.add_parser("demand", help="growth, a provider that leaves, unmet, peaks")
    parts = parser.add_subparsers(dest="part", required=True, metavar="growth|leaves|unmet|peak")

    growth = parts.add_parser("growth", help="hours and cost to come, by zone and age")
    _world(growth)
    growth.add_argument("--year", type=int, default=demand.PATH_YEARS[1], help="until which year")
    growth.add_argument(
        "--per-cent", type=float, help="growth until then; else the path of 57 %% from 2018 to 2038"
    )
    growth.set_defaults(run=run_growth)

    leaves = parts.add_parser("leaves", help="whose care is to be found anew, and by whom")
    _world(leaves)
    leaves.add_argument("providers", nargs="*", metavar="PROVIDER_ID", help="else the scenario's")
    leaves.set_defaults(run=run_leaves)

    unmet = parts.add_parser("unmet", help="expected less actual hours")
    _world(unmet)
    unmet.add_argument("--basis", choices=("residents", "aged-75", "ages"), default="residents")
    unmet.add_argument(
        "--per-1000", type=float, help="hours a week expected per 1,000 everywhere; 0 is the "
        "county's average, as it is for those aged 75 and over unless given",
    )  # fmt: skip
    unmet.add_argument(
        "--per-band", nargs="+", type=band_rate, metavar="BAND=HOURS",
        default=list(demand.Expectation().per_band), help="hours a week expected per 1,000 "
        "residents of a band (Urban=37.5); other bands are left blank until given",
    )  # fmt: skip
    unmet.set_defaults(run=run_unmet)

    peak = parts.add_parser("peak", help="carers needed at each time, if visits may move")
    _world(peak)
    peak.add_argument("--day", choices=DAYS, default="mon")
    peak.add_argument("--minutes", type=int, default=30, help="most a start may move, either way")
    peak.add_argument("--from", dest="begin_s", type=seconds_of, default="07:00", metavar="HH:MM")
    peak.add_argument("--until", dest="until_s", type=seconds_of, default="10:00", metavar="HH:MM")
    peak.add_argument("--way", type=int, default=10, help="minutes on the way to each visit")
    peak.add_argument("--seconds", type=float, default=60.0, help="most time for each search")
    peak.add_argument("--visits", type=Path, metavar="FILE.csv", help="visits that would move")
    peak.set_defaults(run=run_peak)


def _world(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("world", type=Path, metavar="WORLD", help="folder of the world")
    add_sheet_option(parser)
    parser.add_argument("--scenario", type=Path, metavar="S.toml", help="else as loaded")
    parser.add_argument("--out", type=Path, metavar="FILE.csv", help="the table, written out")


def _open(options: argparse.Namespace) -> tuple[World, Scenario]:
    scenario = read_scenario(options.scenario) if options.scenario else Scenario()
    return opening.open_world(world_of(options)), scenario


def run_growth(options: argparse.Namespace) -> int:
    """Print hours and cost now and then."""
    world, scenario = _open(options)
    choices = scenario.demand
    if options.per_cent is not None or not choices.grows:
        since = date.fromisoformat(world.tables.about.data_date).year
        share = demand.growth_path(since, options.year)
        per_cent = 100 * share if options.per_cent is None else options.per_cent
        choices = replace(choices, growth_percent=per_cent, year=options.year)
    table = demand.project(world, scenario, demand.growth_of(choices), 1)
    _print(table.drop(columns="factor"), options.out, world, scenario)
    now, then = (table[name].sum() for name in ("carer_hours_week", "carer_hours_then"))
    year = [
        costs.annual_pence(table[name].sum(), scenario.prices.weeks) / 1e8
        for name in ("weekly_pence", "weekly_pence_then")
    ]
    print(
        f"{now:,.0f} carer-hours a week now, {then:,.0f} in {choices.year or 'the future'} "
        f"({then / now - 1:+.1%}); council cost a year £{year[0]:.2f}m now, £{year[1]:.2f}m then, "
        "at the contract prices of now, all planned hours."
    )
    return 0


def run_leaves(options: argparse.Namespace) -> int:
    """Print whose care is to be found anew by zone, and who is called on."""
    world, scenario = _open(options)
    if options.providers:
        leaving = tuple(options.providers)
        scenario = replace(scenario, demand=replace(scenario.demand, leaving=leaving))
    if not scenario.demand.leaving:
        raise ScenarioError("Nobody leaves: name the ids of providers, or a scenario that does.")
    found = demand.leaving(world, scenario)
    _print(found.zones, options.out, world, scenario)
    print(found.providers.drop(columns=["zones"]).round(2).to_string(index=False))
    pence = found.zones["weekly_pence_after"].sum() - found.zones["weekly_pence_before"].sum()
    print(
        f"{found.packages['person_id'].nunique()} people, "
        f"{found.zones['carer_hours_week'].sum():,.1f} carer-hours a week to be found anew; "
        f"nobody is called on for {found.zones['nobody'].sum():,.1f}. Council cost a year "
        f"£{costs.annual_pence(pence, scenario.prices.weeks) / 100:+,.0f}."
    )
    return 0


def run_unmet(options: argparse.Namespace) -> int:
    """Print expected and actual hours by zone."""
    world, scenario = _open(options)
    expected = demand.Expectation(options.basis, options.per_1000, tuple(options.per_band))
    table = demand.unmet(world, scenario, expected)
    _print(table, options.out, world, scenario)
    found = demand.missing(table)
    print(
        f"Missing, gross: {found.gross:,.0f} carer-hours a week in {found.zones_short} of "
        f"{found.zones_known} zones with an expectation ({found.zones} in all); others have "
        f"{found.beyond:,.0f} beyond it; net: {round(found.net):,}."
    )
    if expected.by_band:
        rates = ", ".join(f"{band} {rate:g}" for band, rate in expected.per_band)
        print(f"Expected per 1,000 residents: {rates}; other bands are not counted.")
    return 0


def band_rate(text: str) -> tuple[str, float]:
    """Read ``Urban=37.5``: a band and its hours a week per 1,000 residents."""
    band, _, hours = text.rpartition("=")
    if not band:
        raise argparse.ArgumentTypeError(f"{text!r} is no BAND=HOURS, such as Urban=37.5")
    try:
        return band.strip(), float(hours)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{hours!r} is no number of hours") from None


def run_peak(options: argparse.Namespace) -> int:
    """Print the carers needed by zone and in all, today and with visits moved."""
    world, scenario = _open(options)
    workload = demand.workload(world, scenario, options.day)
    flat = demand.flatten(
        workload,
        from_s=options.begin_s,
        until_s=options.until_s,
        most_s=options.minutes * 60,
        way_s=options.way * 60,
        seconds=options.seconds,
    )
    peak = demand.peak_by_zone(workload, flat, options.begin_s, options.until_s)
    _print(peak, None, world, scenario)
    if options.out is not None:
        write_table(flat.profile, options.out, world, scenario)
        print(options.out)
    if options.visits is not None:
        starts = {name: flat.moved[name].map(clock) for name in ("from_s", "to_s")}
        moved = flat.moved.assign(**starts)
        write_table(moved, options.visits, world, scenario, marking=INTERNAL)
        print(options.visits)
    print(
        f"{flat.today:,} carers at once at today's starts, {flat.flattened:,} with "
        f"{len(flat.moved):,} of {flat.may_move:,} visits moved, "
        f"{flat.moved['minutes'].abs().sum():,.0f} minutes in all; no way of moving "
        f"needs fewer than {flat.bound:,}"
        f"{'' if flat.least else ' (less moving might do)'}."
    )
    return 0


def _print(table: pd.DataFrame, out: Path | None, world: World, scenario: Scenario) -> None:
    print(table.round(1).to_string(index=False))
    if out is not None:
        write_table(table, out, world, scenario, prices="contract prices")
        print(out)
