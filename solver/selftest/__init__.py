"""The papers' numbers, recomputed from a world's inputs.

``python -m solver selftest`` prints each published number beside what this
installation computes from the demo's files. The published numbers live in
``published.toml`` with the paragraph they come from; nothing here knows them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from solver.base.world import World
from solver.errors import Fault, InputError
from solver.intake import read_tables
from solver.rates import read_rates
from solver.selftest.figures import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.roads import Roads

Kind = Literal["published", "computed", "misprinted"]

PUBLISHED = Path(__file__).with_name("published.toml")

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo" / "leicestershire"
"""The demo county that ships with the program."""

HEADINGS = {
    "A1": "A1  Price bands × weekly hours",
    "A2": "A2  Rate paid before against the bands",
    "A3": "A3  What the change is made of",
    "A4": "A4  Travel that the premium buys",
    "A5": "A5  Fourteen zones",
    "A7": "A7  Hours per 1,000 people",
    "A15": "A15 Wage and mileage of the day",
    "A19": "A19 Budget: in hours, and rolled forward",
    "A44": "A44 Rise of the Real Living Wage",
    "A52": "A52 Double-handed share: of what?",
    "C1": "C.1 Price build-up, the published example of 2014",
    "trap1": "Misprint 1: a total of the invest-to-save lines",
    "trap2": "Misprint 2: hours a person",
    "trap4": "Misprint 4: the high ends of the comparison",
    "trap7": "Misprint 7: shares of the transport spend",
}
"""System → its heading, as officers read it."""


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
    computed
        True where the papers print the parts only, and the number was worked out from them.
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
    computed: bool = False

    @property
    def ok(self) -> bool:
        """True where the computed number, rounded as published, is the published one."""
        if self.got is None:
            return False
        # a hair's breadth for figures that lie on the edge of a rounding
        return abs(round(self.got, self.decimals) - self.expected) < 10 ** -(self.decimals + 3)

    @property
    def kind(self) -> Kind:
        """Printed in a paper, worked out from printed numbers, or printed wrongly there."""
        if self.printed:
            return "misprinted"
        return "computed" if self.computed else "published"

    @property
    def system(self) -> str:
        """The system that it belongs to, such as ``A1``, ``C1`` or ``trap2``."""
        return self.key.partition(".")[0]


def selftest(folder: Path = DEMO, published: Path = PUBLISHED) -> tuple[Check, ...]:
    """Recompute every published number from the files of a world.

    Parameters
    ----------
    folder
        A world folder; the demo county by default.
    published
        The published numbers and the printed inputs that no table of a world holds.

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
    world = _without_roads(folder)
    try:
        data = tomllib.loads(published.read_text(encoding="utf-8"))
        got = figures(world, data["given"])
        return tuple(_check(key, entry, got.get(key)) for key, entry in data["published"].items())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError([Fault(published.name, None, "", f"It cannot be read: {error}.",
            "Take a copy of solver/selftest/published.toml and change values in it only.",
        )]) from error  # fmt: skip


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
        computed=entry.get("computed", False),
    )


def counted(checks: Sequence[Check]) -> str:
    """Count what is reproduced, published and computed apart, in a sentence or two."""
    kinds: dict[Kind, str] = {
        "published": "published",
        "computed": "computed from published ones",
        "misprinted": "that the papers misprint",
    }
    right = [check for check in checks if check.ok]
    parts = [
        f"{sum(check.kind == kind for check in right)} of "
        f"{sum(check.kind == kind for check in checks)} {words}"
        for kind, words in kinds.items()
    ]
    wrong = [check.key for check in checks if not check.ok]
    if not wrong:
        return f"All numbers are reproduced: {', '.join(parts)}."
    more = "" if len(wrong) <= 5 else f" and {len(wrong) - 5} more"
    return (
        f"{len(wrong)} of {len(checks)} numbers differ: {', '.join(wrong[:5])}{more}. "
        f"Reproduced: {', '.join(parts)}."
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
