"""A chart that is written once is what Streamlit would write anew, checked part by part."""

from __future__ import annotations

import pandas as pd
from streamlit.elements import vega_charts
from villages import village_world

from dashboard.costs.charts import price_ranges
from dashboard.rounds import timetable_chart
from dashboard.show.charts import Written
from solver import study
from solver.domain import Scenario


def as_sent(chart):
    """Write a chart as Streamlit does before it goes to the page."""
    return vega_charts._convert_altair_to_vega_lite_spec(chart)


def charts():
    prices = pd.DataFrame(
        {
            "band": ["Urban", "Rural"],
            "low": [17.5, 19.0],
            "high": [19.5, 22.0],
            "needed": [18.2, 20.1],
            "offered": [18.45, 18.45],
        }
    )
    score = study.score_today(study.prepare(village_world(), Scenario(), "mon"))
    carers = sorted(set(score.stops["carer_id"]))
    spans, pairs = timetable_chart.spans(score, carers), timetable_chart.pairs(score, carers)
    yield lambda: price_ranges(prices)
    yield lambda: timetable_chart.timetable(spans, pairs, carers)


def test_a_chart_is_written_once_and_sent_as_it_would_be_each_time() -> None:
    for draw in charts():
        anew, written = as_sent(draw()), Written(draw)
        assert as_sent(written) == anew  # Altair checks the first, nobody the second
        sent = as_sent(written)
        sent["datasets"].clear()
        sent["config"].clear()
        assert as_sent(written) == anew  # what is done to what was sent does not reach the next
