"""The timetable as a chart: a row a carer, a bar a visit, pairs of carers linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from dashboard.maps.palette import ACCENT, CIVIC, INK
from dashboard.show.calls import shared_with
from dashboard.show.charts import AXIS_PX, finish
from solver.domain.clock import clock
from solver.rates.pay import METRES_PER_MILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.show.charts import Chart
    from solver.score import Score

HOUR_S = 3_600
KINDS = ("Visit by one carer", "Visit by two carers", "Travel between visits", "Waiting")
_KIND_COLOURS = (CIVIC, ACCENT, "#9aa7ab", "#dfe4e2")
ROW_PX = 32
CHOSEN = "chosen"
"""Name of the choice that a click on the timetable makes: ``{"row": carer}``."""
TODAY_MARK = "Today's start, where it differs"


def spans(score: Score, carers: Sequence[str]) -> pd.DataFrame:
    """Cut each carer's day into visits, travel between them, and waiting.

    Returns
    -------
    DataFrame
        ``row`` (carer), ``begin_h, end_h`` (hours since midnight), ``kind``
        (one of :data:`KINDS`), ``what, when, note`` (words),
        ``today_h`` (today's start of a visit that stands elsewhere, else NaN).
    """
    stops = score.stops[score.stops["carer_id"].isin(carers)]
    legs = score.legs[score.legs["carer_id"].isin(carers) & (score.legs["kind"] == "between")]
    others = shared_with(score.stops)
    rows: list[tuple[Any, ...]] = []
    called: Any = stops.itertuples(index=False)
    for row in called:
        double = row.carers_required > 1
        moved = row.start_s != row.today_s
        notes = [f"with {others.get((row.carer_id, row.visit_id), 'nobody')}"] if double else []
        notes += [f"today's start {clock(int(row.today_s))}"] if moved else []
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


def timetable(spans: pd.DataFrame, pairs: pd.DataFrame, order: Sequence[str]) -> Chart:
    """Draw each carer's day as a row of bars; a click on a row chooses its carer.

    Parameters
    ----------
    spans, pairs
        As :func:`spans` and :func:`pairs` make them.
    order
        Rows from top to bottom.
    """
    names = alt.Scale(domain=list(order))
    rows = alt.Y("row:N", scale=names, title=None)
    links = (
        alt.Chart(pairs)
        .mark_rule(color=ACCENT, strokeWidth=1.5, strokeDash=[3, 2], opacity=0.75)
        .encode(
            x="middle_h:Q",
            y=alt.Y("one:N", scale=names, title=None),
            y2="other:N",
            tooltip=[alt.Tooltip("what:N", title="Together")],
        )
    )
    tall = ROW_PX * max(len(order), 2) + AXIS_PX
    layers = links + _bars(spans, rows) + _twos(spans, rows) + _todays_starts(spans, rows)
    return finish(layers.properties(height=tall))


def _bars(spans: pd.DataFrame, rows: alt.Y) -> alt.Chart:
    # Vega draws the ticks as clock times: 25 h is 01:00 of the next day.
    clock_time = (
        "(datum.value % 24 < 10 ? '0' : '') + (datum.value % 24) + ':00'"
        " + (datum.value >= 24 ? ' +1' : '')"
    )
    hours = alt.X(
        "begin_h:Q",
        title=None,
        scale=alt.Scale(nice=False, zero=False, padding=8),
        axis=alt.Axis(orient="top", labelExpr=clock_time, tickMinStep=1),
    )
    visits = alt.FieldOneOfPredicate("kind", list(KINDS[:2]))
    bars: alt.Chart = (
        alt.Chart(spans)
        .mark_bar(stroke="#ffffff", strokeWidth=1, cursor="pointer")
        .encode(
            x=hours,
            x2="end_h:Q",
            y=rows,
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=list(KINDS), range=list(_KIND_COLOURS)),
                legend=alt.Legend(symbolType="square", symbolSize=160, columns=2),
                title=None,
            ),
            size=alt.condition(visits, alt.value(16), alt.value(6)),
            tooltip=[
                alt.Tooltip("row:N", title="Carer"),
                alt.Tooltip("what:N", title="What"),
                alt.Tooltip("when:N", title="When"),
                alt.Tooltip("note:N", title="Note"),
            ],
        )
        .add_params(alt.selection_point(name=CHOSEN, fields=["row"], on="click"))
    )
    return bars


def _twos(spans: pd.DataFrame, rows: alt.Y) -> alt.Chart:
    """Write a figure 2 on double-handed visits, so that colour is not the only sign of them."""
    twos: alt.Chart = (
        alt.Chart(spans[spans["kind"] == KINDS[1]])
        .transform_calculate(middle="(datum.begin_h + datum.end_h) / 2")
        .mark_text(text="2", color="#ffffff", fontSize=11, fontWeight=700)
        .encode(x="middle:Q", y=rows)
    )
    return twos


def _todays_starts(spans: pd.DataFrame, rows: alt.Y) -> alt.Chart:
    starts: alt.Chart = (
        alt.Chart(spans[spans["today_h"].notna()].assign(mark=TODAY_MARK))
        .mark_point(filled=True, size=42, yOffset=-12, opacity=0.9, color=INK)
        .encode(
            x="today_h:Q",
            y=rows,
            shape=alt.Shape(
                "mark:N",
                scale=alt.Scale(domain=[TODAY_MARK], range=["triangle-down"]),
                legend=alt.Legend(symbolFillColor=INK, symbolStrokeWidth=0),
                title=None,
            ),
            tooltip=[alt.Tooltip("what:N", title="Today's start of")],
        )
    )
    return starts
