"""Addresses → points, and points → areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from rapidfuzz.distance import Levenshtein

from solver.intake.typed import Typed

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.intake.findings import Findings

NEAREST_AREA_M = 500.0
"""A point outside every area counts to the nearest one within this distance, metres."""

FAR_DEG = 1.0
"""How far from every area a point must be to be suspected of swapped coordinates, degrees."""

GRID = "EPSG:27700"


def place_rows(typed: Typed, postcodes: Typed | None, findings: Findings) -> Typed:
    """Fill ``lon`` and ``lat`` of rows that have a postcode only.

    No postcode of a person or a carer is repeated in a message: its outward
    half says enough beside the row.

    Returns
    -------
    The same rows, ``lon`` and ``lat`` filled; NaN where a fault was added.
    """
    frame = typed.frame.copy()
    lon, lat = frame["lon"].to_numpy(copy=True), frame["lat"].to_numpy(copy=True)
    written = frame["postcode"].to_numpy(dtype=object)
    half = np.isnan(lon) != np.isnan(lat)
    blank = np.isnan(lon) & np.isnan(lat)
    known, whole = _lookup(postcodes, findings)
    sound = findings.sound(typed.file, typed.rows)
    for i in np.flatnonzero((half | blank) & sound):
        row, postcode = int(typed.rows[i]), written[i]
        if half[i]:
            wrong = "Only one of lon and lat is filled.", "Fill both."
        elif not postcode:
            wrong = "There is no address.", "Fill postcode, or lon and lat."
        elif postcode in known:
            lon[i], lat[i] = known[postcode]
            continue
        elif postcodes is not None and postcode in postcodes.unplaced:
            wrong = _unplaced(postcode)
        elif not whole:
            continue  # it may stand in a row that could not be read
        else:
            wrong = _unknown(postcode, known)
        findings.fault(typed.file, row, "lon" if half[i] else "postcode", *wrong)
        findings.spoil(typed.file, row)
    return Typed(frame.assign(lon=lon, lat=lat), typed.file, typed.rows)


def _lookup(
    postcodes: Typed | None, findings: Findings
) -> tuple[dict[str, tuple[float, float]], bool]:
    """Return postcode → point of the rows that could be read, and whether all could."""
    if postcodes is None:
        return {}, False
    sound = findings.sound(postcodes.file, postcodes.rows)
    frame = postcodes.frame[sound]
    points = zip(frame["lon"].tolist(), frame["lat"].tolist(), strict=True)
    return dict(zip(frame["postcode"].tolist(), points, strict=True)), bool(sound.all())


def _unplaced(postcode: str) -> tuple[str, str]:
    """Say that a postcode is known and has no place, without repeating it, and the cure."""
    return (
        f"The postcode, in {postcode.split()[0]}, has no place in the postcodes table: it is no "
        "longer in use, or has no grid reference.",
        "Correct it, or fill lon and lat.",
    )


def _unknown(postcode: str, known: dict[str, tuple[float, float]]) -> tuple[str, str]:
    """Say what is wrong with a postcode without repeating it, and the cure."""
    outward = postcode.split()[0]
    if not known:
        return (
            "There is a postcode but no postcodes table to look it up in.",
            "Add postcodes.csv (postcode, lon, lat), or fill lon and lat.",
        )
    near = [other for other in known if other.startswith(f"{outward} ")]
    if not near:
        districts = {other.split()[0] for other in known}
        closest = min(districts, key=lambda other: (Levenshtein.distance(outward, other), other))
        return (
            f"No postcode of the district {outward} is in the postcodes table.",
            f"The nearest district in spelling is {closest}; correct it, or fill lon and lat.",
        )
    changed = min(Levenshtein.distance(postcode, other) for other in near)
    letters = "one letter or digit" if changed == 1 else f"{changed} letters or digits"
    return (
        f"The postcode, in {outward}, is not in the postcodes table.",
        f"The nearest one in spelling differs in {letters}; correct it, or fill lon and lat.",
    )


def check_swapped(typed: Typed, areas: gpd.GeoDataFrame, findings: Findings) -> None:
    """Add a fault for each row whose longitude and latitude are swapped.

    A row is swapped where the point lies far from the areas (more than
    :data:`FAR_DEG` from their bounds) and its mirror image does not.
    """
    frame = typed.frame
    west, south, east, north = areas.total_bounds
    bounds = (west - FAR_DEG, south - FAR_DEG, east + FAR_DEG, north + FAR_DEG)
    lon, lat = frame["lon"].to_numpy(), frame["lat"].to_numpy()
    wrong = ~within(bounds, lon, lat) & within(bounds, lat, lon)
    tell_points(typed.file, typed.rows, wrong, SWAPPED, findings)


def area_of_points(typed: Typed, areas: gpd.GeoDataFrame, findings: Findings) -> None:
    """Add the column ``area_id`` to people: the area that holds the point.

    A point outside every area takes the nearest one within
    :data:`NEAREST_AREA_M`; farther out is a fault.
    """
    frame = typed.frame
    lon, lat = frame["lon"].to_numpy(), frame["lat"].to_numpy()
    ids = areas["area_id"].to_numpy(dtype=object)
    found = _containing(lon, lat, areas)
    placed = ~np.isnan(lon) & ~np.isnan(lat) & findings.sound(typed.file, typed.rows)
    outside = np.flatnonzero(placed & (found < 0))
    if len(outside):
        found[outside] = _nearest(lon[outside], lat[outside], areas)
    tell_points(typed.file, typed.rows, placed & (found < 0), _ELSEWHERE, findings)
    frame["area_id"] = pd.Series(np.where(found < 0, "", ids[found]), frame.index, dtype="str")


SWAPPED = (
    "Longitude and latitude are swapped",
    "Put longitude in lon and latitude in lat.",
)
_ELSEWHERE = (
    f"The point lies in no area, nor within {NEAREST_AREA_M:.0f} m of one",
    "Correct lon and lat (degrees, WGS84), or add the area.",
)


def tell_points(
    file: str,
    rows: npt.NDArray[np.int64],
    wrong: npt.NDArray[np.bool_],
    words: tuple[str, str],
    findings: Findings,
) -> None:
    """Add a fault for each wrong row, or a single one where all of several are wrong.

    Parameters
    ----------
    rows
        (n,) rows of the file.
    wrong
        (n,) which of them.
    words
        What is wrong, without a full stop, and the cure.
    """
    message, cure = words
    for i in np.flatnonzero(wrong):
        findings.spoil(file, int(rows[i]))
    if len(wrong) > 1 and wrong.all():
        findings.fault(file, None, "lon", f"{message}, in each of {len(wrong):,} rows.", cure)
        return
    for i in np.flatnonzero(wrong):
        findings.fault(file, int(rows[i]), "lon", f"{message}.", cure)


def within(
    bounds: tuple[float, float, float, float],
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
) -> npt.NDArray[np.bool_]:
    """Say which points lie within west, south, east, north."""
    west, south, east, north = bounds
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _containing(
    lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], areas: gpd.GeoDataFrame
) -> npt.NDArray[np.int64]:
    """Index of the first area that holds each point (n,), -1 where none does."""
    found = np.full(len(lon), -1, dtype=np.int64)
    tree = shapely.STRtree(areas.geometry.to_numpy())
    points, hits = tree.query(shapely.points(lon, lat), predicate="intersects")
    order = np.lexsort((hits, points))[::-1]
    found[points[order]] = hits[order]
    return found


def _nearest(
    lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], areas: gpd.GeoDataFrame
) -> npt.NDArray[np.int64]:
    """Index of the nearest area within reach (n,), -1 where there is none."""
    found = np.full(len(lon), -1, dtype=np.int64)
    inside = np.abs(lat) <= 90
    points = gpd.GeoSeries(shapely.points(lon[inside], lat[inside]), crs=areas.crs).to_crs(GRID)
    good = np.isfinite(shapely.get_x(points.to_numpy()))
    tree = shapely.STRtree(areas.geometry.to_crs(GRID).to_numpy())
    rows, hits = tree.query_nearest(
        points.to_numpy()[good], max_distance=NEAREST_AREA_M, all_matches=False
    )
    found[np.flatnonzero(inside)[np.flatnonzero(good)[rows]]] = hits
    return found
