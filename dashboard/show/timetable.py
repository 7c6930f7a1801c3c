"""Rounds as frames to draw and to list: spans of time, pairs of carers, calls, the way of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.show.charts import KINDS
from dashboard.show.text import MINUTE_S
from solver.domain.clock import clock
from solver.rates.pay import METRES_PER_MILE
from solver.roads.lines import AT_THE_DOOR, WALK_FROM, WALK_TO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solver.roads import RoadLeg
    from solver.score import Score

HOUR_S = 3_600
NOT_ROADS = {AT_THE_DOOR, WALK_FROM, WALK_TO}
MOST_ROADS = 3
"""Roads named of a way: the longest ones, in the order they are driven."""


def call_list(score: Score, carers: Sequence[str]) -> pd.DataFrame:
    """List the calls of some carers in order, with who shares a double-handed visit."""
    stops = score.stops
    calls = stops[stops["carer_id"].isin(carers)].sort_values(["carer_id", "start_s"])
    others = _others(stops)
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


def spans(score: Score, carers: Sequence[str]) -> pd.DataFrame:
    """Cut each carer's day into visits, travel between them, and waiting.

    Returns
    -------
    DataFrame
        ``row`` (carer), ``begin_h, end_h`` (hours since midnight), ``kind``
        (one of :data:`~dashboard.show.charts.KINDS`), ``what, when, note`` (words),
        ``today_h`` (today's start of a visit that stands elsewhere, else NaN).
    """
    stops = score.stops[score.stops["carer_id"].isin(carers)]
    legs = score.legs[score.legs["carer_id"].isin(carers) & (score.legs["kind"] == "between")]
    others = _others(score.stops)
    rows: list[tuple[Any, ...]] = []
    called: Any = stops.itertuples(index=False)
    for row in called:
        double = row.carers_required > 1
        moved = row.start_s != row.today_s
        notes = [f"with {others.get((row.carer_id, row.visit_id), 'nobody')}"] if double else []
        notes += [f"today at {clock(int(row.today_s))}"] if moved else []
        today_h = row.today_s / HOUR_S if moved else None
        what = f"Visit {row.visit_id}, {row.zone}"
        kind = KINDS[1] if double else KINDS[0]
        rows.append((row.carer_id, row.start_s, row.end_s, kind, what, "; ".join(notes), today_h))
        if row.waiting_s > 0:
            begin = row.start_s - row.waiting_s
            rows.append((row.carer_id, begin, row.start_s, KINDS[3], "Waiting", "", None))
    driven: Any = legs.itertuples(index=False)
    for row in driven:
        way = f"{row.length_m / METRES_PER_MILE:.1f} miles by {row.mode}"
        rows.append((row.carer_id, row.depart_s, row.arrive_s, KINDS[2], "Travel", way, None))
    names = ["row", "begin_s", "end_s", "kind", "what", "note", "today_h"]
    frame = pd.DataFrame(rows, columns=names).astype({"today_h": float})
    frame["when"] = [
        f"{clock(int(a))} to {clock(int(b))}"
        for a, b in zip(frame["begin_s"], frame["end_s"], strict=True)
    ]
    return frame.assign(begin_h=frame["begin_s"] / HOUR_S, end_h=frame["end_s"] / HOUR_S)


def pairs(score: Score, carers: Sequence[str]) -> pd.DataFrame:
    """List the double-handed visits of which both carers are shown.

    Returns
    -------
    DataFrame
        ``one, other`` (carers), ``middle_h`` (hours since midnight), ``what``.
    """
    calls = score.stops[score.stops["carer_id"].isin(carers) & (score.stops["carers_required"] > 1)]
    rows = []
    visits: Any = calls.groupby("visit_id", sort=False)
    for visit_id, both in visits:
        names = sorted(both["carer_id"])
        if len(names) == 2:
            start, end = int(both["start_s"].iloc[0]), int(both["end_s"].iloc[0])
            what = f"Visit {visit_id}: {names[0]} and {names[1]}"
            rows.append((names[0], names[1], (start + end) / 2 / HOUR_S, what))
    return pd.DataFrame(rows, columns=["one", "other", "middle_h", "what"])


def way_list(
    score: Score, carer: str, along: Mapping[tuple[int, int], RoadLeg], *, back: str
) -> pd.DataFrame:
    """List the day of one carer step by step: each way with its roads, and the call at its end.

    Parameters
    ----------
    along
        (shift, position in the round) → the way that leads there along the
        roads; the way back stands one position past the last call.
    back
        What the way back leads to, e.g. "Home".

    Returns
    -------
    DataFrame
        One row a call or way back: ``step, leaves, roads, miles`` and
        ``minutes`` (NaN where no way leads there) ``, arrives, start, end,
        today, visit_id, person_id, with``; a way back has no call.
    """
    calls = score.stops[score.stops["carer_id"] == carer].sort_values(["shift", "position"])
    legs: Any = score.legs[score.legs["carer_id"] == carer].itertuples(index=False)
    ways = {(row.shift, row.position): row for row in legs}
    others = _others(score.stops)
    rows = []
    made: Any = calls.itertuples(index=False)
    for number, call in enumerate(made, start=1):
        key = (call.shift, call.position)
        rows.append(
            {
                "step": f"Call {number}",
                **_way(ways.get(key), along.get(key)),
                "start": clock(int(call.start_s)),
                "end": clock(int(call.end_s)),
                "today": clock(int(call.today_s)),
                "visit_id": call.visit_id,
                "person_id": call.person_id,
                "with": others.get((carer, call.visit_id), ""),
            }
        )
        after = (call.shift, call.position + 1)
        if after in ways and ways[after].kind == "home":
            rows.append({"step": back, **_way(ways[after], along.get(after))})
    return pd.DataFrame(rows)


def _way(leg: Any, along: RoadLeg | None) -> dict[str, Any]:
    if leg is None:
        return {}
    return {
        "leaves": clock(int(leg.depart_s)),
        "roads": road_names(along) if along else "–",
        "miles": leg.length_m / METRES_PER_MILE,
        "minutes": leg.duration_s / MINUTE_S,
        "arrives": clock(int(leg.arrive_s)),
    }


def road_names(leg: RoadLeg) -> str:
    """Name the longest roads of a way in the order they are driven; none has a name: "–"."""
    length: dict[str, int] = {}
    for step in leg.steps:
        if step.name and step.name not in NOT_ROADS:
            length[step.name] = length.get(step.name, 0) + step.length_m
    longest = sorted(length, key=lambda name: -length[name])[:MOST_ROADS]
    return "; ".join(name for name in length if name in longest) or "–"


def _others(stops: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(carer, visit) → the other carers of a double-handed visit."""
    shared = stops[stops["carers_required"] > 1]
    crews = shared.groupby("visit_id")["carer_id"].agg(list)
    return {
        (carer, visit): ", ".join(other for other in crews[visit] if other != carer)
        for carer, visit in zip(shared["carer_id"], shared["visit_id"], strict=True)
    }


def _minutes(seconds: pd.Series) -> list[int]:
    return [round(value) for value in seconds / MINUTE_S]
