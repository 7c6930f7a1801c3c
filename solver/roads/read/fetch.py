"""Fetch a place's roads by name, through OSMnx, where there is internet."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Final

import shapely

from solver.errors import RoadsError
from solver.roads.read.tags.access import WAY_TAGS
from solver.roads.read.tags.barriers import NODE_KEYS
from solver.roads.read.tags.way_traits import SPEED_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES: Final = 500_000_000
BYTES_PER_KM2: Final = 100_000
"""What Overpass sends for the roads of a square kilometre of English county, roughly."""
BUFFER_M: Final = 2_000.0
"""Roads this far outside the place are fetched too: a way may leave a county and come back."""

_MORE_TAGS: Final = ["name", "ref", "est_width", "lanes"]
_NODE_TAGS: Final = [*NODE_KEYS, "bicycle", "foot", "locked", "kerb", "railway", "crossing",
                     "public_transport", "amenity"]  # fmt: skip


def fetch(place: str, out: Path, *, large: bool = False) -> Path:
    """Fetch the roads of a place, with a margin around it.

    Parameters
    ----------
    place
        As Nominatim understands it, such as ``Rutland, England``. The name is
        sent to the servers that OSMnx is set to, and nothing else.
    out
        Folder; made where it is absent.
    large
        True fetches even where more than 500 MB are to be expected.

    Returns
    -------
    path
        ``roads.graphml``, to be opened like any extract.

    Raises
    ------
    RoadsError
        When the name finds nothing with an outline, the area is too large to
        fetch unasked, or the servers cannot be reached.
    """
    import osmnx as ox  # slow to import, and wanted here only

    with _settings(ox.settings), _plainly(place, ox._errors):
        found = ox.geocode_to_gdf(place)
        local = ox.projection.project_gdf(found)
        wide = local.buffer(BUFFER_M)
        size = float(wide.area.iloc[0]) / 1e6 * BYTES_PER_KM2
        if size > MOST_BYTES and not large:
            raise RoadsError(
                f"{place!r} covers {wide.area.iloc[0] / 1e6:,.0f} km²: about {size / 1e6:,.0f} MB. "
                "Name a smaller place, or ask for it with --large. For a whole country, download "
                "an extract from download.geofabrik.de instead."
            )
        outline = wide.to_crs("epsg:4326").iloc[0]
        graph = ox.graph_from_polygon(
            shapely.force_2d(outline), custom_filter='["highway"]', simplify=False, retain_all=True,
            truncate_by_edge=True,
        )  # fmt: skip
        graph = ox.simplify_graph(
            graph, node_attrs_include=list(NODE_KEYS), edge_attrs_differ=["osmid"]
        )
    out.mkdir(parents=True, exist_ok=True)
    path = out / "roads.graphml"
    part = out / "roads.part.graphml"
    ox.save_graphml(graph, part)
    part.replace(path)
    return path


@contextlib.contextmanager
def _settings(settings: Any) -> Iterator[None]:
    """Ask OSMnx for the tags that access and speed depend on; no cache, no pause."""
    wanted = {
        "useful_tags_way": sorted({*WAY_TAGS, *SPEED_TAGS, *_MORE_TAGS}),
        "useful_tags_node": list(_NODE_TAGS),
        "use_cache": False,
        "log_console": False,
    }
    before = {name: getattr(settings, name) for name in wanted}
    for name, value in wanted.items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)


@contextlib.contextmanager
def _plainly(place: str, errors: Any) -> Iterator[None]:
    """Say in plain English what the servers, or their absence, mean."""
    try:
        yield
    except RoadsError:
        raise
    except errors.InsufficientResponseError as error:
        raise RoadsError(
            f"{place!r} was not found. Write it as the map does, with the county or country, "
            'such as "Rutland, England".'
        ) from error
    except (TypeError, ValueError) as error:
        raise RoadsError(
            f"{place!r} is not an area with an outline ({error}). Name a county, district or town."
        ) from error
    except (errors.ResponseStatusCodeError, OSError) as error:
        raise RoadsError(
            "The map servers cannot be reached: there is no internet here, or they are busy. Ask "
            "again later, or download an extract from download.geofabrik.de on another computer."
        ) from error
