"""The Costs page shows the paper's table, and a changed rate changes the cost at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from office.jobs.startup import open_store
from office.store import scenarios
from office.store.worlds import DEMO

pytestmark = pytest.mark.usefixtures("data_folder")

PAGE = str(Path(__file__).parents[2] / "pages" / "costs.py")


def html_of(page: AppTest) -> str:
    return "\n".join(str(block.proto.body) for block in page.get("html"))


def test_the_papers_table_and_a_changed_rate() -> None:
    page = AppTest.from_file(PAGE, default_timeout=120).run()
    shown = html_of(page)
    for figure in (
        "£220,068.75",
        "£93,889.60",
        "£29,923.00",
        "£8,273.90",
        "£352,155.25",
        "£19.56",
        "£18.31m",
        "£17.27m",
        "+£1.04m",
        "65.21%",
    ):
        assert figure in shown, figure
    page.number_input(key="rate-Urban").set_value(19.75).run()
    assert not page.exception
    assert "£363,892.25" in html_of(page)  # 11,737 hours at a pound more
    stored = scenarios.every(open_store(), DEMO)[-1]
    assert stored.scenario.prices.band_pence == (("Urban", 1_975),)
    page.number_input(key="rate-Urban").set_value(18.75).run()
    assert "£352,155.25" in html_of(page)
    assert scenarios.every(open_store(), DEMO)[-1].scenario.prices.band_pence == ()


def test_a_year_of_53_weeks() -> None:
    page = AppTest.from_file(PAGE, default_timeout=120).run()
    page.segmented_control(key="weeks").set_value("53").run()
    assert not page.exception
    assert "£18.66m" in html_of(page)
