"""docs/answers.md points at pages that there are, and at words that stand on them."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from solver.domain import Scenario

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = (ROOT / "docs" / "answers.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in ANSWERS.split("## Not answered yet")[0].splitlines()
    if line.startswith("| ") and not line.startswith("| question")
]


@cache
def words_on_screen() -> str:
    """Every text of the dashboard's code, one under the other."""
    texts = []
    for path in (*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "pages").glob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        apart = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}  # docstrings
        texts += [
            node.value
            for node in nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in apart
        ]
    return "\n".join(texts)


def test_there_are_rows() -> None:
    assert len(ROWS) > 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_a_row_names_pages_and_words_that_are_there(row: list[str]) -> None:
    _, pages, clicks = row
    screen = words_on_screen()
    for page in pages.split(";"):
        if page.strip() not in ("every page", "every table"):
            assert f"\n{page.strip()}\n" in screen
    for said in re.findall("“([^”]+)”", clicks):
        assert said in screen, said


def test_today_means_todays_rounds_and_a_price_of_now_has_another_name() -> None:
    """No scenario and no price is called “today”: only rounds, their starts and their carers."""
    sentences = [text for text in words_on_screen().splitlines() if " " in text]
    meant = re.compile(r"\b[Tt]oday\b(?!'s (?:rounds?|starts?|carers?)\b)")
    assert [text for text in sentences if meant.search(text)] == []
    assert "\ncurrent single rate (before bands)\n" in words_on_screen()
    assert Scenario().name == "Starting scenario"
