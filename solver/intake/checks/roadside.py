"""Tables against roads: who lives off the map, and who lives far from a road."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from solver.domain import MODES, Place
from solver.intake.findings import Findings
from solver.intake.places import SWAPPED, tell_points, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import pandas as pd

    from solver.domain import Mode
    from solver.intake.tables import Tables

MARGIN_DEG = 0.01
"""How far beyond the outermost road a door may lie: about 1 km north or south."""

_OFF_THE_ROADS = "The point lies outside the area of the roads"

FAR_M = 200.0
"""From which distance to the nearest road a door is noted, metres."""

MOST_UNREACHED = 0.5
"""Share of a table's doors without any road from which on the roads are another place's."""

_PLACED = {"people": "person_id", "carers": "carer_id"}
"""Table with doors → its key."""


class NearestRoad(Protocol):
    """Points on roads nearest to k doors."""

    @property
    def walk_m(self) -> npt.NDArray[np.float64]:
        """(k,) metres from the road to the door; infinite where none is in reach."""
        ...


class RoadsNear(Protocol):
    """A road network that can be asked where it is."""

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north, degrees."""
        ...

    def snap(self, places: Sequence[Place], mode: Mode) -> NearestRoad:
        """Find the nearest point on a road of the mode for each place."""
        ...


def check_against_roads(tables: Tables, roads: RoadsNear) -> Tables:
    """Check that every person, carer and provider's base is where the roads are.

    Returns
    -------
    The same tables, with a notice in their report for each door that is more
    than :data:`FAR_M` from a road: of a person, from a road of any mode that
    the carers use; of a carer, from one of the carer's own mode.

    Raises
    ------
    InputError
        With a fault for each door outside the bounds of the roads, or one for
        a whole table whose doors are all outside; with one for a table where
        most doors have no road within reach, such as on an extract of
        somewhere else whose bounds happen to hold the county.
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
    _bases_off_the_roads(tables, bounds, reach, findings)
    findings.raise_if_any()
    _tell_far_doors(tables, roads, findings)
    findings.raise_if_any()
    return tables.with_notices(findings.sorted_notices())


def _bases_off_the_roads(
    tables: Tables, bounds: tuple[float, float, float, float], cure: str, findings: Findings
) -> None:
    """Add a fault for each provider's base that lies where no roads are."""
    lon, lat = (tables.providers[name].to_numpy() for name in ("base_lon", "base_lat"))
    origin = tables.origins["providers"]
    for i in np.flatnonzero(~np.isnan(lon) & ~within(bounds, lon, lat)):
        findings.fault(origin.file, int(origin.rows[i]), "base_lon", f"{_OFF_THE_ROADS}.", cure)


def _tell_far_doors(tables: Tables, roads: RoadsNear, findings: Findings) -> None:
    """Note each door that is far from a road; where most are, the roads are at fault."""
    people, carers = (_places(getattr(tables, name), key) for name, key in _PLACED.items())
    of_carer = tables.carers["mode"].to_numpy(dtype=object)
    walk_m = np.full(len(people), np.inf)
    home_m = np.full(len(carers), np.inf)
    for mode in MODES:
        own = np.flatnonzero(of_carer == mode)
        if not len(own):
            continue
        walk_m = np.minimum(walk_m, roads.snap(people, mode).walk_m)
        home_m[own] = roads.snap([carers[i] for i in own], mode).walk_m
    for name, found in (("people", walk_m), ("carers", home_m)):
        origin = tables.origins[name]
        alone = int(np.isinf(found).sum())
        if alone > MOST_UNREACHED * len(found):
            findings.fault(
                origin.file,
                None,
                "lon",
                f"{alone:,} of {len(found):,} doors have no road within reach.",
                "The roads seem to be another place's, or to lack the small ones: load an extract "
                "of this county with all its roads.",
            )
            continue
        for i in np.flatnonzero(found > FAR_M):
            message = (
                f"The nearest road is {found[i]:,.0f} m from the door."
                if np.isfinite(found[i])
                else "No road lies within reach of the door: nothing can be planned there."
            )
            findings.notice(origin.file, int(origin.rows[i]), "lon", message)


def _places(frame: pd.DataFrame, key: str) -> list[Place]:
    """Return the doors of a table, in row order."""
    rows = frame[[key, "lon", "lat"]].itertuples(index=False, name=None)
    return [Place(item, lon, lat) for item, lon, lat in rows]
