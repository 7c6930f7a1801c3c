"""The papers' numbers, recomputed from a world's inputs.

``python -m solver selftest`` prints each published number beside what this
installation computes from the demo's files. The published numbers live in
``published.toml`` with the paragraph they come from; nothing here knows them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from solver.base.world import World
from solver.intake import read_tables
from solver.rates import read_rates
from solver.selftest.figures import figures

if TYPE_CHECKING:
    from solver.roads import Roads

PUBLISHED = Path(__file__).with_name("published.toml")

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo" / "leicestershire"
"""The demo county that ships with the program."""


@dataclass(frozen=True, slots=True)
class Check:
    """One published number beside the one computed.

    Parameters
    ----------
    key
        System and figure, such as ``A1.weekly.Urban``.
    title, unit, source, base
        What it is, its unit, the paragraph, and the base of its hours.
    expected, got
        The published number and the computed one; ``got`` is ``None`` where
        the world gives no such figure.
    decimals
        How finely the two are compared (-2 = to the hundred).
    printed
        What the paper prints instead, where it misprints; else empty.
    """

    key: str
    title: str
    unit: str
    source: str
    base: str
    expected: float
    got: float | None
    decimals: int
    printed: str = ""

    @property
    def ok(self) -> bool:
        """True where the computed number, rounded as published, is the published one."""
        if self.got is None:
            return False
        # a hair's breadth for figures that lie on the edge of a rounding
        return abs(round(self.got, self.decimals) - self.expected) < 10 ** -(self.decimals + 3)

    @property
    def system(self) -> str:
        """The system that it belongs to, such as ``A1``, ``C1`` or ``trap2``."""
        return self.key.partition(".")[0]


def selftest(folder: Path = DEMO) -> tuple[Check, ...]:
    """Recompute every published number from the files of a world.

    Parameters
    ----------
    folder
        A world folder; the demo county by default.

    Returns
    -------
    tuple of Check
        In the order of ``published.toml``.

    Raises
    ------
    InputError
        When the world cannot be read.
    RatesError
        When its price base lies outside the book of rates.
    """
    data = tomllib.loads(PUBLISHED.read_text(encoding="utf-8"))
    got = figures(_without_roads(folder), data["given"])
    return tuple(_check(key, entry, got.get(key)) for key, entry in data["published"].items())


def _check(key: str, entry: dict[str, Any], got: float | None) -> Check:
    return Check(
        key=key,
        title=entry["title"],
        unit=entry["unit"],
        source=entry["source"],
        base=entry.get("base", ""),
        expected=float(entry["value"]),
        got=got,
        decimals=int(entry["decimals"]),
        printed=entry.get("printed", ""),
    )


def _without_roads(folder: Path) -> World:
    """Open the tables and rates of a world: no published number needs a road."""
    tables = read_tables(folder)
    return World(
        folder=folder,
        tables=tables,
        roads=cast("Roads", None),
        rates=read_rates(folder / "rates.toml"),
        input_hash=tables.content_hash,
    )
