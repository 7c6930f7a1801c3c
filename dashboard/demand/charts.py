"""Charts of demand: hours now and then, who takes a leaver's hours, carers through the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from dashboard.maps.palette import ACCENT, CIVIC
from dashboard.show.charts import AXIS_PX, ROW_PX, finish

if TYPE_CHECKING:
    import pandas as pd

PALE = "#9aa7ab"
LEGEND_PX = 64
"""Room for a key above the chart, in one line or two."""
TIERS = ("Prime", "Supplementary", "Specialist", "Nobody is called on")
_TIER_COLOURS = (CIVIC, "#5c8a94", "#c9b458", ACCENT)


def now_and_then(frame: pd.DataFrame, label: str, when: str) -> alt.Chart | alt.LayerChart:
    """Draw hours now as a bar and hours then as a mark beyond it, a row each.

    Parameters
    ----------
    frame
        ``label, carer_hours_week, carer_hours_then``, in the order of the rows.
    when
        Name of the later time.
    """
    kinds = ["Now", when]
    rows = alt.Y(f"{label}:N", sort=None, title=None, axis=alt.Axis(labelOverlap=False))
    tips = [
        alt.Tooltip(f"{label}:N", title="Where"),
        alt.Tooltip("carer_hours_week:Q", title="Hours now", format=",.0f"),
        alt.Tooltip("carer_hours_then:Q", title=f"Hours, {when}", format=",.0f"),
    ]
    title = "Carer-hours a week, all planned"
    colour = alt.Scale(domain=kinds, range=[CIVIC, ACCENT])
    base = alt.Chart(frame)
    now = base.transform_calculate(kind=f"'{kinds[0]}'").mark_bar(height=16)
    then = base.transform_calculate(kind=repr(when)).mark_tick(thickness=4, size=22)
    chart = now.encode(
        x=alt.X("carer_hours_week:Q", title=title),
        y=rows,
        color=alt.Color("kind:N", scale=colour, title=None),
        tooltip=tips,
    ) + then.encode(
        x=alt.X("carer_hours_then:Q", title=title),
        y=rows,
        color=alt.Color("kind:N", scale=colour, title=None),
        tooltip=tips,
    )
    return finish(chart.properties(height=ROW_PX * max(len(frame), 2) + AXIS_PX + LEGEND_PX))


def who_takes(frame: pd.DataFrame) -> alt.Chart | alt.LayerChart:
    """Draw the hours to be found by zone, parted by who takes them.

    Parameters
    ----------
    frame
        ``zone, prime, supplementary, specialist, nobody`` (hours).
    """
    names = dict(zip(("prime", "supplementary", "specialist", "nobody"), TIERS, strict=True))
    long = frame.melt("zone", list(names), var_name="tier", value_name="hours")
    long = long[long["hours"] > 0].assign(tier=lambda rows: rows["tier"].map(names))
    chart = (
        alt.Chart(long)
        .mark_bar(height=16)
        .encode(
            x=alt.X("hours:Q", title="Carer-hours a week to be found anew"),
            y=alt.Y("zone:N", title=None, axis=alt.Axis(labelOverlap=False)),
            color=alt.Color(
                "tier:N",
                scale=alt.Scale(domain=list(TIERS), range=list(_TIER_COLOURS)),
                title=None,
            ),
            tooltip=[
                alt.Tooltip("zone:N", title="Zone"),
                alt.Tooltip("tier:N", title="Goes to"),
                alt.Tooltip("hours:Q", title="Hours", format=",.1f"),
            ],
        )
        .properties(height=ROW_PX * max(frame["zone"].nunique(), 2) + AXIS_PX + LEGEND_PX)
    )
    return finish(chart)


def through_the_day(profile: pd.DataFrame) -> alt.Chart | alt.LayerChart:
    """Draw the carers needed at each time of day, today and with the peak flattened.

    Parameters
    ----------
    profile
        ``start_s, time, today, flattened``, a row each five minutes.
    """
    kinds = ["Today's starts", "With visits moved"]
    columns = {"today": kinds[0], "flattened": kinds[1]}
    long = profile.melt(["start_s", "time"], list(columns), var_name="kind", value_name="carers")
    long["kind"] = long["kind"].map(columns)
    long["hour"] = long["start_s"] / 3_600
    colours = alt.Scale(domain=kinds, range=[PALE, ACCENT])
    dashes = alt.Scale(domain=kinds, range=[[6, 3], [1, 0]])
    ends = [float(long["hour"].min()), float(long["hour"].max())] if len(long) else [0.0, 24.0]
    chart = (
        alt.Chart(long)
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(
            x=alt.X(
                "hour:Q",
                title="Time of day",
                scale=alt.Scale(domain=ends, nice=False),
                axis=alt.Axis(
                    values=list(range(int(ends[0]), int(ends[1]) + 2, 2)),
                    labelExpr="(datum.value % 24 < 10 ? '0' : '') + datum.value % 24 + ':00'",
                ),
            ),
            y=alt.Y("carers:Q", title="Carers needed at once"),
            color=alt.Color("kind:N", scale=colours, title=None),
            strokeDash=alt.StrokeDash("kind:N", scale=dashes, title=None),
            tooltip=[
                alt.Tooltip("time:N", title="Time"),
                alt.Tooltip("kind:N", title="Which"),
                alt.Tooltip("carers:Q", title="Carers"),
            ],
        )
        .properties(height=320)
    )
    return finish(chart)
