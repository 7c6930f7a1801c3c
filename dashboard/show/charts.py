"""The fonts and colours that every chart of the house has."""

from __future__ import annotations

import copy
from threading import Lock
from typing import TYPE_CHECKING, Any

import altair as alt
from altair.utils.schemapi import debug_mode

from dashboard.maps.palette import INK

if TYPE_CHECKING:
    from collections.abc import Callable

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


_unchecked = Lock()
"""Held while Altair, which has one switch for all threads, checks nothing."""


class Written:
    """A chart that is written out once, and then given as it was written.

    Streamlit asks a chart for its text and tables at every run; writing them, and checking each
    part of them against the grammar of charts, takes longer than all else on some pages. Nothing
    in them comes from outside, so it is written unchecked; a test checks it.

    Parameters
    ----------
    draw
        Makes the chart.

    Attributes
    ----------
    kept_bytes : int
        About what it takes in memory.
    """

    def __init__(self, draw: Callable[[], Chart]) -> None:
        with _unchecked, debug_mode(False):
            self._chart: Chart | None = draw()
        self._spec: dict[str, Any] = {}
        self._tables: dict[str, Any] = {}
        self.kept_bytes = 300_000

    def to_dict(self) -> dict[str, Any]:
        """Give the chart as Vega-Lite reads it; Streamlit's own transformer keeps its tables."""
        chart = self._chart
        if chart is not None:
            self._spec = chart.to_dict(validate=False)
            self._tables = dict(alt.data_transformers.options.get("datasets", {}))
            self._chart = None
        return {**copy.deepcopy(self._spec), "datasets": dict(self._tables)}
