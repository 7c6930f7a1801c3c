"""Export: maps and tables that may be published, and internal files marked so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import cache, state
from dashboard.escape import plain
from dashboard.kept import kept
from dashboard.publish.as_published import as_published
from dashboard.show import controls
from dashboard.show.calls import call_list
from dashboard.show.downloads import XLSX, about_file, made
from dashboard.show.planned import newest
from dashboard.show.tables import show_grid
from dashboard.show.zone_tables import with_names
from office import jobs
from office.store import exports
from solver import demand, publish
from solver.domain import HOURS_BASIS_WORDS
from solver.domain.reads import key_of
from solver.publish.disclosure import THRESHOLDS
from solver.publish.geo import write_geojson, write_geopackage
from solver.publish.internal import internal_name, write_rounds
from solver.publish.printed.maps import zone_map
from solver.publish.public import PublicFigures, marked, public_figures, usual_prices
from solver.publish.safe_text import file_name
from solver.publish.web import web_map
from solver.zones import transfers

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.base.world import World
    from solver.domain import HoursBasis, PriceBasis
    from solver.publish import Colophon

BASES: dict[HoursBasis, str] = {
    basis: words.capitalize() for basis, words in HOURS_BASIS_WORDS.items()
}
PRICES: dict[PriceBasis, str] = {
    "band rates": "Band rates",
    "contract prices": "Contract prices",
}
FILLS = {"bands": "Price bands", "zones": "Zones"}
Make = Callable[[Path], object]


class PublicExport:
    """What was chosen for a public export.

    Parameters
    ----------
    basis, prices, threshold, paper, fill
        As the functions of :mod:`solver.publish` take them.
    """

    def __init__(self, page: Open) -> None:
        zeroth, first, second, third, fourth = st.columns(5)
        self.basis: HoursBasis = zeroth.selectbox(
            "Hours counted", list(BASES), format_func=BASES.__getitem__, key="export-base"
        )
        self.prices: PriceBasis = first.selectbox(
            "Priced at",
            list(PRICES),
            index=list(PRICES).index(usual_prices(self.basis)),
            format_func=PRICES.__getitem__,
            key=f"export-prices-{self.basis}",
            help="Paragraph 39 prices maintenance hours at the rate of their band. At contract "
            "prices spot and specialist contracts may cost more or less.",
        )
        self.threshold: int = second.selectbox(
            "Hide numbers of people below",
            list(THRESHOLDS),
            index=list(THRESHOLDS).index(8),
            key="export-threshold",
            help="Smaller numbers become *, and so do others from which they could be worked out.",
        )
        self.paper: Any = third.selectbox("Paper", ["A4", "A3"], key="export-paper")
        self.fill: Any = fourth.selectbox(
            "Map coloured by", list(FILLS), format_func=FILLS.__getitem__, key="export-fill"
        )
        self.page = page
        self.made_on = datetime.now(UTC).date().isoformat()

    @property
    def figures(self) -> PublicFigures:
        """What may be shown, small numbers hidden."""
        world, scenario = self.page.world, self.page.scenario
        key = key_of("public figures", scenario)
        return _figures(
            world.input_hash, key, self.basis, self.prices, self.threshold, world, scenario
        )

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
        )

    def draw(self, path: Path) -> None:
        """Draw the map of the chosen paper to a .png or .pdf."""
        zone_map(
            self.page.world,
            self.page.scenario,
            path,
            figures=self.figures,
            colophon=self.colophon,
            paper=self.paper,
            fill=self.fill,
        )

    def web(self, path: Path) -> None:
        """Write the map as one web page that needs no network."""
        web_map(
            self.page.world,
            self.page.scenario,
            path,
            figures=self.figures,
            colophon=self.colophon,
        )


@kept("figures", "Hiding small numbers…")
def _figures(
    input_hash: str,
    key: str,
    basis: HoursBasis,
    prices: PriceBasis,
    threshold: int,
    _world: World,
    _scenario: Any,
) -> PublicFigures:
    return public_figures(_world, _scenario, basis=basis, prices=prices, threshold=threshold)


def public(page: Open) -> None:
    """Offer what may be published: aggregated, small numbers hidden, sources and labels on it."""
    choice = PublicExport(page)
    table = choice.figures
    sheets = {
        "zones": marked(table.by_zone),
        "bands": marked(table.by_band),
        "zones and bands": marked(table.by_zone_band),
    }
    offers: tuple[tuple[str, str, str, str, Make], ...] = (
        ("Map, PDF", "map", "pdf", "application/pdf", choice.draw),
        ("Map, PNG", "map", "png", "image/png", choice.draw),
        ("Map to explore, web page", "map to explore", "html", "text/html", choice.web),
        ("Tables, Excel", "tables", "xlsx", XLSX,
         lambda path: publish.write_xlsx(sheets, path, colophon=choice.colophon)),
        ("By zone, CSV", "zones", "csv", "text/csv",
         lambda path: publish.write_csv(
             sheets["zones"], path, about=choice.colophon, alone=True)),
        ("By band, CSV", "bands", "csv", "text/csv",
         lambda path: publish.write_csv(
             sheets["bands"], path, about=choice.colophon, alone=True)),
        ("By zone and band, CSV", "zones and bands", "csv", "text/csv",
         lambda path: publish.write_csv(
             sheets["zones and bands"], path, about=choice.colophon, alone=True)),
        ("GeoPackage", "zones", "gpkg", "application/geopackage+sqlite3",
         lambda path: write_geopackage(table, path, colophon=choice.colophon)),
        ("GeoJSON", "zones", "geojson", "application/geo+json",
         lambda path: write_geojson(table, path, colophon=choice.colophon)),
    )  # fmt: skip
    with st.container(horizontal=True):
        for label, what, ending, mime, make in offers:
            name = f"{file_name(f'{page.world.name} {page.scenario.name} {what}')}.{ending}"
            _offer(page, label, name, mime, make, threshold=choice.threshold)
    _preview(choice)
    as_published(table)


def _offer(
    page: Open, label: str, name: str, mime: str, make: Make, *, threshold: int | None
) -> None:
    st.download_button(
        label,
        data=partial(_logged, page, name, make, threshold),
        file_name=name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"offer-{label}",
    )


def _logged(page: Open, name: str, make: Make, threshold: int | None) -> bytes:
    content = made(make, f"file.{name.rpartition('.')[2]}")
    exports.log(
        state.store(),
        page.desk.world.id,
        who=state.owner(),
        what=name,
        audience="internal" if threshold is None else "public",
        threshold=threshold,
        scenario=page.scenario,
    )
    return content


def _preview(choice: PublicExport) -> None:
    if st.toggle("Preview the map", key="export-preview", persist_state="session"):
        page = choice.page
        key = (
            page.world.input_hash,
            key_of("scenario", page.scenario),
            page.scenario.name,
            choice.made_on,
        )
        png = _picture(
            *key,
            choice.basis,
            choice.prices,
            choice.threshold,
            choice.paper,
            choice.fill,
            _choice=choice,
        )
        st.image(png, width="stretch", caption="As it will print. The table below says the same.")


@kept("drawn", "Drawing the map…")
def _picture(*key: Any, _choice: PublicExport) -> bytes:
    return made(_choice.draw, "map.png")


def internal(page: Open) -> None:
    """Offer files at the level of persons, marked internal in name and content."""
    st.warning(
        "These files show single people, their visits and where they live. They are for those "
        "who plan the care; each download is written into the log of exports."
    )
    day = controls.choose_day()
    name = controls.DAY_NAMES[day]
    job = newest(page, day)
    result = (
        cache.as_today(page.world, page.scenario, day)
        if job is None
        else cache.solved(page.world, page.scenario, day, job)
    )
    which = "today's rounds" if job is None else "new rounds"
    if page.scenario.rounds.zones:
        which += f" in {plain(', '.join(page.scenario.rounds.zones))}"
    stops = result.score.stops
    calls = call_list(result.score, sorted(set(stops["carer_id"])))
    plan = result.plan if job is None else jobs.plan(job.id)
    about = about_file(page)
    offers: tuple[tuple[str, str, str, str, Make], ...] = (
        ("Packages, CSV", "packages", "csv", "text/csv",
         lambda path: publish.write_csv(
             demand.packages(page.world, page.scenario), path, about=about, alone=True)),
        ("Who changes provider, CSV", "who changes provider", "csv", "text/csv",
         lambda path: publish.write_csv(
             with_names(page, transfers(page.world, page.scenario)), path,
             about=about, alone=True)),
        (f"Visits of {name}, CSV", f"visits {day}", "csv", "text/csv",
         lambda path: publish.write_csv(calls, path, about=about, alone=True)),
        (f"Rounds of {name}, GeoJSON", f"rounds {day}", "geojson", "application/geo+json",
         lambda path: write_rounds(
             plan, result.case.workload, page.world, page.scenario, path, about=about)),
    )  # fmt: skip
    st.caption(f"Visits and rounds are those of {which}, {name}.")
    with st.container(horizontal=True):
        for label, what, ending, mime, make in offers:
            stem = f"{page.world.name} {page.scenario.name} {what}"
            _offer(page, label, internal_name(stem, ending), mime, make, threshold=None)


def log(page: Open) -> None:
    """List what was taken away."""
    found = exports.recent(state.store(), page.desk.world.id)
    if not found:
        st.info("Nothing was exported yet.")
        return
    rows = [
        {
            "When (UTC)": f"{item.exported_at:%d/%m/%Y %H:%M}",
            "Who": item.who,
            "File": item.what,
            "Audience": item.audience,
            "Smallest number shown": "" if item.threshold is None else str(item.threshold),
            "Scenario": item.scenario_name,
        }
        for item in found
    ]
    frame = pd.DataFrame(rows)
    show_grid(frame, {name: name for name in frame.columns}, caption="Log of exports")
