"""What to do with a file of OpenStreetMap's that is sound and yet no extract."""

from __future__ import annotations

from typing import Final

from solver.errors import RoadsError

ASK_OVERPASS: Final = "out body; >; out skel qt;"
"""How a query of Overpass ends whose answer can be read."""


def history(name: str) -> RoadsError:
    """Several versions of one thing."""
    return RoadsError(
        f"{name} is a history file: it holds several versions of the same thing. Take the roads "
        f"of one day from it with `osmium time-filter {name} -o roads.osm.pbf`, and use that."
    )


def changes(name: str) -> RoadsError:
    """Name a file that holds what was changed."""
    return RoadsError(
        f"{name} is a change file: it holds what was changed and no whole roads. Apply it to the "
        f"extract that it belongs to with `osmium apply-changes EXTRACT {name} -o roads.osm.pbf`, "
        "and use that."
    )


def unsorted(name: str) -> RoadsError:
    """Ways out of order, or points behind them, in a file that is not put in order here."""
    return RoadsError(
        f"{name} is not sorted: points have to come first, then ways, then relations, each by "
        f"number. Sort it with `osmium sort {name} -o sorted.osm.pbf`, and use that."
    )


def too_long_to_sort(name: str, most_text: int) -> RoadsError:
    """Not in order, and too much to be put in order here."""
    return RoadsError(
        f"{name} is not sorted, or was edited, and holds more than {most_text // 1_000_000} MB of "
        f"text, which is too much to be put in order here. Sort it with `osmium sort {name} -o "
        "sorted.osm.pbf` and use that; from JOSM, save only what lies in the county."
    )


def twice(name: str, thing: str, number: int) -> RoadsError:
    """Two copies of a thing that differ."""
    return RoadsError(
        f"{name} holds {thing} {number} twice, and the two differ, so that it is not known which "
        "one counts. Export it again from one source."
    )


def points_inside(name: str) -> RoadsError:
    """Points inside the ways, so that no junction is known."""
    return RoadsError(
        f"{name} has the points of its roads inside the ways, as Overpass writes them after `out "
        "geom;`, so that it is not known where roads meet. End the query with "
        f"`{ASK_OVERPASS}` instead, and export it again."
    )


def points_absent(name: str) -> RoadsError:
    """Ways, and none of their points."""
    return RoadsError(
        f"{name} has roads and none of their points. Where it comes from Overpass, end the query "
        f"with `{ASK_OVERPASS}`; where it was cut or filtered, keep what the ways refer to "
        f"(osmium does); where it is not sorted, `osmium sort {name} -o sorted.osm.pbf`."
    )


def broke_off(name: str, said: str) -> RoadsError:
    """Part of an answer, with the reason why it ends."""
    return RoadsError(
        f"{name} is not complete: Overpass broke off and wrote “{said}”. Ask for a smaller area "
        "or allow more time (`[timeout:900]`), or download an extract from "
        "download.geofabrik.de."
    )


def drawn_in_blocks(name: str) -> RoadsError:
    """Numbers below 0 in a file in which libosmium cannot look their places up."""
    return RoadsError(
        f"{name} has points with numbers below 0, as editors draw them, which cannot be read from "
        f"a .osm.pbf. Save it as .osm, or run `osmium renumber {name} -o roads.osm.pbf` and use "
        "that."
    )
