"""Colours and marks of maps, charts and legends: one place for all of them.

Bands follow cividis, which keeps its order for colour-blind eyes and in grey,
and each band also has its own mark, so that no fact hangs on colour alone.
Fourteen zones cannot be told apart by colour: zones carry their names, and the
few tints only keep neighbours apart.
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "#14202b"
PAPER = "#ffffff"
CIVIC = "#0f4c5c"
ACCENT = "#7a1f3d"
MUTED = "#5b6b73"

ZONE_TINTS = ("#dbe7e4", "#efe3cf", "#dfe0ee", "#e9dbe0", "#e3ead0", "#d6e4ee")

ROUND_COLOURS = (
    "#0f4c5c",
    "#9a4a00",
    "#4b3f92",
    "#7a1f3d",
    "#3f6212",
    "#7c5700",
    "#1d4f91",
    "#5f3a58",
)
"""Dark enough to be read on white (contrast above 4.5); rounds are also listed by name."""

_CIVIDIS = ("#f6e45a", "#b3a772", "#6d7073", "#16335b")
_MARKS = (
    "",
    "M0 5h10",
    "M0 0l10 10",
    "M0 0l10 10M10 0l-10 10",
)


@dataclass(frozen=True, slots=True)
class BandStyle:
    """How one band looks: a fill, the ink of its marks, and the marks (SVG path)."""

    id: str
    fill: str
    ink: str
    marks: str
    opacity: float


def band_styles(bands: tuple[str, ...]) -> dict[str, BandStyle]:
    """Style each band, the cheapest first; beyond four bands colours repeat with other marks."""
    styles = {}
    for i, band in enumerate(bands):
        fill = _CIVIDIS[i % 4]
        marks = _MARKS[(i + i // 4) % 4]
        ink = "#ffffff" if i % 4 >= 2 else "#4a4526"
        styles[band] = BandStyle(f"band{i}", fill, ink, marks, 0.78)
    return styles


def zone_tints(neighbours: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Give each zone a tint that no neighbour has, as far as the tints go round.

    Parameters
    ----------
    neighbours
        Zone → the zones that it borders.
    """
    chosen: dict[str, str] = {}
    for zone in sorted(neighbours, key=lambda name: (-len(neighbours[name]), name)):
        taken = {chosen.get(other) for other in neighbours[zone]}
        free = [tint for tint in ZONE_TINTS if tint not in taken]
        chosen[zone] = (free or list(ZONE_TINTS))[0]
    return chosen
