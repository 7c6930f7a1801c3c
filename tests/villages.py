"""A small county whose figures can be checked by eye.

Twelve square areas, 1 km by 1 km, four across and three down; three zones in
columns: West (columns 0 and 1, rows 0 to 2), East (columns 2 and 3, rows 0 and
1) and South East (columns 2 and 3, row 2). Area ``r1c2`` is in row 1, column 2.
The market town of Ashby lies in ``r0c0`` and ``r0c1``.

Each area has one person, with one maintenance package of seven half-hour
visits a week (3.5 carer-hours); the person of ``r0c0`` has a double-handed one
as well (7 carer-hours), and there is one package of another service.
"""

from __future__ import annotations

from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from solver.base.world import World
from solver.domain import Travel, TravelSet
from solver.intake.tables import About
from solver.rates import default_rates

EAST, NORTH = 440_000, 310_000  # a corner in Leicestershire, British National Grid
ROWS, COLUMNS = 3, 4
DAILY = 127

ZONE = {
    (r, c): "West" if c < 2 else "East" if r < 2 else "South East"
    for r in range(ROWS)
    for c in range(COLUMNS)
}
BAND = {(r, c): "Urban" if c < 2 else "Rural" for r in range(ROWS) for c in range(COLUMNS)}


def area_id(r: int, c: int) -> str:
    """Name the area in a row and a column."""
    return f"r{r}c{c}"


def _degrees(x: float, y: float) -> tuple[float, float]:
    point = gpd.GeoSeries([shapely.Point(x, y)], crs=27700).to_crs(4326).iloc[0]
    return point.x, point.y


def _areas() -> gpd.GeoDataFrame:
    cells = [(r, c) for r in range(ROWS) for c in range(COLUMNS)]
    squares = [
        shapely.box(
            EAST + 1000 * c, NORTH - 1000 * (r + 1), EAST + 1000 * (c + 1), NORTH - 1000 * r
        )
        for r, c in cells
    ]
    return gpd.GeoDataFrame(
        {
            "area_id": [area_id(*cell) for cell in cells],
            "name": [f"Area {r}{c}" for r, c in cells],
            "settlement": ["Ashby" if cell in ((0, 0), (0, 1)) else "" for cell in cells],
            "zone": [ZONE[cell] for cell in cells],
            "band": [BAND[cell] for cell in cells],
        },
        geometry=gpd.GeoSeries(squares, crs=27700).to_crs(4326),
        crs=4326,
    )


def _people() -> pd.DataFrame:
    rows = []
    for r in range(ROWS):
        for c in range(COLUMNS):
            lon, lat = _degrees(EAST + 1000 * c + 500, NORTH - 1000 * r - 500)
            rows.append((f"p{r}{c}", lon, lat, area_id(r, c), 84, ""))
    columns = ["person_id", "lon", "lat", "area_id", "age", "excluded_carers"]
    return pd.DataFrame(rows, columns=columns).astype({"age": "Int64"}).assign(carer_gender="")


CONTRACTS = [
    ("t-ash", "ash", "prime", "hour", pd.NA),
    ("t-elm", "elm", "prime", "hour", pd.NA),
    ("t-elm-s", "elm", "supplementary", "hour", pd.NA),
    ("t-oak", "oak", "prime", "hour", pd.NA),
    ("t-fir", "fir", "supplementary", "hour", pd.NA),
    ("t-yew", "yew", "spot", "spot", 2_600),
    ("t-bay", "bay", "specialist", "hour", 3_000),
]
PROVIDERS = [
    ("ash", "Ash Care", "West", ""),
    ("elm", "Elm Care", "East", "South East"),
    ("oak", "Oak Care", "East", ""),
    ("fir", "Fir Care", "", "South East; West"),
    ("yew", "Yew Care", "", ""),
    ("bay", "Bay Care", "", ""),
]


def _packages() -> pd.DataFrame:
    contract = {"West": "t-ash", "East": "t-elm", "South East": "t-fir"}
    rows = [
        (f"k{r}{c}", f"p{r}{c}", "maintenance", contract[ZONE[r, c]])
        for r in range(ROWS)
        for c in range(COLUMNS)
    ]
    rows += [
        ("k00-double", "p00", "maintenance", "t-ash"),
        ("k23-other", "p23", "sitting", "t-yew"),
    ]
    return pd.DataFrame(rows, columns=["package_id", "person_id", "service", "contract_id"])


