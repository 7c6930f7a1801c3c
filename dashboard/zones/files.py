"""Sets of zones in and out: a list of areas or polygons, with every difference said first."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.escape import plain
from dashboard.frame import show_error
from dashboard.show.downloads import about_file, file_stem, logged, made
from dashboard.show.tables import say, show_grid
from dashboard.show.text import count
from office.loading import layers
from office.loading.uploaded import text_of
from solver.errors import Fault, HomeroundsError, InputError
from solver.zones import edits, zone_shapes
from solver.zones.exchange import check_layer, export_areas, import_list, import_polygons

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dashboard.state import Open
    from office.loading.layers import Layer
    from solver.domain import Scenario, ZoneChoices
    from solver.zones.exchange import ZoneSet
    from solver.zones.polygons import Kind, ZoneFlaw

FIXES: dict[str, str] = {
    "missing-name": "Zones without a name",
    "duplicate-name": "Zones of the same name",
    "self-crossing": "Borders that cross themselves",
    "too-many-vertices": "Borders with very many corners",
    "overlap": "Zones that overlap",
    "gap": "Areas in no zone",
}


def take_away(page: Open) -> None:
    """Offer the zones as files that can be brought in again."""
    st.header("Take the zones away", anchor=False)
    st.write(
        "The zones of the open scenario, to be kept, sent on or brought in again. They hold no "
        "person's data."
    )
    with st.container(horizontal=True):
        _offer(page, "List of areas (.csv)", "zones.csv", "text/csv", _csv)
        _offer(page, "Zones as polygons (.geojson)", "zones.geojson", "application/json", _geojson)


def _offer(
    page: Open, label: str, ending: str, mime: str, write: Callable[[Open, Path], object]
) -> None:
    name = f"{file_stem(page, '', internal=False)}-{ending}"
    st.download_button(
        label,
        data=partial(
            logged, page, name, partial(made, partial(write, page), ending), internal=False
        ),
        file_name=name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
    )


def _csv(page: Open, path: Path) -> None:
    from solver import publish  # here: it loads the drawing library, which most pages do without

    about = about_file(page, marking=publish.NO_PEOPLE)
    publish.write_csv(export_areas(page.world, page.scenario), path, about=about, alone=True)


def _geojson(page: Open, path: Path) -> None:
    from solver import publish

    frame = zone_shapes(page.world, page.scenario)[["zone", "geometry"]]
    publish.write_shapes(frame, path, colophon=about_file(page, marking=publish.NO_PEOPLE))


def bring_in(page: Open) -> None:
    """Read a set of zones, say what it does, and put it into the scenario when asked to."""
    st.header("Bring zones in", anchor=False)
    st.write(
        "A list of areas with their zones (.csv with the columns area_id and zone, and band if "
        "wanted), or polygons (.gpkg, .geojson or a zipped shapefile): earlier zones, another "
        "team's, or ones drawn in a GIS. An area goes to the zone that holds most of its packages."
    )
    given = st.file_uploader(
        "Zones to bring in", type=["csv", "gpkg", "geojson", "zip"], key="zones-file"
    )
    if given is None:
        return
    try:
        if given.name.casefold().endswith(".csv"):
            found = import_list(
                page.world, text_of(given.getvalue(), given.name), page.scenario.zones, given.name
            )
        else:
            read = _polygons(page, _read(given.name, given.getvalue()), given.name)
            if read is None:
                return
            found = read
        _offer_set(page, found)
    except HomeroundsError as error:
        show_error(error)


@st.cache_data(max_entries=8, show_spinner="Reading the polygons apart…")
def _read(name: str, content: bytes) -> Layer:
    return layers.read_zones(name, content)


def _polygons(page: Open, layer: Layer, file: str) -> ZoneSet | None:
    """Ask for the column of names and for the fixes; ``None`` while something stands in the way."""
    for notice in layer.notices:
        st.info(plain(notice))
    if not layer.columns:
        cure = "Add a column with the zones' names."
        raise InputError([Fault(file, None, "", "No column names the zones.", cure)])
    column = st.selectbox("Column with the zones' names", layer.columns, key="zones-column")
    problems = check_layer(page.world, layer.frame, column)
    wanted = _fixes(problems)
    if any(problem.kind not in wanted for problem in problems):
        return None
    return import_polygons(
        page.world, layer.frame, page.scenario.zones, column=column, fix=wanted, file=file
    )


def _fixes(problems: list[ZoneFlaw]) -> set[Kind]:
    """List what is wrong, each kind with a box to tick for its fix; nothing is mended unasked."""
    wanted: set[Kind] = set()
    kinds = dict.fromkeys(problem.kind for problem in problems)
    if not kinds:
        return wanted
    st.warning(
        f"{count(len(problems), 'problem')} found. Nothing is mended unless you tick it; "
        "what cannot be mended here must be mended in the file."
    )
    for kind in kinds:
        same = [problem for problem in problems if problem.kind == kind]
        st.markdown(f"**{FIXES.get(kind, 'The layer')}**")
        for problem in same[:8]:
            st.markdown(f"- {plain(problem.message)}{plain(_place(problem))}")
        if len(same) > 8:
            st.markdown(f"- and {len(same) - 8} more")
        if same[0].fix and st.checkbox(plain(f"Fix: {same[0].fix}"), key=f"fix-{kind}"):
            wanted.add(kind)
    return wanted


def _place(problem: ZoneFlaw) -> str:
    if pd.isna(problem.lon):
        return ""
    return f" (near {problem.lat:.3f}, {problem.lon:.3f})"


def _offer_set(page: Open, found: ZoneSet) -> None:
    changes = edits(page.world, found.choices)
    if len(found.differences):
        say(
            f"{count(len(found.differences), 'area')} not quite as drawn: a zone is made of whole "
            "areas, so each goes to one zone."
        )
        show_grid(found.differences, {"sentence": "In words"}, caption="Differences", height=220)
    if found.empty:
        st.warning(plain(f"No area falls to: {', '.join(found.empty)}."))
    if found.choices == page.scenario.zones:
        st.success("These are the zones of the open scenario: nothing would change.")
        return
    st.markdown(
        f"**{count(len(changes), 'change')} against the starting scenario with these zones**"
    )
    frame = pd.DataFrame({"change": [str(edit) for edit in changes]})
    show_grid(
        frame, {"change": "Change"}, caption="Changes against the starting scenario", height=260
    )
    st.button(
        "Put these zones into the scenario",
        type="primary",
        icon=":material/check:",
        on_click=_put_in,
        args=(found.choices,),
        help="Undo takes them back.",
    )


def _put_in(choices: ZoneChoices) -> None:
    def change(scenario: Scenario) -> Scenario:
        return replace(scenario, zones=replace(choices, transfer=scenario.zones.transfer))

    state.edit(change)
    state.notice("The zones are in the open scenario. Undo takes them back.")
