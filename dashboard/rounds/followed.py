"""One carer's day step by step: on the roads, and as a list of ways and calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.maps import MapSpec, MapView, county, round_layers, show_map
from dashboard.show import controls
from dashboard.show.calls import shared_with
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, show_table
from dashboard.show.text import MINUTE_S, number, one_decimal
from solver.domain.clock import clock
from solver.rates.pay import METRES_PER_MILE
from solver.roads.lines import AT_THE_DOOR, WALK_FROM, WALK_TO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.rounds.result import RoundsShown
    from dashboard.state import Open
    from solver.roads import RoadLeg
    from solver.score import Score

FOLLOWED = "rounds-followed"
OWN_TIME = {
    "home": "The ways from and to home are the carer's own time.",
    "base": "The ways from and to the depot are working time.",
    "free": "The ways to the first door and from the last are not counted.",
}
WAY_COLUMNS = (
    Column("step", "Step"),
    Column("leaves", "Leaves"),
    Column("roads", "Along"),
    Column("miles", "Miles", one_decimal, numeric=True),
    Column("minutes", "Minutes", number, numeric=True),
    Column("arrives", "Arrives"),
    Column("start", "Starts"),
    Column("end", "Ends"),
    Column("today", "Today's start"),
    Column("visit_id", "Visit"),
    Column("person_id", "Service user"),
    Column("with", "Together with"),
)
NOT_ROADS = {AT_THE_DOOR, WALK_FROM, WALK_TO}
MOST_ROADS = 3
"""Roads named of a way: the longest ones, in the order they are driven."""


def follow(page: Open, found: RoundsShown, score: Score, carers: Sequence[str]) -> None:
    """Choose one of some carers: draw their round on the roads, and list it step by step."""
    st.subheader("One carer on the roads", anchor=False)
    if st.session_state.get(FOLLOWED) not in carers:
        st.session_state[FOLLOWED] = None
    carer = st.selectbox(
        "Carer to follow",
        carers,
        index=None,
        key=FOLLOWED,
        placeholder="Click a bar of the timetable, or type to search",
    )
    if carer is None:
        return
    world, scenario = page.world, page.scenario
    layers, legs = round_layers.followed(world, scenario, found.case, score, carer)
    zones, names = county.zone_layers(world, scenario)
    day = controls.DAY_NAMES[found.day]
    show_map(
        MapSpec(
            views=(
                MapView(
                    f"The round of carer {carer} on {day}, calls numbered in order. "
                    "The table below says the same, step by step.",
                    (zones, *layers, names),
                ),
            ),
            bounds=round_layers.bounds(found.case, [("", score)], [carer]) or county.bounds(world),
            bounds_key=f"{found.day}-{carer}",
            tiles=county.ground(world),
            legend=round_layers.LEGEND,
            height=420,
        ),
        key="rounds-followed-map",
    )
    worker = found.case.workload.carer[carer]
    back = "Depot" if worker.starts_from == "base" else "Home"
    frame = way_list(score, carer, legs, back=back)
    show_table(
        frame,
        WAY_COLUMNS,
        caption=f"Carer {carer}, {day}, step by step",
        note=f"Travels by {worker.mode}. {OWN_TIME[worker.starts_from]} Minutes are from door to "
        "door; the longest roads of a way are named.",
    )
    beside_table(frame, f"round-{carer}-{found.day}", page)


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
    others = shared_with(score.stops)
    rows = []
    made: Any = calls.itertuples(index=False)
    for i, call in enumerate(made, start=1):
        key = (call.shift, call.position)
        rows.append(
            {
                "step": f"Visit {i}",
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
