"""Which question about demand is asked."""

from __future__ import annotations

from typing import Literal

from dashboard.show import controls

Part = Literal["growth", "leaves", "unmet", "peak", "doubles"]
PARTS: dict[Part, str] = {
    "growth": "Care grows",
    "leaves": "A provider leaves",
    "unmet": "Where care is missing",
    "peak": "A flatter morning",
    "doubles": "Double-handed care",
}


def choose() -> Part:
    """Choose one question; the others are not worked out meanwhile."""
    part: Part = controls.choose_one("Question", PARTS, key="demand-part", wrap=True)
    return part
