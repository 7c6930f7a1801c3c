"""Invent who needs what: people, their packages and the visits of a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.domain import DAYS
from solver.invent.packages import DAILY, PARTS, PackageMaker, PackageSpec
from solver.invent.people import Homes, draw_postcodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.invent.land.ground import Ground
    from solver.invent.land.targets import Cell

SECOND_PACKAGE_SHARE = 0.4
"""Share of packages other than maintenance whose person has a package already."""

PEOPLE = ["person_id", "lon", "lat", "age", "area_id"]
PACKAGES = ["package_id", "person_id", "service", "zone"]
VISITS = [
    "visit_id", "package_id", "days", "every_n_weeks", "first_week", "minutes", "carers",
    "skills", "time_critical", "mask", "wish_s",
]  # fmt: skip


def invent_demand(
    ground: Ground, cells: Sequence[Cell], rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Invent people, packages and visits that add up to the cells.

    Parameters
    ----------
    ground
        Settlements, postcodes and areas.
    cells
        Carer-minutes to reach, exactly.
    rng
        Source of chance.

    Returns
    -------
    people
        Columns :data:`PEOPLE`.
    packages
        Columns :data:`PACKAGES`.
    visits
        Columns :data:`VISITS`: ``mask`` is the bitmask of the days and
        ``wish_s`` the wished start, seconds since midnight.
    """
    maker = PackageMaker(rng)
    doors = Homes(ground, rng)
    of_area = ground.areas.set_index("area_id")
    at_area = ground.postcodes["area_id"].tolist()
    zone = of_area["zone"].loc[at_area].to_numpy()
    band = of_area["band"].loc[at_area].to_numpy()
    people: list[tuple[object, ...]] = []
    packages: list[tuple[object, ...]] = []
    visits: list[tuple[object, ...]] = []
    living: dict[tuple[str, str], list[str]] = {}
    # Small cells first: the large ones then settle the double-handed share.
    for cell in sorted(cells, key=lambda c: (c.carer_minutes, c.zone, c.band, c.service)):
        drawn = maker.fill(cell.service, cell.carer_minutes)
        rows = np.flatnonzero((zone == cell.zone) & (band == cell.band))
        at = rng.permutation(draw_postcodes(rows, len(drawn), rng))
        here = living.setdefault((cell.zone, cell.band), [])
        for spec, row in zip(drawn, at.tolist(), strict=True):
            if cell.service == "other" and here and rng.random() < SECOND_PACKAGE_SHARE:
                person = here[int(rng.integers(len(here)))]
            else:
                person = f"SU{len(people) + 1:04d}"
                lon, lat = doors.near(row)
                people.append((person, lon, lat, _age(rng), at_area[row]))
                here.append(person)
            package = f"PK{len(packages) + 1:04d}"
            packages.append((package, person, spec.service, cell.zone))
            _add_visits(visits, package, spec, rng)
    return (
        pd.DataFrame(people, columns=PEOPLE),
        pd.DataFrame(packages, columns=PACKAGES),
        pd.DataFrame(visits, columns=VISITS),
    )


def days_text(mask: int) -> str:
    """Days as the files write them: ``daily`` or ``mon wed fri``."""
    if mask == DAILY:
        return "daily"
    return " ".join(day for bit, day in enumerate(DAYS) if mask >> bit & 1)


def _add_visits(
    visits: list[tuple[object, ...]], package: str, spec: PackageSpec, rng: np.random.Generator
) -> None:
    for visit in spec.visits:
        wish_min = rng.uniform(*PARTS[visit.part])
        visits.append(
            (
                f"V{len(visits) + 1:05d}",
                package,
                days_text(visit.days),
                visit.every_n_weeks,
                visit.first_week,
                visit.minutes,
                visit.carers,
                "; ".join(visit.skills),
                "yes" if visit.time_critical else "no",
                visit.days,
                round(wish_min / 5.0) * 300,
            )
        )


def _age(rng: np.random.Generator) -> int:
    return int(np.clip(round(rng.normal(82.0, 10.0)), 19, 103))
