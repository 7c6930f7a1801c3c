"""The printed map: zones, bands and roads of a scenario, ready for a committee paper.

Nothing on it is a person: areas, zones and roads only, and figures with small
numbers hidden. Bands are told apart by pattern as well as by colour, zones by
their names.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final, Literal

import matplotlib as mpl
import shapely
from matplotlib.figure import Figure

from solver import zones
from solver.errors import PublishError
from solver.publish.printed import drawing, furniture
from solver.publish.printed.lettering import INK, QUIET, Placed, drawable
from solver.publish.printed.names import name_settlements, name_zones
from solver.publish.printed.panel import MOVED, Fill, PrintedSheet, foot_lines, write_panel
from solver.publish.whole import written_whole

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from matplotlib.axes import Axes

    from solver.base.world import World
    from solver.domain import Scenario
    from solver.publish.colophon import Colophon
    from solver.publish.public import PublicFigures

Paper = Literal["A4", "A3"]

INCHES: Final[dict[Paper, tuple[float, float]]] = {"A4": (11.69, 8.27), "A3": (16.54, 11.69)}
"""Pages lie on their side."""

DOTS_AN_INCH: Final = 200
TITLES: Final[dict[Fill, str]] = {
    "bands": "Home care zones and price bands",
    "zones": "Home care zones",
}

SEA: Final = "#F3F4F1"

_ONE_AT_A_TIME: Final = threading.Lock()  # matplotlib's settings belong to the whole process


def zone_map(
    world: World,
    scenario: Scenario,
    path: Path,
    *,
    figures: PublicFigures,
    colophon: Colophon,
    paper: Paper = "A4",
    fill: Fill = "bands",
) -> None:
    """Draw the zones and bands of a scenario as PNG or PDF, by the ending of ``path``.

    Parameters
    ----------
    figures, colophon
        What may be shown of the scenario, and what the map says of itself.
    paper
        ``A4`` or ``A3``, on its side.
    fill
        What is coloured: ``bands`` (with patterns) or ``zones``.

    Raises
    ------
    PublishError
        When the ending or the paper is not known, or the file cannot be written.
    ScenarioError, RatesError
        As :func:`solver.zones.assignment` and the scenario's rates do.
    """
    ending = path.suffix.lower()
    if ending not in (".png", ".pdf"):
        raise PublishError(
            f"A map is written as .png or .pdf, not as {ending or 'a name alone'!r}."
        )
    if paper not in INCHES:
        raise PublishError(f"There is no paper {paper!r} here; choose A4 or A3.")
    sheet = PrintedSheet(
        world=world,
        scenario=scenario,
        figures=figures,
        colophon=colophon,
        title=TITLES[fill],
        fill=fill,
        scale=INCHES[paper][0] / INCHES["A4"][0],
        areas=drawing.in_metres(figures.by_area.geometry.to_numpy()),
        zones=drawing.in_metres(figures.zones.geometry.to_numpy()),
        bands=zones.assignment(world, scenario).bands,
    )
    with _ONE_AT_A_TIME, _print_settings(), written_whole(path) as draft:
        page = Figure(figsize=INCHES[paper], dpi=DOTS_AN_INCH, facecolor="white")
        _draw(page, sheet)
        page.savefig(draft, format=ending[1:], metadata=_metadata(sheet, ending))


def _print_settings() -> AbstractContextManager[None]:
    return mpl.rc_context(
        {
            "pdf.fonttype": 42,  # whole TrueType fonts: text can be searched and read aloud
            "text.usetex": False,
            "hatch.linewidth": 0.35,
        }
    )


def _draw(page: Figure, sheet: PrintedSheet) -> None:
    width, height = page.get_size_inches()
    margin, panel = 0.35 * sheet.scale, 3.1 * sheet.scale
    foot = furniture.foot_note(
        page, foot_lines(sheet), scale=sheet.scale, margin=margin, width=width - 2 * margin
    )
    foot += 0.1 * sheet.scale
    map_width = width - panel - 3 * margin
    map_height = height - margin - foot
    axes = page.add_axes(
        (margin / width, foot / height, map_width / width, map_height / height), facecolor=SEA
    )
    metres_an_inch = _frame(axes, sheet, map_width, map_height)
    _shapes(axes, sheet)
    placed = Placed(page)
    furniture.scale_bar(axes, sheet.scale, metres_an_inch)
    furniture.north_arrow(axes, sheet.scale, metres_an_inch)
    for text in axes.texts:
        placed.take(text)
    name_zones(axes, sheet, placed)
    name_settlements(axes, sheet, placed)
    left = width - panel - margin
    write_panel(furniture.Panel(page, left, margin, panel, height - foot, sheet.scale), sheet)


def _frame(axes: Axes, sheet: PrintedSheet, width_in: float, height_in: float) -> float:
    """Fit the county into the frame; returns metres on the ground an inch of paper."""
    west, south, east, north = shapely.total_bounds(sheet.areas)
    metres = 1.06 * max((east - west) / width_in, (north - south) / height_in)
    x, y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(x - metres * width_in / 2, x + metres * width_in / 2)
    axes.set_ylim(y - metres * height_in / 2, y + metres * height_in / 2)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_edgecolor(QUIET)
        spine.set_linewidth(0.6 * sheet.scale)
    return float(metres)


def _shapes(axes: Axes, sheet: PrintedSheet) -> None:
    scale = sheet.scale
    if sheet.fill == "zones":
        for shape, tint in zip(sheet.zones, drawing.zone_tints(sheet.zones), strict=True):
            drawing.fill(axes, shape, facecolor=tint, edgecolor="none", zorder=1)
    else:
        colours = drawing.band_colours(len(sheet.bands))
        band = sheet.figures.by_area["band"].to_numpy()
        for i, name in enumerate(sheet.bands):
            mine = shapely.union_all(sheet.areas[band == name])
            style = {"facecolor": colours[i], "edgecolor": "none"}
            drawing.fill(axes, mine, zorder=1, **style)
            hatch = drawing.HATCHES[i % len(drawing.HATCHES)]
            if hatch:
                drawing.fill(
                    axes, mine, facecolor="none", edgecolor="#33414C", hatch=hatch, lw=0, zorder=1.1
                )
    drawing.draw_roads(axes, sheet.world.roads, scale, colour="#5B5F66", alpha=0.45, zorder=2)
    for shape in sheet.areas:
        drawing.fill(
            axes, shape, facecolor="none", edgecolor="white", lw=0.35 * scale, alpha=0.9, zorder=3
        )
    for rim, line_width, z in (("white", 2.8, 4), (INK, 1.25, 5)):
        for shape in sheet.zones:
            drawing.fill(
                axes,
                shape,
                facecolor="none",
                edgecolor=rim,
                lw=line_width * scale,
                joinstyle="round",
                zorder=z,
            )
    moved = sheet.figures.by_area["moved"].to_numpy(dtype=bool)
    for shape in sheet.areas[moved]:
        drawing.fill(
            axes,
            shape,
            facecolor="none",
            edgecolor=MOVED,
            lw=1.8 * scale,
            linestyle=(0, (3, 1.5)),
            zorder=6,
        )


def _metadata(sheet: PrintedSheet, ending: str) -> dict[str, Any]:
    title = drawable(f"{sheet.title}: {sheet.colophon.world}, {sheet.colophon.scenario}")
    if ending == ".png":
        return {"Title": title, "Software": None}
    return {
        "Title": title,
        "Subject": drawable("; ".join(sheet.colophon.labels)),
        "Creator": "Homerounds",
        "Producer": None,
        "CreationDate": None,
    }
