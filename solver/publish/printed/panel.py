"""The panel beside a printed map, and the lines at the foot of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from solver.base.chosen_rates import band_pence
from solver.publish.colophon import british
from solver.publish.printed import drawing
from solver.publish.printed.lettering import INK, QUIET, shortened
from solver.publish.public import ALL

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import Scenario
    from solver.publish.colophon import Colophon
    from solver.publish.printed.furniture import Column
    from solver.publish.public import PublicFigures

Fill = Literal["bands", "zones"]

MOVED: Final = "#B3261E"
"""Rim of areas that are in another zone than today."""


@dataclass(frozen=True, eq=False)
class Sheet:
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


def write_panel(column: Column, sheet: Sheet) -> None:
    """Write the panel beside the map: heading, labels, legend, table of zones."""
    about = sheet.colophon
    column.write(sheet.title, size=15, bold=True, most=3)
    column.down(3)
    column.write(about.world, size=9.5, colour=QUIET, most=2)
    column.down(5)
    column.write(f"Scenario: {about.scenario}", size=9, bold=True, most=2)
    if about.scenario_note:
        column.down(1)
        column.write(about.scenario_note, size=7.5, most=4)
    if about.labels:
        column.down(7)
        column.warning(about.labels)
    column.down(16)
    _legend(column, sheet)
    column.down(8)
    _zone_table(column, sheet)


def _legend(column: Column, sheet: Sheet) -> None:
    scale = column.scale
    rates = band_pence(sheet.world, sheet.scenario)
    hours = sheet.figures.by_band.set_index("band")
    column.line("Price band", 0.0, size=7.6, bold=True)
    column.line("hours a week", 0.62 * scale, size=6.4, colour=QUIET, right=True)
    column.line("£ an hour", 0.0, size=6.4, colour=QUIET, right=True)
    colours = drawing.band_colours(len(sheet.bands))
    for i, band in enumerate(sheet.bands):
        if band not in hours.index:
            continue
        column.down(13.5)
        if sheet.fill == "bands":
            size = (0.28 * scale, 0.13 * scale)
            hatch = drawing.HATCHES[i % len(drawing.HATCHES)]
            column.box(0.0, -0.015 * scale, *size, face=colours[i])
            column.box(0.0, -0.015 * scale, *size, face="none", rim="#33414C", hatch=hatch * 2)
        indent = 0.38 * scale if sheet.fill == "bands" else 0.0
        column.line(shortened(band, 1.3 * scale, 7.6 * scale), indent, size=7.6)
        column.line(_hours(hours.loc[band]), 0.62 * scale, size=7.6, right=True)
        if band in rates:
            column.line(f"{rates[band] / 100:.2f}", 0.0, size=7.6, right=True)
    column.down(14)
    column.box(0.0, 0.07 * scale, 0.28 * scale, 0.018 * scale, face=INK)
    column.line("Border of a zone", 0.38 * scale, size=7)
    column.box(1.6 * scale, 0.075 * scale, 0.28 * scale, 0.01 * scale, face="#8C9096")
    column.line("Road", 1.98 * scale, size=7)
    if sheet.figures.by_area["moved"].any():
        column.down(12)
        column.box(
            0.0,
            0.02 * scale,
            0.28 * scale,
            0.11 * scale,
            face="none",
            rim=MOVED,
            rim_width=1.4 * scale,
            style="--",
        )
        count = int(sheet.figures.by_area["moved"].sum())
        words = "1 area" if count == 1 else f"{count} areas"
        column.line(f"{words} in another zone than today", 0.38 * scale, size=7)


def _zone_table(column: Column, sheet: Sheet) -> None:
    scale = column.scale
    frame = sheet.figures.by_zone
    column.down(8)
    column.line("Zone", 0.0, size=7.6, bold=True)
    column.line("people", 0.95 * scale, size=6.4, colour=QUIET, right=True)
    column.line("hours a week", 0.0, size=6.4, colour=QUIET, right=True)
    column.down(3)
    column.rule()
    lines = frame.to_dict("records")
    step = min(11.5, max(5.5, (column.room - 6) / max(1, len(lines))))
    if len(lines) * step > column.room - 6:
        fitting = int((column.room - 6) / step) - 1
        lines = [*lines[: max(0, fitting - 1)], lines[-1]]
    size = min(7.0, step * 0.66)
    for row in lines:
        last = row["zone"] == ALL
        if last:
            column.down(3)
            column.rule()
        column.down(step)
        name = shortened(str(row["zone"]), column.width - 1.4 * scale, size * scale, bold=last)
        people = "*" if row["suppressed"] else f"{row['people']:,}"
        column.line(name, 0.0, size=size, bold=last)
        column.line(people, 0.95 * scale, size=size, bold=last, right=True)
        column.line(_hours(row), 0.0, size=size, bold=last, right=True)
    if len(lines) < len(frame):
        column.down(step)
        column.line("The other zones are in the table beside this map.", 0.0, size=size)


def _hours(row: Any) -> str:
    return "*" if row["suppressed"] else f"{row['carer_hours_week']:,.0f}"


def foot_lines(sheet: Sheet) -> list[str]:
    """Gather the lines at the foot of the page: base, dates, sources."""
    about = sheet.colophon
    lines = dict(about.lines)
    return [
        f"{lines['Hours']}. {lines['Small numbers']}",
        f"Made with Homerounds on {british(about.made_on)}; data of {british(about.data_date)}; "
        f"prices of {british(about.price_base)}; scenario key {about.scenario_key}.",
        *(["Sources: " + " ".join(about.sources)] if about.sources else []),
    ]
