"""A county of any number of areas and packages, to measure zones on."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from solver.base.world import World
from solver.domain import BANDS, Travel, TravelSet
from solver.intake import About
from solver.rates import default_rates

SIDE_M = 50_000
CORNER = (440_000, 280_000)
ZONES = 14
DETOUR = 1.3
METRES_A_SECOND = 11.0


class StraightRoads:
    """Travel as the crow flies, with a detour: it makes any county measurable."""

    def travel(self, places: Any, modes: Any, _choices: Any) -> TravelSet:
        """Straight lines between places, times the detour."""
        points = gpd.GeoSeries(
            gpd.points_from_xy([p.lon for p in places], [p.lat for p in places]), crs=4326
        ).to_crs(27700)
        x, y = points.x.to_numpy(), points.y.to_numpy()
        metres = DETOUR * np.hypot(x[:, None] - x, y[:, None] - y)
        ids = tuple(place.id for place in places)
        seconds = np.rint(metres / METRES_A_SECOND).astype(np.int32)
        travel = Travel(ids, seconds, metres.astype(np.int32))
        return TravelSet(ids, {mode: (travel,) for mode in modes})


def county(areas: int, packages: int, seed: int) -> World:
    """Make a county: areas denser around towns, packages where the areas are."""
    rng = np.random.default_rng(seed)
    towns = rng.uniform(0.1, 0.9, (ZONES, 2)) * SIDE_M
    near = towns[rng.integers(0, ZONES, areas)] + rng.normal(0, 4_000, (areas, 2))
    wide = rng.uniform(0, SIDE_M, (areas, 2))
    points = np.where(rng.random((areas, 1)) < 0.6, near, wide) % SIDE_M + CORNER
    frame = shapely.box(*CORNER, CORNER[0] + SIDE_M, CORNER[1] + SIDE_M)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=frame, ordered=True)
    )
    cells = shapely.intersection(cells, frame)
    nearest = np.argmin(
        np.hypot(*(points[:, None, :] - (towns + CORNER)[None, :, :]).transpose(2, 0, 1)), axis=1
    )
    names = [f"Area {i}" for i in range(areas)]
    layer = gpd.GeoDataFrame(
        {
            "area_id": [f"a{i}" for i in range(areas)],
            "name": names,
            "settlement": names,
            "zone": [f"Zone {zone + 1:02d}" for zone in nearest],
            "band": [BANDS[i] for i in rng.integers(0, 4, areas)],
        },
        geometry=gpd.GeoSeries(cells, crs=27700).to_crs(4326),
        crs=4326,
    )
    home = rng.integers(0, areas, packages)
    doors = gpd.GeoSeries(shapely.point_on_surface(cells[home]), crs=27700).to_crs(4326)
    people = [f"p{i}" for i in range(packages)]
    tables: Any = SimpleNamespace(
        about=About("A made-up county", "2020-01-20", "2020-01-20", True, "", (), 1_845),
        areas=layer,
        settlements=pd.DataFrame({"settlement": names, "population": 500}),
        postcodes=pd.DataFrame({"postcode": people, "lon": doors.x, "lat": doors.y}),
        people=pd.DataFrame(
            {"person_id": people, "lon": doors.x, "lat": doors.y, "excluded_carers": ""}
        ).assign(area_id=layer["area_id"].to_numpy()[home], age=80),
        **_market(people, home, nearest, rng),
    )
    roads: Any = StraightRoads()
    return World(Path(), cast("Any", tables), roads, default_rates(), f"county-{areas}-{seed}")


def _market(
    people: list[str], home: Any, zone_of_area: Any, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """Two prime providers a zone, a package a person, 17 visits a package."""
    n = len(people)
    ids = [f"v{zone:02d}{half}" for zone in range(ZONES) for half in "ab"]
    pick = zone_of_area[home] * 2 + rng.integers(0, 2, n)
    visits = 4
    package = np.repeat(np.arange(n), visits)
    start = np.tile([27_000, 43_200, 59_400, 72_000], n)
    return {
        "providers": pd.DataFrame(
            {
                "provider_id": ids,
                "name": ids,
                "prime_zones": [f"Zone {i // 2 + 1:02d}" for i in range(len(ids))],
                "supplementary_zones": "",
            }
        ),
        "contracts": pd.DataFrame(
            {
                "contract_id": [f"t-{provider}" for provider in ids],
                "provider_id": ids,
                "tier": "prime",
                "basis": "hour",
                "price_pence": pd.array([pd.NA] * len(ids), dtype="Int64"),
            }
        ),
        "packages": pd.DataFrame(
            {
                "package_id": [f"k{i}" for i in range(n)],
                "person_id": people,
                "service": np.where(rng.random(n) < 0.78, "maintenance", "reablement"),
                "contract_id": [f"t-{ids[i]}" for i in pick],
            }
        ),
        "visits": pd.DataFrame(
            {
                "visit_id": [f"s{i}" for i in range(n * visits)],
                "package_id": [f"k{i}" for i in package],
                "days": 127,
                "every_n_weeks": 1,
                "first_week": 1,
                "start_s": start,
                "service_s": rng.choice([1_800, 2_700, 3_600], n * visits),
                "carers_required": rng.choice([1, 2], n * visits, p=[0.56, 0.44]),
            }
        ),
    }
