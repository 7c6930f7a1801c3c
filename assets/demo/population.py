"""Invent ``population.csv`` of the demo county: residents of each area by age.

    python assets/demo/population.py

Each district has its real number of each age group (``residents_of_districts.csv``).
How they are shared among its areas is invented: by postcodes, with more of the
old in rural bands, and some chance. Nothing else of the demo depends on it.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
SEED = 2020
AGES = ("residents", "aged_65", "aged_75", "aged_85")

TILT = {
    # Share of the residents who are under 65, 65 to 74, 75 to 84, and 85 or over,
    # against that of urban areas, in the county's larger and smaller rural areas:
    # mid-2020 estimates by 2021 Rural-Urban Classification (Office for National Statistics).
    "Urban": (1.0, 1.0, 1.0, 1.0),
    "Fringe": (0.970, 1.182, 1.109, 0.919),
    "Rural": (0.950, 1.291, 1.163, 0.967),
    "Isolated": (0.950, 1.291, 1.163, 0.967),
}
CHANCE = 0.12
"""Spread of residents a postcode, and of the share of each age, among areas (log)."""


def main() -> None:
    """Write the table beside the others."""
    write_population(HERE / "leicestershire")


def write_population(folder: Path) -> None:
    """Write ``population.csv`` from the areas, bands and postcodes of a demo folder."""
    areas = gpd.read_file(folder / "areas.gpkg").sort_values("area_id", ignore_index=True)
    bands = pd.read_csv(folder / "bands.csv").set_index("area_id")["band"]
    points = pd.read_csv(folder / "postcodes.csv.gz")
    placed = gpd.GeoDataFrame(
        points, geometry=gpd.points_from_xy(points["lon"], points["lat"]), crs=areas.crs
    ).sjoin(areas[["area_id", "geometry"]], predicate="within")
    towns = pd.read_csv(HERE / "districts_of_settlements.csv").set_index("settlement")["district"]
    table = share_out(
        areas["settlement"].map(towns).tolist(),
        areas["area_id"].map(bands).tolist(),
        areas["area_id"].map(placed["area_id"].value_counts()).to_numpy(dtype=np.float64),
        pd.read_csv(HERE / "residents_of_districts.csv").set_index("district"),
    )
    table.insert(0, "area_id", areas["area_id"])
    table.to_csv(folder / "population.csv", index=False, lineterminator="\n")


def share_out(
    districts: list[str], bands: list[str], postcodes: np.ndarray, totals: pd.DataFrame
) -> pd.DataFrame:
    """Share each district's residents of each age group among its areas, in whole people.

    Parameters
    ----------
    districts, bands, postcodes
        Of each of n areas.
    totals
        By district: ``residents, aged_65, aged_75, aged_85``.

    Returns
    -------
    DataFrame
        The same columns for each area; they add up to each district's.
    """
    rng = np.random.default_rng(SEED)
    groups = len(AGES)
    weight = postcodes * np.exp(rng.normal(0.0, CHANCE, len(postcodes)))
    weights = weight[:, None] * np.array([TILT[band] for band in bands])
    weights *= np.exp(rng.normal(0.0, CHANCE / 2, weights.shape))
    found = np.zeros((len(postcodes), groups), dtype=np.int64)
    for district, row in totals.iterrows():
        inside = np.flatnonzero(np.array(districts) == district)
        counts = row[list(AGES)].to_numpy(dtype=np.int64)
        younger_first = counts - np.append(counts[1:], 0)  # each age group without the older
        for group in range(groups):
            found[inside, group] = _whole(weights[inside, group], int(younger_first[group]))
    and_over = found[:, ::-1].cumsum(axis=1)[:, ::-1]
    return pd.DataFrame(and_over, columns=list(AGES))


def _whole(weights: np.ndarray, total: int) -> np.ndarray:
    """Share whole people by weight; the largest remainders take those left over."""
    exact = weights / weights.sum() * total
    people = np.floor(exact).astype(np.int64)
    last = np.argsort(people - exact, kind="stable")[: total - people.sum()]
    people[last] += 1
    return people


if __name__ == "__main__":
    main()
