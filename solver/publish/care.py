"""The care of each area on both bases of hours: what disclosure control protects."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from solver import demand
from solver.publish.disclosure.tables import ALL, Care

if TYPE_CHECKING:
    import pandas as pd

    from solver.base.world import World
    from solver.domain import HoursBasis, Scenario


def care_by_area(world: World, scenario: Scenario) -> Care:
    """Count people and carer-hours of each area: maintenance, other services, all."""
    areas = tuple(world.tables.areas["area_id"])
    packages = demand.packages(world, scenario)
    kept = packages[packages["service"] == "maintenance"]
    others = packages[packages["service"] != "maintenance"]
    alone = others[~others["person_id"].isin(kept["person_id"])]
    parts = {"maintenance": (kept, kept), "other": (alone, others), ALL: (packages, packages)}
    return Care(
        areas,
        {part: _people(counted, areas) for part, (counted, _) in parts.items()},
        {part: _people(held, areas) for part, (_, held) in parts.items()},
        {part: _hours(held, areas) for part, (_, held) in parts.items()},
    )


def median_hours(world: World, scenario: Scenario) -> float:
    """Carer-hours a week of the median package; 0 where there is none."""
    hours = demand.packages(world, scenario)["carer_hours_week"]
    return float(hours.median()) if len(hours) else 0.0


def package_counts(
    world: World, scenario: Scenario, care: Care, basis: HoursBasis
) -> dict[str, int]:
    """Count the packages of each area."""
    packages = demand.packages(world, scenario)
    if basis == "maintenance":
        packages = packages[packages["service"] == "maintenance"]
    counts = packages.groupby("area_id")["package_id"].size()
    return {area: int(counts.get(area, 0)) for area in care.areas}


def hash_of(care: Care) -> str:
    """Hash the care of all areas, so that two packs of the same people are known as such."""
    digest = hashlib.sha256("\n".join(care.areas).encode())
    for part in sorted(care.people):
        for values in (care.people[part], care.holders[part], np.round(care.hours[part], 4)):
            digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()


def _people(packages: pd.DataFrame, areas: tuple[str, ...]) -> np.ndarray:
    counts = packages.groupby("area_id")["person_id"].nunique()
    return counts.reindex(areas, fill_value=0).to_numpy(dtype=np.int64)


def _hours(packages: pd.DataFrame, areas: tuple[str, ...]) -> np.ndarray:
    sums = packages.groupby("area_id")["carer_hours_week"].sum()
    return sums.reindex(areas, fill_value=0.0).to_numpy(dtype=np.float64)
