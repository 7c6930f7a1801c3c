"""Check illustrative roads against real ones: how much longer than the straight line they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.domain import Place, RoadChoices
from solver.invent.land.ground import to_grid
from solver.roads import SpeedModel, open_roads

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

CLASSES_M = ((500, 2_000), (2_000, 5_000), (5_000, 15_000))
"""Classes of straight-line distance, metres."""


@dataclass(frozen=True, slots=True)
class Detour:
    """Median shortest way over straight line, in one class of distance.

    Parameters
    ----------
    from_m, to_m
        The class.
    pairs
        Pairs of postcodes measured, both directions counted.
    median
        Road over straight line.
    """

    from_m: int
    to_m: int
    pairs: int
    median: float


def detours(
    roads: Path, postcodes: pd.DataFrame, *, sample: int = 800, seed: int = 1
) -> tuple[Detour, ...]:
    """Median detour between postcodes on the drivable roads of a file.

    The *shortest* way is measured, not the quickest: every road is driven at
    one speed and junctions cost nothing.

    Parameters
    ----------
    roads
        OpenStreetMap file.
    postcodes
        ``lon, lat``.
    sample
        How many postcodes to draw; all pairs of them are measured.
    seed
        Of the draw.

    Raises
    ------
    ValueError
        When a class has no pair.
    """
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.choice(len(postcodes), min(sample, len(postcodes)), replace=False))
    lon = postcodes["lon"].to_numpy(dtype=np.float64)[rows]
    lat = postcodes["lat"].to_numpy(dtype=np.float64)[rows]
    places = [
        Place(f"postcode:{row}", float(x), float(y))
        for row, x, y in zip(rows.tolist(), lon, lat, strict=True)
    ]
    travel = open_roads(roads, model=_shortest()).travel(places, ("car",), RoadChoices(stop_s=0))
    length = travel.by_mode["car"][0].lengths_m.astype(np.float64)
    x, y = to_grid(lon, lat)
    straight = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    found = []
    for from_m, to_m in CLASSES_M:
        chosen = (straight >= from_m) & (straight < to_m) & (length > 0)
        if not chosen.any():
            raise ValueError(f"No pair of postcodes is {from_m} to {to_m} m apart.")
        ratio = length[chosen] / straight[chosen]
        found.append(Detour(from_m, to_m, int(chosen.sum()), float(np.median(ratio))))
    return tuple(found)


def _shortest() -> SpeedModel:
    """Speeds under which the quickest way is the shortest."""
    usual = SpeedModel()
    return replace(
        usual,
        car_mph=dict.fromkeys(usual.car_mph, (30.0, 30.0)),
        junction_s=dict.fromkeys(usual.junction_s, (0.0, 0.0)),
        usual_limit_mph=(1_000.0, 1_000.0, 1_000.0),
        limit_share=1_000.0,
    )
