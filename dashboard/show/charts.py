"""Charts: pure functions from frames to Altair, in the colours of the maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from dashboard.maps.palette import ACCENT, CIVIC, INK, MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

FONT = "Public Sans"
ROW_PX = 26
AXIS_PX = 80
"""Room for the axis and its title: the page counts them in the height of a chart."""
KINDS = ("Visit by one carer", "Visit by two carers", "Travel between visits", "Waiting")
_KIND_COLOURS = (CIVIC, ACCENT, "#9aa7ab", "#dfe4e2")
TIMETABLE_ROW_PX = 32
CHOSEN = "chosen"
"""Name of the choice that a click on the timetable makes: ``{"row": carer}``."""
TODAY_MARK = "Today's start, where it differs"


def finish(chart: alt.Chart | alt.LayerChart) -> alt.Chart | alt.LayerChart:
    """Give a chart the fonts and colours of the house."""
    styled: alt.Chart | alt.LayerChart = (
        chart.configure(font=FONT)
        .configure_axis(
            labelFontSize=13,
            titleFontSize=13,
            labelColor=INK,
            titleColor=INK,
            gridColor="#e3e8e6",
            labelLimit=260,
        )
        .configure_legend(
            labelFontSize=13, titleFontSize=13, labelColor=INK, labelLimit=0, orient="top"
        )
        .configure_view(stroke=None)
    )
    return styled


def timetable(
    spans: pd.DataFrame, pairs: pd.DataFrame, order: Sequence[str]
) -> alt.Chart | alt.LayerChart:
    """Draw each carer's day as a row of bars; a click on a row chooses its carer.

    Parameters
    ----------
    spans, pairs
        As :func:`dashboard.show.timetable.spans` and :func:`dashboard.show.timetable.pairs`
        make them.
    order
        Rows from top to bottom.
    """
    # Vega draws the ticks as clock times: 25 h is 01:00 of the next day.
    clock = (
        "(datum.value % 24 < 10 ? '0' : '') + (datum.value % 24) + ':00'"
        " + (datum.value >= 24 ? ' +1' : '')"
    )
    names = alt.Scale(domain=list(order))
    rows = alt.Y("row:N", scale=names, title=None)
    hours = alt.X(
        "begin_h:Q",
        title=None,
        scale=alt.Scale(nice=False, zero=False, padding=8),
        axis=alt.Axis(orient="top", labelExpr=clock, tickMinStep=1),
    )
    visits = alt.FieldOneOfPredicate("kind", list(KINDS[:2]))
    bars = (
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
    # A figure 2 stands on double-handed visits, so that colour is not the only sign of them.
    twos = (
        alt.Chart(spans[spans["kind"] == KINDS[1]])
        .transform_calculate(middle="(datum.begin_h + datum.end_h) / 2")
        .mark_text(text="2", color="#ffffff", fontSize=11, fontWeight=700)
        .encode(x="middle:Q", y=rows)
    )
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
    before = (
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
    tall = TIMETABLE_ROW_PX * max(len(order), 2) + AXIS_PX
    return finish((links + bars + twos + before).properties(height=tall))


def moved_starts(moved_minutes: pd.Series, cap_minutes: int) -> alt.Chart | alt.LayerChart:
    """Draw how far starts move from today, earlier and later, in steps of five minutes."""
    step = 5
    low = -(-cap_minutes // step) * step
    edges = list(range(-low, low + step, step)) or [0]
    middle = (moved_minutes / step).round().astype(int) * step
    counts = middle.value_counts().reindex(edges, fill_value=0).rename_axis("minutes")
    frame = counts.rename("visits").reset_index()
    chart = (
        alt.Chart(frame)
        .mark_bar(color=CIVIC)
        .encode(
            x=alt.X("minutes:O", title="Minutes later than today (less than 0: earlier)"),
            y=alt.Y("visits:Q", title="Visits"),
            tooltip=[
                alt.Tooltip("minutes:O", title="About (minutes)"),
                alt.Tooltip("visits:Q", title="Visits"),
            ],
        )
        .properties(height=220)
    )
    return finish(chart)


def bars(frame: pd.DataFrame, label: str, value: str, title: str) -> alt.Chart | alt.LayerChart:
    """Draw one bar a row, in the order of the frame."""
    chart = (
        alt.Chart(frame)
        .mark_bar(color=CIVIC, height=18)
        .encode(
            x=alt.X(f"{value}:Q", title=title),
            y=alt.Y(f"{label}:N", sort=None, title=None),
            tooltip=[alt.Tooltip(f"{label}:N"), alt.Tooltip(f"{value}:Q", title=title)],
        )
        .properties(height=ROW_PX * max(len(frame), 2) + AXIS_PX)
    )
    return finish(chart)


def price_ranges(frame: pd.DataFrame) -> alt.Chart | alt.LayerChart:
    """Draw the rate needed with its range and the rate offered, a row a band.

    Parameters
    ----------
    frame
        ``band, low, high, needed, offered`` in pounds, in the order of the rows.
    """
    rows = alt.Y("band:N", sort=None, title=None, axis=alt.Axis(labelOverlap=False))
    pounds = alt.Scale(zero=False, padding=12)
    ends = (
        alt.Chart(frame)
        .mark_bar(height=12, color="#c9d3d1")
        .encode(
            x=alt.X("low:Q", title="£ a carer-hour", scale=pounds, axis=alt.Axis(format=".2f")),
            x2="high:Q",
            y=rows,
            tooltip=[
                alt.Tooltip("band:N", title="Band"),
                alt.Tooltip("low:Q", title="Needed at least (£)", format=".2f"),
                alt.Tooltip("high:Q", title="Needed at most (£)", format=".2f"),
            ],
        )
    )
    kinds = ["Rate needed", "Rate offered"]
    points = frame.melt("band", ["needed", "offered"], var_name="kind", value_name="rate")
    points["kind"] = points["kind"].map({"needed": kinds[0], "offered": kinds[1]})
    marks = (
        alt.Chart(points)
        .mark_point(size=190, filled=True, opacity=1)
        .encode(
            x=alt.X("rate:Q", scale=pounds),
            y=rows,
            shape=alt.Shape(
                "kind:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]), title=None
            ),
            color=alt.Color(
                "kind:N", scale=alt.Scale(domain=kinds, range=[ACCENT, CIVIC]), title=None
            ),
            tooltip=[
                alt.Tooltip("band:N", title="Band"),
                alt.Tooltip("kind:N", title="Which"),
                alt.Tooltip("rate:Q", title="£ a carer-hour", format=".2f"),
            ],
        )
    )
    return finish((ends + marks).properties(height=90 + 34 * max(len(frame), 2)))


__all__ = [
    "ACCENT",
    "CIVIC",
    "KINDS",
    "MUTED",
    "bars",
    "finish",
    "moved_starts",
    "price_ranges",
    "timetable",
]
