"""The panel beside a printed map, and the lines at the foot of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from solver.base.chosen_rates import band_pence
from solver.publish.colophon import british
from solver.publish.printed import drawing
from solver.publish.printed.furniture import Rim
from solver.publish.printed.lettering import INK, QUIET, shortened
from solver.publish.public import ALL

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import Scenario
    from solver.publish.colophon import Colophon
    from solver.publish.printed.furniture import Panel
    from solver.publish.public import PublicFigures

Fill = Literal["bands", "zones"]

MOVED: Final = "#B3261E"
"""Rim of areas that are in another zone than in the starting scenario."""


@dataclass(frozen=True, eq=False)
class PrintedSheet:
    """What a map is drawn from.

    Parameters
    ----------
    world, scenario, figures, colophon
        What is shown, and what is said of it.
    title, fill, scale
        Heading, what is coloured, and the size of type (1 on A4).
    areas, zones
        Shapes in British National Grid, rows as in ``figures``.
    bands
        Bands, nearest town first.
    """

    world: World
    scenario: Scenario
    figures: PublicFigures
    colophon: Colophon
    title: str
    fill: Fill
    scale: float
    areas: npt.NDArray[np.object_]
    zones: npt.NDArray[np.object_]
    bands: tuple[str, ...]


def write_panel(panel: Panel, sheet: PrintedSheet) -> None:
    """Write the panel beside the map: heading, labels, legend, table of zones."""
    about = sheet.colophon
    panel.write(sheet.title, size=15, bold=True, most=3)
    panel.down(3)
    panel.write(about.world, size=9.5, colour=QUIET, most=2)
    panel.down(5)
    panel.write(f"Scenario: {about.scenario}", size=9, bold=True, most=2)
    if about.scenario_note:
        panel.down(1)
        panel.write(about.scenario_note, size=7.5, most=4)
    if about.labels:
        panel.down(7)
        panel.warning(about.labels)
    panel.down(16)
    _legend(panel, sheet)
    panel.down(8)
    _zone_table(panel, sheet)


def _legend(panel: Panel, sheet: PrintedSheet) -> None:
    scale = panel.scale
    rates = band_pence(sheet.world, sheet.scenario)
    hours = sheet.figures.by_band.set_index("band")
    panel.line("Price band", 0.0, size=7.6, bold=True)
    panel.line("hours a week", 0.62 * scale, size=6.4, colour=QUIET, right=True)
    panel.line("£ an hour", 0.0, size=6.4, colour=QUIET, right=True)
    colours = drawing.band_colours(len(sheet.bands))
    for i, band in enumerate(sheet.bands):
        if band not in hours.index:
            continue
        panel.down(13.5)
        if sheet.fill == "bands":
            at, size = (0.0, -0.015 * scale), (0.28 * scale, 0.13 * scale)
            hatch = drawing.HATCHES[i % len(drawing.HATCHES)]
            panel.box(at, size, face=colours[i])
            panel.box(at, size, face="none", rim=Rim("#33414C"), hatch=hatch * 2)
        indent = 0.38 * scale if sheet.fill == "bands" else 0.0
        panel.line(shortened(band, 1.3 * scale, 7.6 * scale), indent, size=7.6)
        panel.line(_hours(hours.loc[band]), 0.62 * scale, size=7.6, right=True)
        if band in rates:
            panel.line(f"{rates[band] / 100:.2f}", 0.0, size=7.6, right=True)
    panel.down(14)
    panel.box((0.0, 0.07 * scale), (0.28 * scale, 0.018 * scale), face=INK)
    panel.line("Border of a zone", 0.38 * scale, size=7)
    panel.box((1.6 * scale, 0.075 * scale), (0.28 * scale, 0.01 * scale), face="#8C9096")
    panel.line("Road", 1.98 * scale, size=7)
    if sheet.figures.by_area["moved"].any():
        panel.down(12)
        panel.box(
            (0.0, 0.02 * scale),
            (0.28 * scale, 0.11 * scale),
            face="none",
            rim=Rim(MOVED, 1.4 * scale, "--"),
        )
        count = int(sheet.figures.by_area["moved"].sum())
        words = "1 area" if count == 1 else f"{count} areas"
        panel.line(f"{words} in another zone than in the starting scenario", 0.38 * scale, size=7)


def _zone_table(panel: Panel, sheet: PrintedSheet) -> None:
    scale = panel.scale
    frame = sheet.figures.by_zone
    panel.down(8)
    panel.line("Zone", 0.0, size=7.6, bold=True)
    panel.line("people", 0.95 * scale, size=6.4, colour=QUIET, right=True)
    panel.line("hours a week", 0.0, size=6.4, colour=QUIET, right=True)
    panel.down(3)
    panel.rule()
    lines = frame.to_dict("records")
    step = min(11.5, max(5.5, (panel.room - 6) / max(1, len(lines))))
    if len(lines) * step > panel.room - 6:
        fitting = int((panel.room - 6) / step) - 1
        lines = [*lines[: max(0, fitting - 1)], lines[-1]]
    size = min(7.0, step * 0.66)
    for row in lines:
        last = row["zone"] == ALL
        if last:
            panel.down(3)
            panel.rule()
        panel.down(step)
        name = shortened(str(row["zone"]), panel.width - 1.4 * scale, size * scale, bold=last)
        people = "*" if row["suppressed"] else f"{row['people']:,}"
        panel.line(name, 0.0, size=size, bold=last)
        panel.line(people, 0.95 * scale, size=size, bold=last, right=True)
        panel.line(_hours(row), 0.0, size=size, bold=last, right=True)
    if len(lines) < len(frame):
        panel.down(step)
        panel.line("The other zones are in the table beside this map.", 0.0, size=size)


def _hours(row: Any) -> str:
    return "*" if row["suppressed"] else f"{row['carer_hours_week']:,.0f}"


def foot_lines(sheet: PrintedSheet) -> list[str]:
    """Gather the lines at the foot of the page: hours, dates, sources."""
    about = sheet.colophon
    lines = dict(about.lines)
    return [
        f"{lines['Hours']}. {lines['Small numbers']}",
        f"Made with Homerounds on {british(about.made_on)}; data of {british(about.data_date)}; "
        f"prices of {british(about.price_base)}; scenario key {about.scenario_key}.",
        *(["Sources: " + " ".join(about.sources)] if about.sources else []),
    ]
