"""Divide a county into areas, bands and zones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from solver.domain import BANDS
from solver.errors import Fault, InputError
from solver.intake.files.systems import in_wgs84
from solver.invent.land.ground import (
    DEGREES,
    GRID,
    catchments,
    crowding,
    slug,
    smooth_keys,
    to_grid,
)
from solver.invent.land.targets import HOURS_PER_POSTCODE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

TOWN_POPULATION = 9_000
"""Settlements at least this large are divided by postcode sector."""

BAND_CROWD = {"Urban": 155, "Fringe": 46, "Rural": 17}
"""Postcodes within 1.5 km of the median postcode of an area, at least; fewer are Isolated."""

COVERED_SHARE = 0.8
"""An area of the layer is kept where this share of its postcodes lies near the roads."""

ZONE_HOURS = 500.0
MOST_ZONES = 14
"""About this many carer-hours a week make a zone, and there are no more than this many."""

_IDS = ("area_id", "lsoa21_code", "lsoa21cd", "lsoa11cd", "wd22cd", "ward22_code", "code", "id")
_COUNTS = {
    "population": ("population", "residents", "pop_2020"),
    **{
        f"population_{age}": (f"population_{age}", f"aged_{age}", f"pop{age}_2020")
        for age in (65, 75, 85)
    },
}
"""Residents of an area, all and of an age or over, as layers name them."""

_TITLES = ("name", "lsoa21_name", "lsoa21nm", "lsoa11nm", "wd22nm", "ward22_name")


def band_of(crowd: float) -> str:
    """Band of an area by how many postcodes lie within 1.5 km of its median postcode."""
    return next((band for band in BANDS[:3] if crowd >= BAND_CROWD[band]), BANDS[3])


def divide(
    postcodes: pd.DataFrame, settlements: pd.DataFrame
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Make areas of settlements' catchments: villages whole, towns by postcode sector.

    Parameters
    ----------
    postcodes
        ``postcode, lon, lat, x, y``.
    settlements
        ``settlement, lon, lat, population``.

    Returns
    -------
    areas
        ``area_id, name, settlement, zone, band, geometry`` in EPSG:4326.
    area_id
        (n,) area of each postcode.
    """
    xy = postcodes[["x", "y"]].to_numpy(dtype=np.float64)
    nearest = _nearest_settlement(xy, settlements)
    name = settlements["settlement"].to_numpy(dtype=object)[nearest]
    town = settlements["population"].to_numpy()[nearest] >= TOWN_POPULATION
    sector = postcodes["postcode"].str.extract(r"^(\S+ \d)", expand=False).fillna("")
    keys = [f"{n} {s}".strip() if t else n for n, s, t in zip(name, sector, town, strict=True)]
    # A catchment with a handful of postcodes joins its neighbour: too few to invent people in.
    counts = pd.Series(name).value_counts()
    large = settlements["settlement"].isin(counts.index[counts >= 5]).to_numpy()
    if large.any() and not large[nearest].all():
        own = settlements[large].reset_index(drop=True)
        return divide(postcodes, own)
    smooth = smooth_keys(xy, keys, name.tolist())
    areas = catchments(xy, smooth).rename(columns={"key": "name"}).to_crs(DEGREES)
    areas["settlement"] = areas["name"].map(dict(zip(smooth, name, strict=True)))
    areas["area_id"] = areas["name"].map(slug)
    inside = _within(postcodes, areas)
    return _band_and_zone(areas, postcodes, inside, settlements), inside


def read_areas(
    path: Path, postcodes: pd.DataFrame, near: npt.NDArray[np.bool_], settlements: pd.DataFrame
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, list[str]]:
    """Use a layer of polygons as areas: those that the extract's roads cover.

    Parameters
    ----------
    path
        Any vector layer with an id (``area_id``, an LSOA or ward code) and
        optionally a name and populations.
    postcodes
        ``postcode, lon, lat, x, y``.
    near
        (n,) which postcodes lie near the extract's roads.
    settlements
        ``settlement, lon, lat, population``.

    Returns
    -------
    areas, postcodes, area_id
        As :func:`divide`, with the postcodes that lie in an area.

    Raises
    ------
    InputError
        When the layer cannot be read, has no id, or none of its areas is covered.
    """
    areas = _polygons(path)
    area_id = np.array(_within(postcodes, areas, strict=False), dtype=object)
    held = area_id != ""
    covered = pd.Series(near[held]).groupby(area_id[held]).mean()
    kept_areas = set(covered.index[covered >= COVERED_SHARE])
    kept = held & near & np.isin(area_id, list(kept_areas))
    areas = areas[areas["area_id"].isin(set(area_id[kept]))].sort_values("area_id")
    if areas.empty:
        raise _fault(path, "None of its areas is covered by the roads.", "Choose other areas.")
    postcodes = postcodes[kept].reset_index(drop=True)
    inside = area_id[kept].tolist()
    xy = postcodes[["x", "y"]].to_numpy(dtype=np.float64)
    nearest = _nearest_settlement(xy, settlements)
    own = settlements["settlement"].to_numpy(dtype=object)[nearest]
    usual = pd.Series(own).groupby(inside).agg(lambda names: names.mode().iloc[0])
    areas["settlement"] = areas["area_id"].map(usual)
    areas = areas.reset_index(drop=True)
    return _band_and_zone(areas, postcodes, inside, settlements), postcodes, inside


