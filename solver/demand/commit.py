"""A plan as the new today: its calls as rows of the rounds table.

The cap counts from today's start as loaded. It ratchets only where an officer
commits a plan: the county is then loaded anew with these rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from solver.base.duty import on_duty, rounds_by_shift
from solver.demand.today import nearest_shift
from solver.errors import PlanError

if TYPE_CHECKING:
    from solver.base.world import World
    from solver.domain import Plan, Workload

COLUMNS = ["day", "carer_id", "shift", "visit_id", "start"]
MOST_NAMED = 5


def rounds_rows(plan: Plan, workload: Workload, world: World) -> pd.DataFrame:
    """Write the calls of a plan as rows of the rounds table (``docs/data.md``).

    Returns
    -------
    DataFrame
        ``day, carer_id, shift`` (of the carers table, from 1) ``, visit_id,
        start`` (``HH:MM``, with seconds where there are some; past midnight
        counts on).

    Raises
    ------
    PlanError
        When a carer of another provider makes a visit whose package stays
        where it is: such rounds would not hold as today's.
    """
    strange = [
        stop.visit_id
        for item in plan.rounds
        for stop in item.stops
        if workload.carer[item.carer_id].provider_id != workload.visit[stop.visit_id].provider_id
    ]
    if strange:
        named = ", ".join(sorted(set(strange))[:MOST_NAMED])
        raise PlanError(
            f"{len(set(strange)):,} visits go to carers of another provider than the one that "
            f"holds the package ({named} …). Move the packages first, or plan within each provider."
        )
    return rota(plan, workload, world)


def rota(plan: Plan, workload: Workload, world: World) -> pd.DataFrame:
    """Write the calls of a plan like :func:`rounds_rows`, whoever makes them."""
    loaded = {carer.id: carer for carer in on_duty(world, plan.day)}
    rows = []
    for item in plan.rounds:
        carer = loaded[item.carer_id]
        for stop in item.stops:
            service_s = workload.visit[stop.visit_id].service_s
            shift = nearest_shift(carer, stop.start_s, service_s) + 1
            rows.append((plan.day, carer.id, shift, stop.visit_id, _start(stop.start_s)))
    return pd.DataFrame(rows, columns=COLUMNS)


def committed(plan: Plan, workload: Workload, world: World) -> pd.DataFrame:
    """Give the county's rounds table with the calls of a plan in place of today's.

    Other days, and visits that the plan was not about, stay as they are. A
    visit that the plan leaves unmade has no row.

    Returns
    -------
    DataFrame
        As :func:`rounds_rows`, all days.

    Raises
    ------
    PlanError
        As :func:`rounds_rows` does.
    """
    new = rounds_rows(plan, workload, world)
    old = rounds_by_shift(world)
    planned = (old["day"] == plan.day) & old["visit_id"].isin(workload.visit)
    kept = old[~planned]
    stay = pd.DataFrame(
        {
            "day": kept["day"],
            "carer_id": kept["carer_id"],
            "shift": kept["shift"] + 1,
            "visit_id": kept["visit_id"],
            "start": [_start(int(start_s)) for start_s in kept["start_s"]],
        },
        columns=COLUMNS,
    )
    return pd.concat([stay, new], ignore_index=True)


def _start(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{rest:02d}" if rest else text
