"""Areas where no layer of areas is given: the catchments of settlements."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

if TYPE_CHECKING:
    import pandas as pd

GRID = "EPSG:27700"
MARGIN_M = 1_000.0
"""How far the county reaches beyond its outermost postcodes, metres."""


def slug(name: str) -> str:
    """Return a name as an id: ``Husbands Bosworth`` → ``husbands-bosworth``.

    >>> slug("St. Mary's-in-the-Fields")
    'st-marys-in-the-fields'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain.casefold())).strip("-")


def catchments(settlements: pd.DataFrame, postcodes: pd.DataFrame) -> gpd.GeoDataFrame:
    """Draw round each settlement the land that is nearest to it.

    The Voronoi cells of the settlements (in British National Grid), cut at the
    hull of settlements and postcodes with a margin of :data:`MARGIN_M`. A
    postcode therefore belongs to the settlement nearest to it.

    Parameters
    ----------
    settlements
        settlement, lon, lat; no two at the same place.
    postcodes
        lon, lat; may be empty.

    Returns
    -------
    area_id (slug of the settlement), name, settlement, geometry (EPSG:4326), a
    row for each settlement, in their order.
    """
    names = settlements["settlement"].tolist()
    centres = gpd.GeoSeries(
        shapely.points(settlements["lon"], settlements["lat"]), crs="EPSG:4326"
    ).to_crs(GRID)
    lon = np.concatenate([settlements["lon"], postcodes["lon"]])
    lat = np.concatenate([settlements["lat"], postcodes["lat"]])
    doors = gpd.GeoSeries(shapely.points(lon, lat), crs="EPSG:4326").to_crs(GRID)
    county = shapely.buffer(shapely.convex_hull(shapely.multipoints(doors.to_numpy())), MARGIN_M)
    if len(names) == 1:
        cells = np.array([county], dtype=object)
    else:
        drawn = shapely.voronoi_polygons(
            shapely.multipoints(centres.to_numpy()), extend_to=county, ordered=True
        )
        cells = shapely.intersection(shapely.get_parts(drawn), county)
    ids: list[str] = []
    for name in names:
        base = slug(name) or "area"
        same = sum(other == base or re.fullmatch(rf"{re.escape(base)}-\d+", other) is not None
                   for other in ids)  # fmt: skip
        ids.append(base if not same else f"{base}-{same + 1}")
    frame = gpd.GeoDataFrame(
        {"area_id": ids, "name": names, "settlement": names}, geometry=cells, crs=GRID
    )
    return frame.to_crs("EPSG:4326")
