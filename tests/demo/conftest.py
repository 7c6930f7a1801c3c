"""The demo world as plain files, and a small invented ground."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from solver.domain.clock import seconds_of
from solver.invent.land.areas import divide
from solver.invent.land.ground import Ground, to_degrees

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo" / "leicestershire"


@pytest.fixture(scope="session")
def demo() -> Path:
    return DEMO


@pytest.fixture(scope="session")
def files(demo: Path) -> dict[str, pd.DataFrame]:
    """Every table of the demo as text, by name, as an officer would see it."""
    return {
        path.name.split(".")[0]: pd.read_csv(path, dtype=str, keep_default_na=False)
        for path in sorted(demo.glob("*.csv*"))
    }


@pytest.fixture(scope="session")
def areas(demo: Path, files: dict[str, pd.DataFrame]) -> gpd.GeoDataFrame:
    """Areas with their zone and band."""
    layer = gpd.read_file(demo / "areas.gpkg")
    for table, column in (("zones", "zone"), ("bands", "band")):
        layer[column] = layer["area_id"].map(files[table].set_index("area_id")[column])
    return layer


@pytest.fixture(scope="session")
def area_of(files: dict[str, pd.DataFrame], areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Zone and band of each person, by the area that the person's point lies in."""
    people = files["people"]
    points = gpd.GeoDataFrame(
        people[["person_id"]],
        geometry=gpd.points_from_xy(people["lon"].astype(float), people["lat"].astype(float)),
        crs="EPSG:4326",
    )
    joined = points.sjoin(areas[["area_id", "zone", "band", "geometry"]], predicate="within")
    return joined.set_index("person_id")[["area_id", "zone", "band"]]


@pytest.fixture(scope="session")
def visits(files: dict[str, pd.DataFrame], area_of: pd.DataFrame) -> pd.DataFrame:
    """Visits with numbers, person, service, zone and band."""
    frame = files["visits"].merge(files["packages"], on="package_id")
    frame = frame.join(area_of, on="person_id")
    for column in ("minutes", "carers", "every_n_weeks", "first_week"):
        frame[column] = frame[column].astype(int)
    days = frame["days"].map(lambda text: 7 if text == "daily" else len(text.split()))
    frame["a_week"] = days / frame["every_n_weeks"]
    frame["carer_minutes"] = frame["a_week"] * frame["minutes"] * frame["carers"]
    frame["start_s"] = frame["start"].map(seconds_of)
    return frame


@pytest.fixture(scope="session")
def ground() -> Ground:
    """A made-up ground: one town of some 300 postcodes and three villages."""
    rng = np.random.default_rng(7)
    middles = [(460_000, 300_000, 400, 600), (466_000, 300_000, 40, 400),
               (461_000, 306_500, 25, 500), (453_000, 297_000, 12, 800)]  # fmt: skip
    xy = np.concatenate([rng.normal((x, y), spread, (n, 2)) for x, y, n, spread in middles])
    xy = np.unique(np.round(xy), axis=0)
    lon, lat = to_degrees(xy[:, 0], xy[:, 1])
    postcodes = pd.DataFrame(
        {"postcode": [f"ZZ{1 + i // 200} {i // 100 % 9}{i:03d}" for i in range(len(xy))],
         "lon": lon, "lat": lat, "x": xy[:, 0], "y": xy[:, 1]}
    )  # fmt: skip
    towns_lon, towns_lat = to_degrees(*np.array([m[:2] for m in middles], dtype=float).T)
    settlements = pd.DataFrame(
        {"settlement": ["Greatham", "Smallham", "Littleby", "Farthorpe"],
         "lon": towns_lon, "lat": towns_lat, "population": [20_000, 1_500, 600, 200]}
    )  # fmt: skip
    layer, area_id = divide(postcodes, settlements)
    return Ground("Nowhere", settlements, postcodes.assign(area_id=area_id), layer)
