"""Export: maps and tables that may be published, and internal files marked so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import cache, state
from dashboard.escape import plain
from dashboard.kept import kept
from dashboard.publish.as_published import as_published, what_is_hidden
from dashboard.publish.choice import PublicExport
from dashboard.show import controls
from dashboard.show.calls import call_list
from dashboard.show.downloads import XLSX, about_file, made
from dashboard.show.planned import newest
from dashboard.show.zone_tables import with_names
from office import jobs
from office.store import exports
from office.store.exports import published
from solver import demand, publish
from solver.domain.reads import key_of
from solver.errors import PublishError
from solver.publish.internal import internal_name, write_rounds
from solver.publish.public import PublicFigures
from solver.publish.safe_text import file_name
from solver.zones import transfers

if TYPE_CHECKING:
    from dashboard.state import Open

Make = Callable[[Path], object]
MakePublic = Callable[[PublicFigures, Path], object]


def public(page: Open) -> None:
    """Offer what may be published: aggregated, small numbers hidden, sources and labels on it."""
    choice = PublicExport(page)
    try:
        table, _ = choice.figures, choice.colophon  # each may refuse
    except PublishError as error:
        st.error(plain(str(error)))
        return
    offers: tuple[tuple[str, str, str, str, MakePublic], ...] = (
        ("Map, PDF", "map", "pdf", "application/pdf", choice.draw),
        ("Map, PNG", "map", "png", "image/png", choice.draw),
        ("Map to explore, web page", "map to explore", "html", "text/html", choice.web),
        ("Tables, Excel", "tables", "xlsx", XLSX, choice.workbook),
        ("By zone, CSV", "zones", "csv", "text/csv", partial(choice.table, "zones")),
        ("By band, CSV", "bands", "csv", "text/csv", partial(choice.table, "bands")),
        ("By zone and band, CSV", "zones and bands", "csv", "text/csv",
         partial(choice.table, "zones and bands")),
        ("GeoPackage", "zones", "gpkg", "application/geopackage+sqlite3", choice.layers),
        ("GeoJSON", "zones", "geojson", "application/geo+json", choice.layers),
    )  # fmt: skip
    with st.container(horizontal=True):
        for label, what, ending, mime, make in offers:
            name = f"{file_name(f'{page.world.name} {page.scenario.name} {what}')}.{ending}"
            _offer(label, name, mime, partial(_released, choice, name, make))
    what_is_hidden(table)
    _preview(choice)
    as_published(page, table)


def _offer(label: str, name: str, mime: str, make: Callable[[], bytes]) -> None:
    st.download_button(
        label,
        data=make,
        file_name=name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"offer-{label}",
    )


def _released(choice: PublicExport, name: str, make: MakePublic) -> bytes:
    """Check the figures beside all that is out at this moment, make the file, write it down."""
    page = choice.page
    out = choice.out
    figures = choice.beside(out)
    content = made(partial(make, figures), f"file.{name.rpartition('.')[2]}")
    stored = page.desk.stored
    file = published.PublicFile(
        who=state.owner(),
        what=name,
        content=content,
        scenario=page.scenario,
        scenario_version=None if stored is None else stored.version,
        input_hash=page.world.input_hash,
    )
    pack = figures.released.pack
    published.keep(state.store(), page.desk.world.id, file, pack, beside=len(out))
    return content


def _logged(page: Open, name: str, make: Make) -> bytes:
    content = made(make, f"file.{name.rpartition('.')[2]}")
    exports.log(
        state.store(),
        page.desk.world.id,
        who=state.owner(),
        what=name,
        audience="internal",
        threshold=None,
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
            choice.caption,
            choice.detail,
            choice.out,
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
    return made(partial(_choice.draw, _choice.figures), "map.png")


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
            file = internal_name(stem, ending)
            _offer(label, file, mime, partial(_logged, page, file, make))
