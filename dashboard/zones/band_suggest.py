"""Bands suggested: from measured travel with limits that move, from a classification, by hand."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.escape import plain
from dashboard.frame import show_error
from dashboard.show import controls, planned
from dashboard.show.text import count
from office.loading.uploaded import text_of
from solver.errors import HomeroundsError
from solver.zones import areas, assignment
from solver.zones.banding.bands import (
    DECIMALS,
    FALLING,
    UNITS,
    Limits,
    from_travel,
    measured,
    overridden,
    starting_limits,
    travel_by_area,
)
from solver.zones.banding.classes import RUC_2011, RUC_2021, Classes, from_classes, read_classes
from solver.zones.banding.reach import town_size

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.zones.banding.bands import Measure

FROM = {
    "travel": "Measured travel",
    "classes": "A rural-urban classification",
    "table": "The bands as they are",
}
MEASURES: dict[Measure, str] = {
    "minutes_to_town": "Minutes by car to the nearest town",
    "hours_within_ten": "Carer-hours a week within ten minutes' drive",
    "travel_per_contact_hour": "Minutes of travel for each hour at the door",
}
TOWNS_OF_2020 = ("Castle Donington", "Lutterworth", "Market Harborough")
"""Towns that Leicestershire priced at Fringe as a whole [002 para 36]."""


def ask(page: Open) -> pd.DataFrame | None:
    """Ask where bands should come from, and suggest one for each area.

    Returns
    -------
    ``area_id, area, band`` (now) ``, suggested, sentence``, and ``value`` where
    travel is measured; ``None`` while something is still to be given.
    """
    source = controls.choose_one("Suggest bands from", FROM, key="bands-from")
    found: pd.DataFrame | None
    if source == "travel":
        found = _by_travel(page)
    elif source == "classes":
        found = _by_class(page)
    else:
        found = _as_now(page)
    return None if found is None else _towns(page, found)


def _as_now(page: Open) -> pd.DataFrame:
    st.caption("Nothing is suggested: change the bands in the table below, area by area.")
    frame = areas(page.world, page.scenario)[["area_id", "name", "band"]]
    frame = pd.DataFrame(frame.rename(columns={"name": "area"}))
    return frame.assign(suggested=frame["band"], sentence=frame["area"] + " keeps its band.")


def _by_travel(page: Open) -> pd.DataFrame:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure: Measure = st.selectbox(
            "What is measured",
            list(MEASURES),
            format_func=MEASURES.__getitem__,
            key="bands-measure",
            persist_state="session",
            width=420,
        )
        town, travel = town_size(page.world), None
        if measure == "minutes_to_town":
            town = _town(page)
        elif measure == "travel_per_contact_hour":
            day = controls.choose_day()
            score, whose = planned.score_of(page, day)
            travel = travel_by_area(score.stops)
    if travel is not None:
        st.caption(
            f"{whose.capitalize()}, {controls.DAY_NAMES[day]}. One day of few visits says little "
            "of a small place: areas without a visit on this day keep their band."
        )
    options = {"town_population": town, "travel_per_contact_hour": travel}
    values = measured(page.world, page.scenario, measure, **options)  # type: ignore[arg-type]
    limits = _limits(page, measure, values)
    return from_travel(page.world, page.scenario, limits, **options)  # type: ignore[arg-type]


def _town(page: Open) -> int:
    """Ask from how many residents a place is a town; the largest place is one in any case."""
    largest = int(page.world.tables.settlements["population"].max())
    return int(
        st.number_input(
            "A town has at least (residents)",
            min_value=1,
            max_value=max(largest, 1),
            value=max(town_size(page.world), 1),
            step=500,
            key=f"bands-town-{page.world.input_hash[:8]}",
            persist_state="session",
            width=260,
        )
    )


def _limits(page: Open, measure: Measure, values: pd.DataFrame) -> Limits:
    """Let the officer move the limits between bands, each by a slider or by typing."""
    bands = assignment(page.world, page.scenario).bands
    kept = f"limits-{measure}-{page.world.input_hash[:8]}-{len(bands)}"
    if kept not in st.session_state:
        st.session_state[kept] = starting_limits(page.world, page.scenario, measure, values).at
    at: tuple[float, ...] = st.session_state[kept]
    grain = 10.0 ** -DECIMALS[measure]
    top = max([*at, *values["value"].dropna(), grain])
    shape = {
        "min_value": 0.0,
        "max_value": float(-(-top // 1)),
        "step": grain,
        "format": f"%.{DECIMALS[measure]}f",
    }
    word = "from" if measure in FALLING else "up to"
    for i, (band, limit) in enumerate(zip(bands, at, strict=False)):
        left, right = st.columns([4, 1], vertical_alignment="bottom")
        label = f"{band} {word} ({UNITS[measure]})"
        for column, widget, kind in (
            (left, st.slider, "slide"),
            (right, st.number_input, "typed"),
        ):
            with column:
                controls.follow(
                    widget,
                    label if kind == "slide" else f"{band}, typed",
                    key=f"{kind}-{kept}-{i}",
                    value=float(limit),
                    on_change=partial(_move, kept, i, measure in FALLING),
                    **shape,
                )
    st.caption(
        f"{bands[-1]}: all others. A limit that is moved past another one takes it along. They "
        "begin where each band keeps about the hours that it has now."
    )
    return Limits(measure, bands, st.session_state[kept])


def _move(kept: str, place: int, falling: bool, value: float) -> None:
    """Set one limit; the ones beside it give way."""
    at = list(st.session_state[kept])
    at[place] = value
    for i in range(place):
        at[i] = max(at[i], value) if falling else min(at[i], value)
    for i in range(place + 1, len(at)):
        at[i] = min(at[i], value) if falling else max(at[i], value)
    st.session_state[kept] = tuple(at)


def _by_class(page: Open) -> pd.DataFrame | None:
    given = st.file_uploader(
        "List of areas or postcodes with their class (.csv)",
        type="csv",
        key="bands-classes",
        help="The ONS's lookups of output areas, LSOAs or postcodes to the Rural-Urban "
        "Classification of 2011 or 2021, or a list of your own with a column called class.",
    )
    if given is None:
        st.info(
            "Give the ONS's Rural-Urban Classification, or one of your own: by area id, or by "
            "postcode, where an area takes the class that most of its postcodes have."
        )
        return None
    try:
        found = read_classes(page.world, text_of(given.getvalue()), given.name)
    except HomeroundsError as error:
        show_error(error)
        return None
    if found.missed:
        st.warning(
            plain(
                f"{count(len(found.missed), 'area')} not in the list, and left as they are: "
                f"{', '.join(found.missed[:8])}{' …' if len(found.missed) > 8 else ''}."
            )
        )
    mapping = _mapping(page, found)
    return None if mapping is None else from_classes(page.world, page.scenario, found, mapping)


def _mapping(page: Open, found: Classes) -> dict[str, str] | None:
    """Ask which band each class means; the documented mapping is what it begins with."""
    bands = list(assignment(page.world, page.scenario).bands)
    known = {**RUC_2011, **RUC_2021}
    chosen: dict[str, str] = {}
    st.markdown("**Which band a class means**")
    columns = st.columns(2)
    for i, name in enumerate(found.names):
        begin = known.get(name)
        with columns[i % 2]:
            band = st.selectbox(
                plain(name),
                bands,
                index=bands.index(begin) if begin in bands else None,
                key=f"class-{hashlib.sha256(name.encode()).hexdigest()[:10]}",
                placeholder="Choose a band",
            )
        if band is not None:
            chosen[name] = band
    if len(chosen) < len(found.names):
        st.info("Choose a band for each class.")
        return None
    return chosen


def _towns(page: Open, suggestion: pd.DataFrame) -> pd.DataFrame:
    """Price towns as a whole at one band, as the council did for three of them."""
    places = sorted({place for place in page.world.tables.areas["settlement"] if place})
    begin = [place for place in TOWNS_OF_2020 if place in places]
    bands = list(assignment(page.world, page.scenario).bands)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        towns = st.multiselect(
            "Towns and villages priced as a whole",
            places,
            default=begin if len(begin) == len(TOWNS_OF_2020) else [],
            key=f"bands-towns-{page.world.input_hash[:8]}",
            help="Whatever is suggested, all of the place has this band. Leicestershire priced "
            "Castle Donington, Lutterworth and Market Harborough at Fringe (2020, para 36).",
            persist_state="session",
        )
        band = st.selectbox(
            "… at this band",
            bands,
            index=min(1, len(bands) - 1),
            key=f"bands-towns-band-{page.world.input_hash[:8]}",
            persist_state="session",
            width=180,
        )
    return overridden(page.world, suggestion, dict.fromkeys(towns, band))


def measure_words(page: Open) -> tuple[str, int]:
    """Name what is measured now, and say how finely it is written."""
    measure: Measure = st.session_state.get("bands-measure", "minutes_to_town")
    return MEASURES[measure], DECIMALS[measure]
