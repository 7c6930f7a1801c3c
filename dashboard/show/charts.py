"""The fonts and colours that every chart of the house has."""

from __future__ import annotations

import altair as alt

from dashboard.maps.palette import INK

Chart = alt.Chart | alt.LayerChart
FONT = "Public Sans"
ROW_PX = 26
AXIS_PX = 80
"""Room for the axis and its title: the page counts them in the height of a chart."""


def finish(chart: Chart) -> Chart:
    """Give a chart the fonts and colours of the house."""
    styled: Chart = (
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
