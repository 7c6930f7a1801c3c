"""Words on a printed map: measured, wrapped, placed without touching each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from matplotlib import patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

from solver.publish.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.axes import Axes
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

FAMILY: Final = "DejaVu Sans"
"""Ships with matplotlib, so that a map looks alike on every machine."""

INK: Final = "#16242F"
QUIET: Final = "#51606B"
NOT_IN_FONT: Final = "\N{WHITE VERTICAL RECTANGLE}"

POINTS_AN_INCH: Final = 72.0


def drawable(text: str) -> str:
    """Put a box for each sign that the font lacks, and join lines."""
    known = _signs()
    return "".join(sign if ord(sign) in known else NOT_IN_FONT for sign in one_line(text))


def letter(
    host: Axes | Figure,
    at: tuple[float, float],
    text: str,
    *,
    size: float,
    bold: bool = False,
    colour: str = INK,
    halo: float = 0.0,
    **more: Any,
) -> Text:
    """Write text as it stands: a dollar sign is a dollar sign, a backslash a backslash.

    ``text`` has been through :func:`drawable`; line feeds in it are our own.
    ``halo`` is the width of a white rim, points. The rim is a drawing of its
    own below the text, which stays text in a PDF: searched, copied, read aloud.
    """
    style = {
        "fontsize": size,
        "fontfamily": FAMILY,
        "fontweight": "bold" if bold else "normal",
        "parse_math": False,
        **more,
    }
    if halo:
        rim = host.text(*at, text, color="white", **style)
        rim.set_path_effects([patheffects.Stroke(linewidth=halo, foreground="white")])
    return host.text(*at, text, color=colour, **style)


def wrapped(text: str, width_in: float, size: float, *, bold: bool = False) -> list[str]:
    """Break text into lines no wider than ``width_in`` inches at ``size`` points."""
    lines: list[str] = []
    for word in _pieces(drawable(text).split(" "), width_in, size, bold):
        trial = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(trial, size, bold=bold) <= width_in:
            lines[-1] = trial
        else:
            lines.append(word)
    return lines


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Measure one line, inches at ``size`` points."""
    font = FontProperties(family=FAMILY, weight="bold" if bold else "normal", size=100)
    width, _, _ = _ruler().get_text_width_height_descent(text, font, ismath=False)
    return float(width) * size / 100 / POINTS_AN_INCH


def shortened(text: str, width_in: float, size: float, *, bold: bool = False) -> str:
    """Cut one line to ``width_in`` inches, an ellipsis where something is left out."""
    text = drawable(text)
    if width_of(text, size, bold=bold) <= width_in:
        return text
    while text and width_of(text + "…", size, bold=bold) > width_in:
        text = text[:-1]
    return text.rstrip() + "…"


@dataclass
class Placed:
    """Boxes that are taken on one map; text that would touch one is left out.

    Parameters
    ----------
    figure
        The figure that is drawn on.
    boxes
        What is taken, in pixels.
    """

    figure: Figure
    boxes: list[Bbox] = field(default_factory=list)

    def take(self, text: Text, *, margin: float = 1.5) -> None:
        """Keep the place of a text that stands whatever happens."""
        self.boxes.append(self._box(text, margin))

    def fits(self, text: Text, within: Bbox, *, margin: float = 1.5) -> bool:
        """Take the place of a text if it is free and inside; else say no."""
        box = self._box(text, margin)
        inside = within.x0 <= box.x0 and within.x1 >= box.x1
        inside &= within.y0 <= box.y0 and within.y1 >= box.y1
        if not inside or any(box.overlaps(other) for other in self.boxes):
            return False
        self.boxes.append(box)
        return True

    def _box(self, text: Text, margin: float) -> Bbox:
        return text.get_window_extent(_renderer(self.figure)).padded(margin)


def _renderer(figure: Figure) -> Any:
    known: Any = figure.canvas
    canvas: Any = known if isinstance(known, FigureCanvasAgg) else FigureCanvasAgg(figure)
    return canvas.get_renderer()


def _pieces(words: Iterable[str], width_in: float, size: float, bold: bool) -> Iterator[str]:
    """Break words that are wider than a line."""
    for word in words:
        rest = word
        while width_of(rest, size, bold=bold) > width_in and len(rest) > 1:
            cut = len(rest) - 1
            while cut > 1 and width_of(rest[:cut], size, bold=bold) > width_in:
                cut -= 1
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


@cache
def _signs() -> frozenset[int]:
    paths = (findfont(FontProperties(family=FAMILY, weight=w)) for w in ("normal", "bold"))
    return frozenset.intersection(*(frozenset(get_font(path).get_charmap()) for path in paths))


@cache
def _ruler() -> Any:
    canvas: Any = FigureCanvasAgg(Figure(dpi=POINTS_AN_INCH))
    return canvas.get_renderer()
