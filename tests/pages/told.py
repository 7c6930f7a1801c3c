"""Figures that are told elsewhere than on the page, and figures that are another county's."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from figures import Figure, figures

from solver.selftest import DEMO, PUBLISHED

if TYPE_CHECKING:
    from walking import Block

ANSWERS = Path(__file__).resolve().parents[2] / "docs" / "answers.md"
HEADING = "## Numbers that are said, and stand in no table"
REPORT = "002"
"""How the source of a figure begins that is Leicestershire's."""
LEAST, LEAST_ROUND = 1_000, 10_000
"""Counts and hours below these are too common to be another county's; the second: full hundreds."""
OF_THE_PAPERS = re.compile(
    r"Leicestershire|Cambridgeshire|Bradford|[Pp]ara(?:graph)? \d+|\b00[1-4]\b|MTFS"
)
"""Words by which a sentence or a block says that its figures are the papers'."""


class Derived(NamedTuple):
    """A row of docs/answers.md: figures that a page may say in sentences with its words."""

    numbers: tuple[Figure, ...]
    page: str
    words: str
    origin: str


def derived() -> list[Derived]:
    """Read the table of numbers that stand in no table."""
    (_, section) = ANSWERS.read_text(encoding="utf-8").split(HEADING)
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in section.split("\n## ")[0].splitlines()
        if line.startswith("| ") and not line.startswith("| number")
    ]
    return [
        Derived(tuple(figures(numbers)), page, words, origin.strip("| "))
        for numbers, page, words, origin in rows
    ]


def told(page: str, sentence: str) -> list[Figure]:
    """Give the figures that docs/answers.md lets this sentence of this page say."""
    return [
        number
        for row in derived()
        if row.page == page and row.words in sentence
        for number in row.numbers
    ]


class Theirs(NamedTuple):
    """What is Leicestershire's: figures of its report, names of its zones."""

    figures: tuple[Figure, ...]
    zones: tuple[str, ...]


def theirs() -> Theirs:
    """Gather Leicestershire's figures from the published numbers, and its zones from its files."""
    entries = tomllib.loads(PUBLISHED.read_text(encoding="utf-8"))["published"]
    found = []
    for entry in entries.values():
        value, unit = float(entry["value"]), entry.get("unit", "")
        if not entry["source"].startswith(REPORT):
            continue
        if (unit == "£ an hour" and value >= 10) or unit == "£ a week":
            found += figures(f"£{value:,.2f}") + figures(f"£{value:,.0f}")[unit == "£ an hour" :]
        elif unit == "£m a year" and value >= 10:
            found += figures(f"£{value:,.2f}m") + figures(f"£{value:,.1f}m")
        elif value >= (LEAST if value % 100 else LEAST_ROUND) and not unit.startswith("£"):
            found += figures(f"{value:,.0f}")
    zones = pd.read_csv(DEMO / "zones.csv")["zone"]
    return Theirs(tuple(found), tuple(sorted(set(zones))))


def foreign(blocks: list[Block], of: Theirs, *, own: bool) -> list[str]:
    """Find Leicestershire's figures and zones in blocks that do not say whose they are.

    Parameters
    ----------
    own
        True where the rates of this county's bands are the papers', said in the base line.
    """
    found = []
    for block in blocks:
        said = own and any(OF_THE_PAPERS.search(text) for text in block.bases)
        if said or OF_THE_PAPERS.search(block.heading):
            continue
        for text in (*block.sentences, *block.helps, *block.tables, *block.cards, *block.widgets):
            if OF_THE_PAPERS.search(text):
                continue
            same = [
                one.text
                for one in figures(text)
                if any((one.value, one.unit) == (it.value, it.unit) for it in of.figures)
            ]
            same += [zone for zone in of.zones if re.search(rf"\b{zone}\b(?! (?:Road|Lane))", text)]
            found += [f"{block.heading}: {name} in “{text[:90]}”" for name in same]
    return found
