"""Natural operating areas: where care hangs together by road, laid over the zones' borders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely
import streamlit as st

from dashboard.kept import kept
from dashboard.maps import MapSpec, MapView, county, show_map, spec
from dashboard.maps.palette import INK, zone_tints
from dashboard.maps.shapes import SIMPLIFY_DEG, area_shapes, geojson
from dashboard.show.downloads import beside_table
from dashboard.show.tables import Column, Figure, say, show_figures, show_grid, show_table
from dashboard.show.text import count, number, one_decimal, percent
from solver.domain.reads import key_of
from solver.zones.natural import natural_areas

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.maps.spec import Layer
    from dashboard.state import Open
    from solver.base.world import World
    from solver.domain import Scenario
    from solver.zones.natural import NaturalAreas

LEAST_HOURS = 50
"""Weekly hours from which a cluster has its name on the map; the table lists them all."""


def show(page: Open) -> None:
    """Choose how far apart packages may be, and show the clusters on the map and in tables."""
    st.write(
        "Areas whose packages are a short drive apart, whatever the borders: carers could work "
        "there as one patch. They know no balance and no provider. Where one straddles a border, "
        "rounds are cut in two; where a zone holds several, its carers drive far between them."
    )
    minutes = st.slider(
        "Packages of one operating area are on average at most so many minutes apart by car",
        5,
        45,
        15,
        key="natural-minutes",
        persist_state="session",
    )
    found = natural_areas(page.world, page.scenario, within_minutes=float(minutes))
    _cards(found)
    say(_sentence(found, minutes))
    _map(page, found, minutes)
    _clusters(page, found)
    _areas(page, found)


def _cut(found: NaturalAreas) -> tuple[pd.DataFrame, pd.DataFrame, float, float]:
    """Give areas with care, those that a border cuts, hours of all, and hours across a border."""
    clusters = found.clusters
    large = clusters[clusters["carer_hours_week"] > 0]
    across = large[large["zones"] > 1]
    hours = float(large["carer_hours_week"].sum())
    cut = float((across["carer_hours_week"] * (1 - across["main_share"])).sum())
    return large, across, hours, cut


def _cards(found: NaturalAreas) -> None:
    large, across, hours, cut = _cut(found)
    show_figures(
        [
            Figure("Operating areas with care", number(len(large)), "all planned hours"),
            Figure("Cut by a border", number(len(across)), f"of {number(len(large))}"),
            Figure(
                "Across a border",
                f"{number(cut)} h",
                f"of {number(hours)} carer-hours a week, {percent(cut / hours if hours else 0, 0)}",
            ),
        ]
    )


def _sentence(found: NaturalAreas, minutes: int) -> str:
    large, across, hours, cut = _cut(found)
    if across.empty:
        return (
            f"At {minutes} minutes there are {count(len(large), 'operating area')}, and no border "
            "of the zones cuts one."
        )
    return (
        f"At {minutes} minutes there are {count(len(large), 'operating area')} with care. The "
        f"zones' borders cut {len(across)} of them: {number(cut)} of {number(hours)} carer-hours "
        f"a week ({percent(cut / hours, 0)}) lie across a border from the rest of their area."
    )


def _map(page: Open, found: NaturalAreas, minutes: int) -> None:
    world, scenario = page.world, page.scenario
    zones, names = county.zone_layers(world, scenario)
    patches, labels = cluster_layers(world, scenario, minutes)
    show_map(
        MapSpec(
            views=(
                MapView(
                    "Map of the natural operating areas, tinted, under the borders of the zones. "
                    "The tables below say the same.",
                    (patches, zones, labels, spec.Layer(names, on=False)),
                ),
            ),
            bounds=county.bounds(world),
            bounds_key=world.input_hash,
            tiles=county.ground(world),
            legend=(
                {"label": "Zone border", "shape": "line", "fill": "", "ink": INK},
                {
                    "label": "Operating area (tints only tell neighbours apart)",
                    "shape": "patch",
                    "fill": "#dfe0ee",
                    "ink": "#5b6b73",
                },
            ),
            height=600,
        ),
        key="natural-map",
    )


def cluster_layers(world: World, scenario: Scenario, minutes: int) -> tuple[Layer, Layer]:
    """Tinted areas of each cluster, and the names of those with some hours."""
    return _layers(world.input_hash, key_of("operating areas", scenario), minutes, world, scenario)


@kept("layers")
def _layers(
    input_hash: str, key: str, minutes: int, _world: World, _scenario: Scenario
) -> tuple[Layer, Layer]:
    found = natural_areas(_world, _scenario, within_minutes=float(minutes))
    shapes = _world.tables.areas.geometry.to_numpy()
    cluster = found.areas["cluster"].to_numpy()
    outlines = {
        name: shapely.union_all(shapes[cluster == name]) for name in found.clusters["cluster"]
    }
    names, geometry = list(outlines), list(outlines.values())
    touching = shapely.STRtree(geometry).query(geometry, predicate="intersects")
    neighbours = {
        name: tuple(names[j] for j in touching[1][touching[0] == i] if j != i)
        for i, name in enumerate(names)
    }
    tints = zone_tints(neighbours)
    drawn = area_shapes(input_hash, _world)
    rows = found.areas[["area_id", "area", "cluster", "zone"]].itertuples(index=False)
    features = [
        {
            "type": "Feature",
            "geometry": drawn[area_id],
            "properties": {
                "id": area_id,
                "tip": f"{area}\nOperating area: {of}\nZone: {zone}",
                "fill": tints[of],
                "opacity": 0.85,
                "ink": tints[of],
                "weight": 0.5,
            },
        }
        for area_id, area, of, zone in rows
    ]
    features += [
        {
            "type": "Feature",
            "geometry": geojson(shapely.simplify(outlines[name], SIMPLIFY_DEG)),
            "properties": {
                "id": f"outline of {name}",
                "opacity": 0,
                "ink": "#5b6b73",
                "weight": 1.6,
                "dash": "4 4",
            },
        }
        for name in names
    ]
    large = found.clusters[found.clusters["carer_hours_week"] >= LEAST_HOURS]["cluster"]
    points = []
    for name in large:
        point = shapely.point_on_surface(outlines[name])
        points.append((float(point.x), float(point.y), str(name)))
    return (
        spec.polygons("natural", "Operating areas", features),
        spec.labels("natural-names", "Names of operating areas", points, class_name="place-label"),
    )


def _clusters(page: Open, found: NaturalAreas) -> None:
    columns = (
        Column("cluster", "Operating area"),
        Column("areas", "Areas", number, numeric=True),
        Column("carer_hours_week", "Hours a week", number, numeric=True),
        Column("minutes_between", "Minutes between packages", one_decimal, numeric=True),
        Column("zones", "Zones", number, numeric=True),
        Column("main_zone", "Mostly in zone"),
        Column("main_share", "Share there", lambda v: percent(v, 0), numeric=True),
    )
    show_table(
        found.clusters,
        columns,
        caption="Natural operating areas, those with most hours first",
        note="Carer-hours, all planned. Each is named after its largest place. Average linkage by "
        "driving time between packages; an area without packages joins the "
        "nearest one that has some.",
    )
    beside_table(found.clusters, "operating-areas", page)


def _areas(page: Open, found: NaturalAreas) -> None:
    headings = {"area": "Area", "cluster": "Operating area", "zone": "Zone"}
    frame: pd.DataFrame = found.areas
    show_grid(frame, headings, caption="Area by area", height=300)
    beside_table(frame, "operating-areas-by-area", page)
