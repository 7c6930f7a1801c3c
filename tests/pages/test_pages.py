"""Every page opens without the frame, says its title and its base, and shows no fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PAGES = sorted((Path(__file__).parents[2] / "pages").glob("[a-z]*.py"))
TITLES = {
    "overview": "Overview",
    "data": "Data",
    "zones": "Zones and bands",
    "rounds": "Rounds",
    "roads": "Roads",
    "costs": "Costs",
    "demand": "Demand",
    "compare": "Compare",
    "export": "Export",
}

pytestmark = pytest.mark.usefixtures("data_folder")


def html_of(page: AppTest) -> str:
    return "\n".join(str(block.proto.body) for block in page.get("html"))


def test_every_page_has_a_title_here() -> None:
    assert {page.stem for page in PAGES} == set(TITLES)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_opens(path: Path) -> None:
    page = AppTest.from_file(str(path), default_timeout=120).run()
    assert not page.exception
    assert not page.error, [error.value for error in page.error]
    assert page.title[0].value == TITLES[path.stem]
    html = html_of(page)
    assert "Invented packages" in html
    assert "Illustrative roads" in html
    assert "31 July 2019" in html


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_is_thin(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 80
