"""The calls of rounds, in order, with who shares a double-handed visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard.show.text import MINUTE_S
from solver.domain.clock import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.score import Score


def call_list(score: Score, carers: Sequence[str]) -> pd.DataFrame:
    """List the calls of some carers in order, with who shares a double-handed visit."""
    stops = score.stops
    calls = stops[stops["carer_id"].isin(carers)].sort_values(["carer_id", "start_s"])
    others = shared_with(stops)
    keys = zip(calls["carer_id"], calls["visit_id"], strict=True)
    return pd.DataFrame(
        {
            "carer_id": calls["carer_id"].to_numpy(),
            "start": [clock(int(s)) for s in calls["start_s"]],
            "end": [clock(int(s)) for s in calls["end_s"]],
            "visit_id": calls["visit_id"].to_numpy(),
            "person_id": calls["person_id"].to_numpy(),
            "zone": calls["zone"].to_numpy(),
            "with": [others.get(key, "") for key in keys],
            "today": [clock(int(s)) for s in calls["today_s"]],
            "late": _minutes(calls["late_s"]),
            "moved": _minutes(calls["planned_s"] - calls["today_s"]),
        }
    )


def shared_with(stops: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(carer, visit) → the other carers of a double-handed visit."""
    shared = stops[stops["carers_required"] > 1]
    calls = list(zip(shared["carer_id"].tolist(), shared["visit_id"].tolist(), strict=True))
    crews: dict[str, list[str]] = {}
    for carer, visit in calls:
        crews.setdefault(visit, []).append(carer)
    return {
        (carer, visit): ", ".join(other for other in crews[visit] if other != carer)
        for carer, visit in calls
    }


def _minutes(seconds: pd.Series) -> list[int]:
    return [round(value) for value in seconds / MINUTE_S]
