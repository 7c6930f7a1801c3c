"""What was chosen for a public export, and the figures that may be shown for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import state
from dashboard.kept import kept
from office.store.exports import published
from solver import publish
from solver.domain import HOURS_BASIS_WORDS
from solver.domain.reads import key_of
from solver.publish.disclosure import THRESHOLDS
from solver.publish.geo import write_geojson, write_geopackage
from solver.publish.printed.maps import zone_map
from solver.publish.public import DETAILS, PublicFigures, marked, public_figures, usual_prices
from solver.publish.web import web_map

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from dashboard.state import Open
    from solver.base.world import World
    from solver.domain import HoursBasis, PriceBasis
    from solver.publish import Colophon
    from solver.publish.disclosure import PublicPack
    from solver.publish.public import Detail

BASES: dict[HoursBasis, str] = {
    basis: words.capitalize() for basis, words in HOURS_BASIS_WORDS.items()
}
PRICES: dict[PriceBasis, str] = {
    "band rates": "Band rates",
    "contract prices": "Contract prices",
}
FILLS = {"bands": "Price bands", "zones": "Zones"}


class PublicExport:
    """What was chosen for a public export.

    Parameters
    ----------
    basis, prices, threshold, detail, caption, paper, fill
        As the functions of :mod:`solver.publish` take them.
    """

    def __init__(self, page: Open) -> None:
        zeroth, first, second, third, fourth, fifth = (*st.columns(3), *st.columns(3))
        self.basis: HoursBasis = zeroth.selectbox(
            "Hours counted", list(BASES), format_func=BASES.__getitem__, key="export-base"
        )
        self.prices: PriceBasis = first.selectbox(
            "Priced at",
            list(PRICES),
            index=list(PRICES).index(usual_prices(self.basis)),
            format_func=PRICES.__getitem__,
            key=f"export-prices-{self.basis}",
            help="Costs are the hours shown at the rate of their band. At contract prices they "
            "are raised by one share for the county: what contracts' own prices come to.",
        )
        self.threshold: int = second.selectbox(
            "Hide numbers of people below",
            list(THRESHOLDS),
            index=list(THRESHOLDS).index(8),
            key="export-threshold",
            help="Smaller numbers become *, and so do others from which they could be worked out.",
        )
        self.detail: Detail = third.selectbox(
            "Figures for",
            list(DETAILS),
            format_func=DETAILS.__getitem__,
            key="export-detail",
            help="A coarser form hides less of what it shows where another export is out already.",
        )
        self.paper: Any = fourth.selectbox("Paper", ["A4", "A3"], key="export-paper")
        self.fill: Any = fifth.selectbox(
            "Map coloured by", list(FILLS), format_func=FILLS.__getitem__, key="export-fill"
        )
        self.caption: str = st.text_input(
            "Caption for readers",
            key="export-caption",
            max_chars=300,
            help="It stands on the map and in each file. Notes of the scenario stay inside.",
        )
        self.page = page
        self.made_on = datetime.now(UTC).date().isoformat()

    @property
    def out(self) -> tuple[PublicPack, ...]:
        """What of this county is out already."""
        return published.packs(state.store(), self.page.world.tables.about.name)

    @property
    def figures(self) -> PublicFigures:
        """What may be shown beside what is out, small numbers hidden."""
        return self.beside(self.out)

    def beside(self, out: tuple[PublicPack, ...]) -> PublicFigures:
        """Work out what may be shown beside some packs that are out."""
        world, scenario = self.page.world, self.page.scenario
        key = (world.input_hash, key_of("public figures", scenario), scenario.name)
        chosen = _Chosen(self.basis, self.prices, self.threshold, self.detail)
        return _figures(key, chosen, out, world, scenario)

    @property
    def colophon(self) -> Colophon:
        """What the export says of itself."""
        return publish.colophon(
            self.page.world,
            self.page.scenario,
            made_on=self.made_on,
            basis=self.basis,
            prices=self.prices,
            threshold=self.threshold,
        ).captioned(self.caption)

    def draw(self, figures: PublicFigures, path: Path) -> None:
        """Draw the map of the chosen paper to a .png or .pdf."""
        zone_map(
            self.page.world,
            self.page.scenario,
            path,
            figures=figures,
            colophon=self.colophon,
            paper=self.paper,
            fill=self.fill,
        )

    def web(self, figures: PublicFigures, path: Path) -> None:
        """Write the map as one web page that needs no network."""
        web_map(
            self.page.world,
            self.page.scenario,
            path,
            figures=figures,
            colophon=self.colophon,
        )

    def table(self, which: str, figures: PublicFigures, path: Path) -> None:
        """Write one table as CSV."""
        publish.write_csv(sheets(figures)[which], path, about=self.colophon, alone=True)

    def workbook(self, figures: PublicFigures, path: Path) -> None:
        """Write all tables as a workbook."""
        publish.write_xlsx(sheets(figures), path, colophon=self.colophon)

    def layers(self, figures: PublicFigures, path: Path) -> None:
        """Write the outlines for a GIS, as GeoPackage or GeoJSON."""
        write = write_geopackage if path.suffix == ".gpkg" else write_geojson
        write(figures, path, colophon=self.colophon)


@dataclass(frozen=True)
class _Chosen:
    basis: HoursBasis
    prices: PriceBasis
    threshold: int
    detail: Detail


@kept("figures", "Hiding small numbers…")
def _figures(
    key: tuple[str, ...],
    chosen: _Chosen,
    out: tuple[PublicPack, ...],
    _world: World,
    _scenario: Any,
) -> PublicFigures:
    return public_figures(_world, _scenario, **vars(chosen), before=out)


def sheets(table: PublicFigures) -> dict[str, pd.DataFrame]:
    """Name the tables of a pack, hidden numbers as ``*``."""
    return {
        "zones": marked(table.by_zone),
        "bands": marked(table.by_band),
        "zones and bands": marked(table.by_zone_band),
    }