def _polygons(path: Path) -> gpd.GeoDataFrame:
    """Read a layer's polygons with their id, name and populations, in EPSG:4326."""
    try:
        layer = gpd.read_file(path)
    except (OSError, ValueError, RuntimeError) as error:
        raise _fault(
            path, f"It cannot be read: {error}.", "Give a GeoPackage or GeoJSON."
        ) from error
    lower = {str(column).lower(): column for column in layer.columns}
    code = next((lower[name] for name in _IDS if name in lower), None)
    if code is None or layer.crs is None:
        raise _fault(
            path,
            "It has no column area_id (or an LSOA or ward code), or no coordinate system.",
            "Add an area_id to each polygon and save it with its coordinate system.",
        )
    title = next((lower[name] for name in _TITLES if name in lower), code)
    named = gpd.GeoDataFrame(
        {"area_id": layer[code].astype(str), "name": layer[title].astype(str)},
        geometry=layer.geometry,
        crs=layer.crs,
    )
    areas = in_wgs84(named, path.name)
    for wanted, names in _COUNTS.items():
        column = next((lower[name] for name in names if name in lower), None)
        if column is not None:
            areas[wanted] = pd.to_numeric(layer[column]).round().astype("Int64")
    return areas


def _band_and_zone(
    areas: gpd.GeoDataFrame,
    postcodes: pd.DataFrame,
    area_id: Sequence[str],
    settlements: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Band by how crowded an area is, zone by the nearest of the chief settlements."""
    xy = postcodes[["x", "y"]].to_numpy(dtype=np.float64)
    own = pd.DataFrame(
        {"area_id": list(area_id), "crowd": crowding(xy), "x": xy[:, 0], "y": xy[:, 1]}
    )
    middle = own.groupby("area_id").median().reindex(areas["area_id"])
    areas = areas[areas["area_id"].isin(own["area_id"])].copy()
    middle = middle.reindex(areas["area_id"])
    areas["band"] = [band_of(crowd) for crowd in middle["crowd"]]
    wanted = int(np.clip(round(len(own) * HOURS_PER_POSTCODE / ZONE_HOURS), 2, MOST_ZONES))
    chief = _chief(settlements[settlements["settlement"].isin(areas["settlement"])], wanted)
    chief_xy = np.stack(to_grid(chief["lon"], chief["lat"]), axis=1)
    _, zone = cKDTree(chief_xy).query(middle[["x", "y"]].to_numpy())
    areas["zone"] = chief["settlement"].to_numpy()[zone]
    columns = ["area_id", "name", "settlement", "zone", "band"]
    rest = [column for column in areas.columns if column not in columns]
    return areas[[*columns, *rest]].reset_index(drop=True)


def _chief(settlements: pd.DataFrame, wanted: int) -> pd.DataFrame:
    """Settlements to name zones after: the largest first, then far from those chosen."""
    xy = np.stack(to_grid(settlements["lon"], settlements["lat"]), axis=1)
    weight = np.sqrt(settlements["population"].to_numpy(dtype=np.float64))
    chosen = [int(np.argmax(weight))]
    while len(chosen) < min(wanted, len(settlements)):
        away = np.min([np.hypot(*(xy - xy[i]).T) for i in chosen], axis=0)
        chosen.append(int(np.argmax(weight * away)))
    return settlements.iloc[chosen]


def _nearest_settlement(
    xy: npt.NDArray[np.float64], settlements: pd.DataFrame
) -> npt.NDArray[np.int64]:
    places = np.stack(to_grid(settlements["lon"], settlements["lat"]), axis=1)
    _, nearest = cKDTree(places).query(xy)
    return np.asarray(nearest, dtype=np.int64)


def _within(postcodes: pd.DataFrame, areas: gpd.GeoDataFrame, *, strict: bool = True) -> list[str]:
    """Area that each postcode lies in; the nearest one, or (not strict) an empty string."""
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(postcodes["lon"], postcodes["lat"]), crs=DEGREES
    )
    joined = points.sjoin(areas[["area_id", "geometry"]], predicate="within", how="left")
    joined = joined[~joined.index.duplicated()]
    if strict and joined["area_id"].isna().any():
        missing = joined.index[joined["area_id"].isna()]
        near = points.loc[missing].to_crs(GRID)
        near = near.sjoin_nearest(areas[["area_id", "geometry"]].to_crs(GRID))
        near = near[~near.index.duplicated()]
        joined.loc[missing, "area_id"] = near["area_id"]
    return joined["area_id"].fillna("").tolist()


def _fault(path: Path, message: str, cure: str) -> InputError:
    return InputError([Fault(path.name, None, "", message, cure)])
