"""Charts of prices: the rate that rounds need beside the rate offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import altair as alt

from dashboard.kept import kept, stamp_of
from dashboard.maps.palette import ACCENT, CIVIC
from dashboard.show.charts import Written, finish

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.show.charts import Chart


def written_price_ranges(frame: pd.DataFrame) -> Chart:
    """Give the chart of :func:`price_ranges`, written once for all who look at the same prices."""
    return cast("Chart", _written(stamp_of(frame), frame))


@kept("drawn")
def _written(stamp: str, _frame: pd.DataFrame) -> Written:
    return Written(lambda: price_ranges(_frame))


def price_ranges(frame: pd.DataFrame) -> Chart:
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
