"""Colours and marks of maps, charts and legends: one place for all of them.

Bands follow cividis, which keeps its order for colour-blind eyes and in grey,
and each band also has its own mark, so that no fact hangs on colour alone.
Fourteen zones cannot be told apart by colour: zones carry their names, and the
few tints only keep neighbours apart.
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "#14202b"
CIVIC = "#0f4c5c"
ACCENT = "#7a1f3d"

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

_CIVIDIS = (
    "#fcef99",
    "#f1e6a5",
    "#e7dead",
    "#ddd5b2",
    "#d3cdb6",
    "#cac6b8",
    "#c1bfb9",
    "#b8b8b8",
    "#b0b1b5",
    "#a8abb3",
    "#9ea4b2",
    "#949db3",
    "#8697b4",
)
"""Cividis from light to dark, softened so that names can be read on it, as on printed maps."""

_MARKS = (
    "",
    "M2.5 2.5h.1M7.5 7.5h.1",
    "M-2 12L12 -2M-2 2L2 -2M8 12L12 8",
    "M0 0l10 10M0 10l10 -10",
)
"""Marks of a 10 × 10 pixel tile as SVG paths: none, dots, strokes, crosses."""


@dataclass(frozen=True, slots=True)
class BandStyle:
    """How one band looks: a fill, the ink of its marks, and the marks (SVG path)."""

    id: str
    fill: str
    ink: str
    marks: str
    opacity: float


def band_styles(bands: tuple[str, ...]) -> dict[str, BandStyle]:
    """Style each band, the cheapest first; beyond four bands the marks come round again."""
    return {
        band: BandStyle(f"band{i}", _shade(i, len(bands)), "#33414c", _MARKS[i % 4], 0.8)
        for i, band in enumerate(bands)
    }


def _shade(i: int, count: int) -> str:
    """Colour ``i`` of ``count``, evenly spaced along the scale."""
    place = i / max(count - 1, 1) * (len(_CIVIDIS) - 1)
    low = min(int(place), len(_CIVIDIS) - 2)
    share = place - low
    parts = [
        round(
            int(_CIVIDIS[low][at : at + 2], 16) * (1 - share)
            + int(_CIVIDIS[low + 1][at : at + 2], 16) * share
        )
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


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
