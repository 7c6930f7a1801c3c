"""docs/answers.md points at pages that there are, and at words that stand on them."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

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
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
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
