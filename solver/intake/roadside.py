"""Tables against roads: who lives off the map, and who lives far from a road."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from solver.intake.findings import Findings
from solver.intake.places import SWAPPED, tell_points, within
from solver.intake.tables import Notice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.intake.tables import Tables

MARGIN_DEG = 0.01
"""How far beyond the outermost road a door may lie: about 1 km north or south."""

_OFF_THE_ROADS = "The point lies outside the area of the roads"

_PLACED = {"people": ("person", "person_id"), "carers": ("home", "carer_id")}
"""Table → first half of its place ids, and its key."""


class Bounded(Protocol):
    """A road network that knows its bounds: west, south, east, north in degrees."""

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        ...


def check_against_roads(tables: Tables, roads: Bounded) -> Tables:
    """Check that every person and carer lives where the roads are.

    Returns
    -------
    The same tables.

    Raises
    ------
    InputError
        With a fault for each door outside the bounds of the roads, or one for
        a whole table whose doors are all outside.
    """
    west, south, east, north = roads.bounds
    bounds = (west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    reach = (
        f"The roads reach from longitude {west:.2f} to {east:.2f} and latitude {south:.2f} to "
        f"{north:.2f}: correct the point, or load an extract with a buffer round the county."
    )
    findings = Findings()
    for name in _PLACED:
        frame, origin = getattr(tables, name), tables.origins[name]
        lon, lat = frame["lon"].to_numpy(), frame["lat"].to_numpy()
        inside = within(bounds, lon, lat)
        swapped = ~inside & within(bounds, lat, lon)
        tell_points(origin.file, origin.rows, swapped, SWAPPED, findings)
        elsewhere = ~inside & ~swapped
        tell_points(origin.file, origin.rows, elsewhere, (_OFF_THE_ROADS, reach), findings)
    findings.raise_if_any()
    return tables


def far_from_roads(tables: Tables, unplaced: Mapping[str, Mapping[str, str]]) -> tuple[Notice, ...]:
    """Turn the places that no road reaches into notices, by file and row.

    Parameters
    ----------
    unplaced
        Mode → {place id: reason}, as :attr:`solver.domain.TravelSet.unplaced`.

    Returns
    -------
    A notice for each place, once, with the modes that cannot reach it; for
    :meth:`Tables.with_notices`.
    """
    modes: dict[str, list[str]] = {}
    reasons: dict[str, str] = {}
    for mode, places in unplaced.items():
        for place, reason in places.items():
            modes.setdefault(place, []).append(mode)
            reasons.setdefault(place, reason)
    notices = []
    for name, (prefix, key) in _PLACED.items():
        origin = tables.origins[name]
        for item, row in zip(getattr(tables, name)[key], origin.rows.tolist(), strict=True):
            place = f"{prefix}:{item}"
            if place in modes:
                by = " or ".join(sorted(modes[place]))
                message = f"No road reaches this door by {by}: {reasons[place]}"
                notices.append(Notice(origin.file, row, "lon", message))
    return tuple(notices)
