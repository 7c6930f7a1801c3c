"""Names on a printed map: zones always, settlements where there is room."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import shapely
from matplotlib.transforms import ScaledTranslation

from solver.publish.printed import drawing
from solver.publish.printed.lettering import INK, POINTS_AN_INCH, letter, shortened, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

    from solver.publish.printed.lettering import Placed
    from solver.publish.printed.panel import PrintedSheet

ZONE_SIZES: Final = (8.2, 6.8)
"""Points of a zone's name: the larger, and the one tried where zones are small."""

ZONE_GAP: Final = 4.0
SETTLEMENT_GAP: Final = 7.0
"""Room around a name, dots; a county reads better with fewer names of settlements."""

LEADER_FROM: Final = 9.0
"""Points that a name may stand away from its zone before a line leads to it."""

LARGE_TOWN: Final = 10_000
"""Residents from which a settlement's name is written larger."""

_NAME_WIDTH_IN: Final = 1.05
_TOWN_INK: Final = "#26323B"


def name_zones(axes: Axes, sheet: PrintedSheet, placed: Placed) -> None:
    """Name every zone, in each large part of it; the largest first.

    Where small zones crowd, a name moves aside and a thin line leads to it.
    """
    frame = sheet.figures.zones
    labels = drawing.in_metres(shapely.points(frame["label_lon"], frame["label_lat"]))
    zones = list(zip(sheet.zones, labels, frame["zone"], strict=True))
    for shape, label, name in sorted(zones, key=lambda zone: (-zone[0].area, zone[2])):
        for point in drawing.name_points(shape, label):
            _name_zone(axes, sheet, placed, point, name)


def name_settlements(axes: Axes, sheet: PrintedSheet, placed: Placed) -> None:
    """Name settlements, the largest first, where there is room."""
    known = sheet.world.tables.settlements
    order = known.sort_values(["population", "settlement"], ascending=[False, True])
    points = drawing.in_metres(shapely.points(order["lon"], order["lat"]))
    county = shapely.union_all(sheet.areas)
    shapely.prepare(county)
    away = 3.2 * sheet.scale
    sides = [(away, 0.0, "left", "center"), (-away, 0.0, "right", "center")]
    sides += [(0.0, away, "center", "bottom"), (0.0, -away, "center", "top")]
    for point, name, people in zip(points, order["settlement"], order["population"], strict=True):
        if not county.contains(point):
            continue
        large = people >= LARGE_TOWN
        size = (6.4 if large else 5.3) * sheet.scale**0.5  # a larger page has room for more
        words = shortened(name, 1.4 * sheet.scale, size)
        for dx, dy, across, up in sides:
            style: dict[str, Any] = {
                "size": size,
                "ha": across,
                "va": up,
                "transform": _beside(axes, dx, dy),
                "zorder": 11,
            }
            trial = letter(axes, (point.x, point.y), words, **style)
            fits = placed.fits(trial, axes.bbox, margin=SETTLEMENT_GAP)
            trial.remove()
            if fits:
                halo = 2.4 * sheet.scale**0.5
                letter(axes, (point.x, point.y), words, colour=_TOWN_INK, halo=halo, **style)
                _dot(axes, point, (2.4 if large else 1.6) * sheet.scale)
                break


def _name_zone(
    axes: Axes, sheet: PrintedSheet, placed: Placed, point: shapely.Point, name: str
) -> None:
    style: dict[str, Any] = {"bold": True, "ha": "center", "va": "center", "linespacing": 1.05}
    for size, dx, dy in _places(sheet.scale):
        words = "\n".join(wrapped(name, _NAME_WIDTH_IN * sheet.scale, size, bold=True)[:4])
        style |= {"size": size, "transform": _beside(axes, dx, dy)}
        trial = letter(axes, (point.x, point.y), words, **style)
        fits = placed.fits(trial, axes.bbox, margin=ZONE_GAP)
        trial.remove()
        if fits:
            break
    else:  # nowhere is free: it stands at its point all the same
        dx = dy = 0.0
        style["transform"] = axes.transData
    letter(axes, (point.x, point.y), words, halo=2.6 * sheet.scale, zorder=12, **style)
    if math.hypot(dx, dy) > LEADER_FROM * sheet.scale:
        axes.annotate(
            "",
            xy=(point.x, point.y),
            xytext=(dx, dy),
            textcoords="offset points",
            arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.7 * sheet.scale},
            zorder=11.5,
        )
        _dot(axes, point, 2.0 * sheet.scale)


def _places(scale: float) -> Iterator[tuple[float, float, float]]:
    """Sizes and shifts to try, points: in place, then round about, ever farther away."""
    for size in ZONE_SIZES:
        yield size * scale, 0.0, 0.0
    size = ZONE_SIZES[-1] * scale
    for away in (10, 16, 24, 34, 46, 60):
        for turn in range(12):
            angle = math.radians(30 * turn)
            yield size, away * scale * math.cos(angle), away * scale * math.sin(angle)


def _beside(axes: Axes, dx: float, dy: float) -> Transform:
    """Return data coordinates that are shifted by points."""
    shift = ScaledTranslation(dx / POINTS_AN_INCH, dy / POINTS_AN_INCH, axes.figure.dpi_scale_trans)
    return axes.transData + shift


def _dot(axes: Axes, point: shapely.Point, size: float) -> None:
    axes.plot(
        point.x,
        point.y,
        marker="o",
        markersize=size,
        markerfacecolor=_TOWN_INK,
        markeredgecolor="white",
        markeredgewidth=0.17 * size,
        zorder=10,
    )
