"""“Can I check your sums?” is answered by one click on the Data page."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

pytestmark = pytest.mark.usefixtures("data_folder")

PAGE = str(Path(__file__).parents[2] / "pages" / "data.py")


def html_of(page: AppTest) -> str:
    return "\n".join(str(block.proto.body) for block in page.get("html"))


def test_one_click_shows_every_number_beside_the_one_expected() -> None:
    page = AppTest.from_file(PAGE, default_timeout=120).run()
    assert "Can I check your sums?" in [header.value for header in page.header]
    assert "143,083" not in html_of(page)
    page.button(key="check-sums").click().run()
    assert not page.exception
    shown = html_of(page)
    for words in (
        "All numbers are reproduced:",
        "352,155.25",
        "137,713 + 9,775 + 2,845 − 7,250",
        "143,083",
        "Published",
        "Computed from published numbers",
        "The paper misprints it",
        "maintenance hours",
    ):
        assert words in shown, words
    assert "NO" not in [cell for cell in shown.split(">") if cell.startswith("NO")]
