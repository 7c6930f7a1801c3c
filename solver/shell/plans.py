"""Reading back the rounds that a run wrote."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from solver.domain import Plan, Round, Stop
from solver.domain.clock import DAY_S, seconds_of
from solver.errors import PlanError
from solver.study.outcome import PLAN_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from solver.domain import Day


def read_plan(path: Path, day: Day) -> Plan:
    """Read rounds from an ``INTERNAL_plan.csv`` that ``python -m solver run`` wrote.

    A file of an earlier version, ``plan.csv``, is read alike.

    Raises
    ------
    PlanError
        When the file cannot be read, lacks a column, or a cell is no time or
        number; the row is named.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(f"{path.name} cannot be read: {error}.") from error
    reader = csv.DictReader(text.splitlines())
    wanted = {name: PLAN_COLUMNS[name] for name in ("carer_id", "shift", "visit_id", "start")}
    missing = [head for head in wanted.values() if head not in (reader.fieldnames or [])]
    if missing:
        raise PlanError(
            f"{path.name} has no column {missing[0]!r}; give the INTERNAL_plan.csv of a run."
        )
    stops: dict[tuple[str, int], list[Stop]] = {}
    for number, row in enumerate(reader, start=2):
        try:
            shift = int(row[wanted["shift"]]) - 1
            stop = Stop(row[wanted["visit_id"]], _seconds(row[wanted["start"]]))
        except (ValueError, TypeError) as error:
            raise PlanError(f"{path.name}, row {number}: {error}.") from error
        stops.setdefault((row[wanted["carer_id"]], shift), []).append(stop)
    return Plan(
        day, tuple(Round(carer, shift, tuple(made)) for (carer, shift), made in stops.items())
    )


def _seconds(text: str) -> int:
    """Read a time as a plan writes it; ``00:30 +1`` is past midnight."""
    time, _, days = text.partition(" +")
    return seconds_of(time) + (int(days) * DAY_S if days else 0)
