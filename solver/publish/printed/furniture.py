"""What stands around a printed map: panel, legend, scale bar, north arrow, sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from matplotlib.patches import Polygon, Rectangle

from solver.publish.printed.lettering import INK, POINTS_AN_INCH, QUIET, drawable, letter, wrapped
from solver.rates.pay import METRES_PER_MILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROUND_MILES: Final = (0.25, 0.5, 1, 2, 5, 10, 20, 50)
WARNING_PAPER: Final = "#FFF3CC"
WARNING_RIM: Final = "#8A6100"


class Rim(NamedTuple):
    """Line round a box.

    Parameters
    ----------
    colour, points, line
        As matplotlib names them: its edge colour, line width and line style.
    """

    colour: str
    points: float = 0.6
    line: str = "-"


NO_RIM: Final = Rim("none")


@dataclass
class Panel:
    """A column of text on the page, written from the top down.

    Parameters
    ----------
    figure
        The page.
    left, top, width
        Inches from the left and from the top edge.
    bottom
        Inches from the top edge that it may not pass.
    scale
        1 on A4; type grows with the page.
    """

    figure: Figure
    left: float
    top: float
    width: float
    bottom: float
    scale: float

    @property
    def room(self) -> float:
        """Points (at scale 1) that are left."""
        return max(0.0, (self.bottom - self.top) * POINTS_AN_INCH / self.scale)

    def write(
        self, text: str, *, size: float, bold: bool = False, colour: str = INK, most: int = 99
    ) -> None:
        """Write wrapped text; of more than ``most`` lines the rest is left out, marked."""
        lines = wrapped(text, self.width, size * self.scale, bold=bold)
        if len(lines) > most:
            lines = [*lines[: most - 1], lines[most - 1].rstrip(" .,;") + " …"]
        for line in lines:
            self.down(size * 1.25)
            self.line(line, 0.0, size=size, bold=bold, colour=colour)

    def line(
        self,
        text: str,
        indent: float,
        *,
        size: float,
        bold: bool = False,
        colour: str = INK,
        right: bool = False,
    ) -> None:
        """Write one line on the current base line, ``indent`` inches in (or from the right)."""
        x = self.left + (self.width - indent if right else indent)
        letter(
            self.figure,
            (self._x(x), self._y(self.top)),
            text,
            size=size * self.scale,
            bold=bold,
            colour=colour,
            ha="right" if right else "left",
            va="baseline",
        )

    def down(self, points: float) -> None:
        """Move down by points (at scale 1)."""
        self.top += points * self.scale / POINTS_AN_INCH

    def rule(self) -> None:
        """Draw a hair line across."""
        self.box((0.0, 0.0), (self.width, 0.4 / POINTS_AN_INCH), face=QUIET)

    def box(
        self,
        at: tuple[float, float],
        size: tuple[float, float],
        *,
        face: str,
        rim: Rim = NO_RIM,
        hatch: str = "",
    ) -> None:
        """Draw a box: ``at`` inches in and over the base line, width and height in inches."""
        (indent, above), (width, height) = at, size
        x, y = self._x(self.left + indent), self._y(self.top - above)
        page_width, page_height = self.figure.get_size_inches()
        self.figure.add_artist(
            Rectangle(
                (x, y),
                width / page_width,
                height / page_height,
                transform=self.figure.transFigure,
                facecolor=face,
                edgecolor=rim.colour,
                hatch=hatch,
                linewidth=rim.points,
                linestyle=rim.line,
            )
        )

    def warning(self, labels: Sequence[str]) -> None:
        """Write labels that must not be overlooked, in a box."""
        pad = 0.07 * self.scale
        size = 7.2
        text_width = self.width - 2 * pad
        lines = [
            (line, i == 0)
            for label in labels
            for i, line in enumerate(wrapped(label, text_width, size * self.scale, bold=True))
        ]
        step = size * 1.3 * self.scale / POINTS_AN_INCH
        height = len(lines) * step + 2 * pad
        self.top += height
        self.box((0.0, 0.0), (self.width, height), face=WARNING_PAPER, rim=Rim(WARNING_RIM))
        foot, self.top = self.top, self.top - height + pad * 0.6
        for line, _first in lines:
            self.top += step
            self.line(line, pad, size=size, bold=True)
        self.top = foot

    def _x(self, inches: float) -> float:
        return float(inches / self.figure.get_size_inches()[0])

    def _y(self, inches_from_top: float) -> float:
        return float(1 - inches_from_top / self.figure.get_size_inches()[1])


def scale_bar(axes: Axes, scale: float, metres_an_inch: float) -> None:
    """Draw a bar of whole miles with its length in kilometres, bottom left."""
    limit_m = 1.9 * scale * metres_an_inch
    miles = max(
        (m for m in _ROUND_MILES if m * METRES_PER_MILE <= limit_m), default=_ROUND_MILES[0]
    )
    x0, x1 = axes.get_xlim()
    y0, y1 = axes.get_ylim()
    left, foot = x0 + (x1 - x0) * 0.025, y0 + (y1 - y0) * 0.04
    thick = 0.05 * scale * metres_an_inch
    quarter = miles * METRES_PER_MILE / 4
    for i in range(4):
        axes.add_patch(
            Rectangle(
                (left + i * quarter, foot),
                quarter,
                thick,
                facecolor=INK if i % 2 == 0 else "white",
                edgecolor=INK,
                linewidth=0.6 * scale,
                zorder=20,
            )
        )
    for share in (0.0, 0.5, 1.0):
        words = f"{miles * share:g}" + (" miles" if share == 1.0 else "")
        letter(
            axes,
            (left + share * miles * METRES_PER_MILE, foot + thick * 1.7),
            words,
            size=6.5 * scale,
            halo=2 * scale,
            ha="left" if share == 1.0 else "center",
            va="bottom",
            zorder=21,
        )
    letter(
        axes,
        (left, foot - thick * 0.8),
        f"{miles:g} miles = {miles * METRES_PER_MILE / 1000:.1f} km; British National Grid",
        size=5.5 * scale,
        colour=QUIET,
        halo=2 * scale,
        ha="left",
        va="top",
        zorder=21,
    )


def north_arrow(axes: Axes, scale: float, metres_an_inch: float) -> None:
    """Draw an arrow to grid north, top right."""
    x1, y1 = axes.get_xlim()[1], axes.get_ylim()[1]
    inch = metres_an_inch * scale
    x, top = x1 - 0.3 * inch, y1 - 0.34 * inch
    for side, face in ((-1, INK), (1, "white")):
        axes.add_patch(
            Polygon(
                [(x, top), (x + side * 0.1 * inch, top - 0.36 * inch), (x, top - 0.28 * inch)],
                facecolor=face,
                edgecolor=INK,
                linewidth=0.7 * scale,
                zorder=20,
            )
        )
    letter(
        axes,
        (x, top + 0.04 * inch),
        "N",
        size=9 * scale,
        bold=True,
        halo=2 * scale,
        ha="center",
        va="bottom",
        zorder=21,
    )


def foot_note(
    figure: Figure, lines: Sequence[str], *, scale: float, margin: float, width: float
) -> float:
    """Write source lines at the foot of the page; returns their height, inches."""
    size = 5.6 * scale
    step = size * 1.3 / POINTS_AN_INCH
    broken = [part for line in lines for part in wrapped(line, width, size)]
    page_width, page_height = figure.get_size_inches()
    for i, line in enumerate(reversed(broken)):
        letter(
            figure,
            (margin / page_width, (margin * 0.6 + i * step) / page_height),
            drawable(line),
            size=size,
            colour=QUIET,
            ha="left",
            va="baseline",
        )
    return margin * 0.6 + len(broken) * step
