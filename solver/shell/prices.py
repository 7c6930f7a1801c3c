"""``python -m solver prices WORLD``: the rate that solved travel needs, beside the rate offered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from solver import costs, study
from solver.base.chosen_rates import band_pence, rates_for
from solver.domain import DAYS, HOURS_BASES, Plan
from solver.errors import PlanError
from solver.shell.plans import read_plan
from solver.shell.run import read_scenario
from solver.shell.shared import opening
from solver.shell.shared.world import add_sheet_option, world_of

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from solver.rates import Rates
    from solver.score import Score
    from solver.study import Case

HEADINGS = {
    "hours": "hours/week",
    "travel_minutes": "travel min/h",
    "miles": "miles/h",
    "waiting_minutes": "waiting min/h",
    "offered_pence": "offered £",
    "needed_pence": "needed £",
    "range": "range £",
    "surplus_pence": "over/short £/h",
    "surplus_annual_pence": "over/short £/year",
}
"""Columns as printed, in order."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = subparsers.add_parser("prices", help="rate needed and rate offered, by band")
    parser.add_argument("world", type=Path, metavar="WORLD", help="folder of the world")
    add_sheet_option(parser)
    parser.add_argument("--scenario", type=Path, required=True, metavar="S.toml")
    parser.add_argument(
        "--plan", type=Path, metavar="PLAN.csv", help="rounds of that day; today's rounds if none"
    )
    parser.add_argument(
        "--day", choices=DAYS, nargs="+", default=["mon"], dest="days", help="days to add up"
    )
    parser.add_argument(
        "--base", choices=HOURS_BASES, default="maintenance", help="hours of the yearly figure"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Score the plan, build the rates up, print them by band."""
    if options.plan and len(options.days) > 1:
        raise PlanError("A plan holds the rounds of one day: give one --day with --plan.")
    scenario = read_scenario(options.scenario)
    world = opening.open_world(world_of(options))
    plan = read_plan(options.plan, options.days[0]) if options.plan else None
    scored = [_scored(study.prepare(world, scenario, day), plan) for day in options.days]
    rates = rates_for(world, scenario)
    table = costs.price_check(
        costs.band_travel(*(day.by("band") for day in scored)),
        rates,
        band_pence(world, scenario),
        costs.band_hours(world, scenario, options.base),
        scenario.prices.weeks,
        costs.PayTerms(wage_pence=scenario.prices.wage_pence),
    )
    source = options.plan.name if options.plan else "today's rounds"
    print(f"{world.name}, {' '.join(options.days)}, {source}; {options.base} hours")
    print(printed(table).to_string())
    print()
    for sentence in costs.premium_sentences(table, invented=world.tables.about.invented):
        print(sentence)
    for contact_only in (False, True):
        print(pay_sentence(costs.effective_pay(scored, contact_only=contact_only), contact_only))
    print(stamp(rates, scenario.prices.wage_pence))
    if world.tables.about.roads_note:
        print(world.tables.about.roads_note)
    return 0


def _scored(case: Case, plan: Plan | None) -> Score:
    """Score a plan of the day, or today's rounds where none is given."""
    return study.score_plan(case, plan or case.today)


def printed(table: pd.DataFrame) -> pd.DataFrame:
    """Write a price check as an officer reads it: pounds, one decimal of a minute."""
    out = table.copy()
    out["range"] = [
        f"{low / 100:.2f}–{high / 100:.2f}"
        for low, high in zip(out["needed_low_pence"], out["needed_high_pence"], strict=True)
    ]
    for name in ("offered_pence", "needed_pence"):
        out[name] = [f"{pence / 100:.2f}" for pence in table[name]]
    out["surplus_pence"] = [f"{pence / 100:+.2f}" for pence in table["surplus_pence"]]
    out["surplus_annual_pence"] = [f"{p / 100:+,.0f}" for p in table["surplus_annual_pence"]]
    out["hours"] = [f"{hours:,.0f}" for hours in table["hours"]]
    for name in ("travel_minutes", "miles", "waiting_minutes"):
        out[name] = [f"{value:.1f}" for value in table[name]]
    return out[list(HEADINGS)].rename(columns=HEADINGS)


def pay_sentence(table: pd.DataFrame, contact_only: bool) -> str:
    """Say how many carers fall below the minimum wage on all their working time."""
    paid = "contact time alone" if contact_only else "all working time"
    if table.empty:
        return f"Paid for {paid}: nobody works."
    below, least = int(table["below"].sum()), int(table["minimum_pence"].iloc[0])
    return (
        f"Paid for {paid}: {below:,} of {len(table):,} carers below the minimum wage of "
        f"£{least / 100:.2f} an hour of working time (lowest "
        f"£{table['effective_pence'].min() / 100:.2f}); the law looks at the whole pay period."
    )


def stamp(rates: Rates, wage_pence: int) -> str:
    """Say which wage, mileage and day the figures rest on."""
    wage = wage_pence or rates.wage_pence
    return (
        f"Rates of {rates.day:%-d %B %Y}: wage £{wage / 100:.2f}, "
        f"mileage {rates.mileage_pence('car')}p, running costs {rates.value('running'):.0%} "
        f"and surplus {rates.value('surplus'):.0%} of the price. {_sector(rates)}"
        f"The range: speeds 15 % faster; 15 % slower with visits 5 % over."
    )


def _sector(rates: Rates) -> str:
    pence = costs.sector_pence(rates)
    known = "not known for that day" if pence is None else f"£{pence / 100:.2f}"
    return f"The Homecare Association's minimum price: {known}. "