def _visits(packages: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for i, package in enumerate(packages["package_id"]):
        carers = 2 if package == "k00-double" else 1
        every = 2 if package == "k23-other" else 1
        start = 27_000 + 600 * i
        rows.append(
            (
                f"s-{package}",
                package,
                DAILY,
                every,
                1,
                start,
                1800,
                carers,
                "",
                start - 7200,
                start + 7200,
                False,
            )
        )
    return pd.DataFrame(
        rows,
        columns=[
            "visit_id",
            "package_id",
            "days",
            "every_n_weeks",
            "first_week",
            "start_s",
            "service_s",
            "carers_required",
            "skills",
            "earliest_s",
            "latest_s",
            "time_critical",
        ],
    ).assign(
        apart_s=0,
        after="",
        gap_least_s=0,
        gap_most_s=pd.Series(pd.NA, range(len(rows)), "Int64"),
        order="today",
    )


def _carers() -> pd.DataFrame:
    rows = []
    for i, (provider, *_) in enumerate(PROVIDERS):
        for k in (1, 2):
            lon, lat = _degrees(EAST + 300 * i + 100, NORTH - 200 * k)
            shifts = "25200-39600;57600-81000" if k == 1 else "25200-50400"
            rows.append((f"c-{provider}{k}", provider, lon, lat, "car", DAILY, shifts, "", pd.NA))
    frame = pd.DataFrame(
        rows,
        columns=[
            "carer_id",
            "provider_id",
            "lon",
            "lat",
            "mode",
            "days",
            "shifts",
            "skills",
            "wage_pence",
        ],
    )
    frame = frame.assign(
        contracted_s=pd.NA, most_s=pd.NA, gender="", starts_from="home", rides_with=""
    )
    return frame.astype({"wage_pence": "Int64", "contracted_s": "Int64", "most_s": "Int64"})


def _rounds(packages: pd.DataFrame, visits: pd.DataFrame) -> pd.DataFrame:
    """Monday's rounds: each provider's first carer, and its second for pairs."""
    contract = {row[0]: row[1] for row in CONTRACTS}
    provider = {
        row.package_id: contract[row.contract_id] for row in packages.itertuples(index=False)
    }
    rows = []
    for visit in visits.itertuples(index=False):
        for k in range(1, visit.carers_required + 1):
            carer = f"c-{provider[visit.package_id]}{k}"
            rows.append(("mon", carer, 0, visit.visit_id, visit.start_s + 60))
    return pd.DataFrame(rows, columns=["day", "carer_id", "shift", "visit_id", "start_s"])


class StraightRoads:
    """Roads as the crow flies at 10 metres a second: shortest of all, and easy to check."""

    def travel(self, places, modes, _choices, _day=None):
        """Straight lines between places."""
        lon, lat = [place.lon for place in places], [place.lat for place in places]
        points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=4326).to_crs(27700)
        x, y = points.x.to_numpy(), points.y.to_numpy()
        metres = np.hypot(x[:, None] - x, y[:, None] - y)
        ids = tuple(place.id for place in places)
        travel = Travel(ids, np.rint(metres / 10).astype(np.int32), metres.astype(np.int32))
        return TravelSet(ids, {mode: (travel,) for mode in modes})


def village_world(**changes: pd.DataFrame) -> World:
    """Make the county of this module; keyword arguments replace whole tables."""
    packages = _packages()
    visits = _visits(packages)
    settlements = pd.DataFrame(
        {"settlement": ["Ashby"], "lon": [-1.4], "lat": [52.7], "population": [1_000]}
    )
    postcodes = pd.DataFrame(
        [("LE1 1AA", *_degrees(EAST + 500, NORTH - 500))] * 3
        + [("LE1 1AB", *_degrees(EAST + 1500, NORTH - 500))],
        columns=["postcode", "lon", "lat"],
    )
    tables = {
        "about": About("Villages", "2020-01-20", "2020-01-20", True, "", (), 1_845),
        "settlements": settlements,
        "postcodes": postcodes,
        "areas": _areas(),
        "people": _people(),
        "contracts": pd.DataFrame(
            CONTRACTS, columns=["contract_id", "provider_id", "tier", "basis", "price_pence"]
        ).astype({"price_pence": "Int64"}),
        "packages": packages,
        "visits": visits,
        "carers": _carers(),
        "providers": pd.DataFrame(
            PROVIDERS, columns=["provider_id", "name", "prime_zones", "supplementary_zones"]
        ).assign(base_lon=float("nan"), base_lat=float("nan")),
        "rounds": _rounds(packages, visits),
    }
    return World(
        folder=None,
        tables=SimpleNamespace(**(tables | changes)),
        roads=StraightRoads(),
        rates=default_rates(),
        input_hash="villages",
    )
