"""Zones shaded by the class of a figure, with the figure itself written on the map."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import shapely

from dashboard.kept import kept
from dashboard.maps import spec
from dashboard.maps.palette import INK, band_styles
from dashboard.maps.shapes import SIMPLIFY_DEG, geojson
from solver.domain.reads import key_of
from solver.zones import zone_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.maps.spec import Layer
    from solver.base.world import World
    from solver.domain import Scenario

Shades = tuple[tuple[str, str, str], ...]
"""Zone, name of its class (empty where not known), and the figure as it is written."""


def shaded_zones(
    world: World, scenario: Scenario, shades: Shades, classes: tuple[str, ...], what: str
) -> tuple[Layer, ...]:
    """Fill each zone by its class and write its name and figure on it.

    Parameters
    ----------
    classes
        Every class, lightest first.
    what
        What the figure is, for the name of the layer.
    """
    key = key_of("zones", scenario)
    return _shaded(world.input_hash, key, shades, classes, what, world, scenario)


@kept("layers")
def _shaded(
    input_hash: str,
    key: str,
    shades: Shades,
    classes: tuple[str, ...],
    what: str,
    _world: World,
    _scenario: Scenario,
) -> tuple[Layer, ...]:
    frame = zone_shapes(_world, _scenario)
    simple = shapely.coverage_simplify(frame.geometry.to_numpy(), SIMPLIFY_DEG)
    styles = band_styles(classes)
    said = {zone: (name, figure) for zone, name, figure in shades}
    features: list[dict[str, Any]] = []
    labels = []
    columns = (frame["zone"], simple, frame["label_lon"], frame["label_lat"])
    for zone, shape, lon, lat in zip(*columns, strict=True):
        name, figure = said.get(zone, ("", ""))
        fill: Mapping[str, Any] = (
            {"pattern": styles[name].id} if name else {"fill": "#ffffff", "opacity": 0.4}
        )
        features.append(
            {
                "type": "Feature",
                "geometry": geojson(shape),
                "properties": {
                    "id": zone,
                    "tip": f"{zone}\n{what}: {figure or 'not known'}\n{name}".rstrip(),
                    "ink": INK,
                    "weight": 2.4,
                    **fill,
                },
            }
        )
        labels.append((lon, lat, f"{zone} {figure}".rstrip()))
    return (
        spec.polygons("shaded", what, features),
        spec.labels("shaded-names", "Names and figures", labels, class_name="zone-label"),
    )


def patterns(classes: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """Give the fills and marks of the classes, as the browser draws them."""
    return tuple(asdict(item) for item in band_styles(classes).values())


def legend(classes: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """Key to the classes."""
    return tuple(
        {"label": label, "shape": "patch", **asdict(item)}
        for label, item in band_styles(classes).items()
    )
