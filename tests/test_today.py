"""Today means today's rounds: no screen, file or command says it of a scenario or a price."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("pages", "dashboard", "office", "solver")
OF_ROUNDS = re.compile(
    r"[Tt]oday's( |$)(?=(rounds|starts?|carers?|order|visits|late|miles|travel|providers|plan|$))"
)
"""Today's rounds, and what is theirs; a sentence may be cut where a name goes in."""

A_VALUE = "today: "
"""The value of a column, as its page of the documentation explains it."""


def strings(source: str) -> list[str]:
    """Give the strings of a file but for its documentation."""
    tree = ast.parse(source)
    aside = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside
    ]


def strays(text: str) -> bool:
    """Whether a sentence speaks of today other than of today's rounds."""
    if " " not in text.strip() and text != "Today":
        return False  # a name in code
    left = OF_ROUNDS.sub("", text.removeprefix(A_VALUE))
    return re.search(r"\b[Tt]oday\b", left) is not None


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("Today's rounds of Monday", False),
        ("It must stay with today's ", False),
        ("against today's average rate", True),
        ("Zone today", True),
        ("Today", True),
        ("today", False),
    ],
)
def test_what_is_looked_for(text: str, stray: bool) -> None:
    assert strays(text) == stray


def test_today_is_said_of_todays_rounds_alone() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {text!r}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for text in strings(path.read_text(encoding="utf-8"))
        if strays(text)
    ]
    assert found == ["solver/domain/scenario.py: 'Today'"]  # what old stores called the scenario
