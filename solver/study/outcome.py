"""What a run leaves behind: a summary, the rounds, the roads they take, the costs."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from solver.costs import council_week
from solver.domain import Unserved
from solver.domain.clock import clock
from solver.publish import SMALL_NUMBERS, colophon, write_csv
from solver.publish.internal import BEFORE, write_rounds
from solver.rates import carbon_basis
from solver.study.compare import saving
from solver.study.range_words import CLAIM, CLAIM_HEADING

if TYPE_CHECKING:
    from pathlib import Path

    from solver.base.world import World
    from solver.score import Score
    from solver.study.day import Result

PLAN_COLUMNS = {
    "carer_id": "Carer",
    "provider_id": "Provider",
    "shift": "Shift",
    "position": "Order",
    "visit_id": "Visit",
    "person_id": "Person",
    "start": "Start",
    "end": "End",
    "today_start": "Today's start",
    "moved_minutes": "Moved, minutes",
    "travel_minutes": "Travel before, minutes",
    "travel_miles": "Travel before, miles",
}
"""Columns of the plan as an officer reads it; ids as in the world's tables."""


KINDS: dict[str, tuple[str, ...]] = {
    "unserved": ("day", "reason"),
    "violations": ("rule",),
    "contracted": (
        "contracted_minutes",
        *(f"unused_{what}_{of}" for what in ("minutes", "pence") for of in ("today", "plan")),
    ),
}
"""Lists of a summary that name people, and what of each row names nobody."""


def summary(result: Result, world: World) -> dict[str, Any]:
    """Gather a run's figures, ready for JSON.

    Nothing in it depends on when or where it was run: two runs with the same
    ``input_hash``, scenario, seed and stop by iterations give the same text.
    """
    about = world.tables.about
    return {
        "world": about.name,
        "invented": about.invented,
        "roads_note": about.roads_note,
        "data_date": about.data_date,
        "price_base": about.price_base,
        "scenario": result.scenario.plain(),
        "day": result.day,
        "base": "all planned visits of the day",
        "visits": result.score.totals.visits,
        "served": result.score.totals.served,
        "unserved": [asdict(item) for item in result.plan.unserved],
        "valid": result.valid,
        "violations": [asdict(item) for item in result.violations],
        "today": figures(result.today),
        "plan": figures(result.score),
        "saying": saving(result),
        "range": result.ranges.plain(),
        "papers_claim": {"heading": CLAIM_HEADING, "text": CLAIM},
        "seed": result.seed,
        "versions": dict(result.versions),
        "carbon": carbon_basis(result.rates).plain(),
        "rates": result.rates.stamp(),
        "input_hash": result.input_hash,
    }


def figures(score: Score) -> dict[str, float | int | None]:
    """Figures of a scored plan; ``minutes`` are travel between visits."""
    totals = score.totals
    return {
        "miles": round(totals.miles, 3),
        "minutes": round(totals.travel_minutes, 2),
        "council_pence": totals.council_pence,
        "provider_pence": totals.provider_pence,
        "co2e_kg": round(totals.co2e_kg, 3),
        "commute_co2e_kg": round(totals.commute_co2e_kg, 3),
        "carers": totals.carers,
        "served": totals.served,
        "commute_miles": round(totals.commute_miles, 3),
        "waiting_minutes": round(totals.waiting_minutes, 2),
        "paid_minutes": round(totals.paid_minutes, 2),
        "carer_hours": round(totals.carer_hours, 4),
        "late_visits": totals.late_visits,
        "late_minutes": round(totals.late_minutes, 2),
        "moved": totals.moved,
        "carers_changed": totals.carers_changed,
        "providers_changed": totals.providers_changed,
        "released_carer_hours": totals.released_carer_hours,
    }


def plan_frame(result: Result) -> pd.DataFrame:
    """List the plan, a row a call, in carer, shift and driving order (internal)."""
    stops = result.score.stops
    frame = pd.DataFrame(
        {
            "carer_id": stops["carer_id"],
            "provider_id": stops["provider_id"],
            "shift": stops["shift"] + 1,
            "position": stops["position"] + 1,
            "visit_id": stops["visit_id"],
            "person_id": stops["person_id"],
            "start": stops["planned_s"].map(_exact),
            "end": stops["end_s"].map(_exact),
            "today_start": stops["today_s"].map(_exact),
            "moved_minutes": (stops["moved_s"] / 60).round(1),
            "travel_minutes": (stops["travel_s"] / 60).round(1),
            "travel_miles": stops["miles"].round(2),
        }
    )
    return frame.reset_index(drop=True)


def _exact(seconds: int) -> str:
    return clock(seconds, exact=True)


def without_people(figures: dict[str, Any]) -> dict[str, Any]:
    """Leave visits, carers and their days out of a summary; how many of what kind stays."""
    bare = {"marking": SMALL_NUMBERS, **figures}
    for name, kept in KINDS.items():
        if name in figures:
            bare[name] = [{k: v for k, v in row.items() if k in kept} for row in figures[name]]
    return bare


def write_result(
    result: Result, world: World, out: Path, *, made_on: str | None = None
) -> list[Path]:
    """Write what a run leaves, each file saying what it is.

    ``INTERNAL_plan.csv, INTERNAL_rounds.geojson, INTERNAL_unserved.csv`` name people's visits
    and doors, ``INTERNAL_costs.csv`` has small cells: they are not for publication. A
    description stands beside each CSV. ``summary.json`` names no visit. ``plan.csv``, which
    scripts of earlier versions read, is a link to the first where links can be made.

    Parameters
    ----------
    made_on
        ISO date of the files; today where ``None``.

    Returns
    -------
    files
        The paths written, descriptions apart.
    """
    out.mkdir(parents=True, exist_ok=True)
    plan, rounds = out / f"{BEFORE}plan.csv", out / f"{BEFORE}rounds.geojson"
    left, costs = out / f"{BEFORE}unserved.csv", out / f"{BEFORE}costs.csv"
    summed = out / "summary.json"
    day = made_on or date.today().isoformat()
    people = colophon(world, result.scenario, made_on=day, threshold=None)
    small = replace(people, marking=SMALL_NUMBERS, prices="contract prices")
    write_csv(plan_frame(result).rename(columns=PLAN_COLUMNS), plan, about=people)
    _keep_earlier_name(plan, out / "plan.csv")
    write_rounds(result.plan, result.case.workload, world, result.scenario, rounds, about=people)
    write_csv(unserved_frame(result), left, about=people)
    write_csv(council_week(world, result.scenario), costs, about=small)
    text = json.dumps(without_people(summary(result, world)), indent=2)
    summed.write_text(text + "\n", encoding="utf-8")
    return [plan, rounds, left, costs, summed]


def _keep_earlier_name(plan: Path, earlier: Path) -> None:
    """Let scripts that read ``plan.csv`` find the rounds: a link, so that nothing stands twice."""
    earlier.unlink(missing_ok=True)
    with suppress(OSError):  # some file systems have no links
        earlier.symlink_to(plan.name)


def unserved_frame(result: Result) -> pd.DataFrame:
    """List the visits without a carer, with the reason (internal)."""
    rows = [asdict(item) for item in result.plan.unserved]
    return pd.DataFrame(rows, columns=[field.name for field in fields(Unserved)])
