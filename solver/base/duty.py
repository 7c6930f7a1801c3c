"""What a day of the base holds: visits due, carers on duty, today's calls.

All of it follows from the world and the day alone, so it is worked out once:
``calls_of(world, day)``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from solver.base.areas import split_list
from solver.base.world import once
from solver.domain import DAYS, Carer, Place, Shift

if TYPE_CHECKING:
    from solver.base.world import World
    from solver.domain import Day


@dataclass(frozen=True, slots=True)
class Call:
    """One carer's call in today's rounds."""

    carer_id: str
    provider_id: str
    shift: int
    visit_id: str
    start_s: int


@once
def calls_of(world: World, day: Day) -> tuple[Call, ...]:
    """List the calls of a day by carer and start, at visits due in week 1."""
    rounds = world.tables.rounds
    due = rounds["visit_id"].isin(visits_of(world, day)["visit_id"])
    rounds = rounds[(rounds["day"] == day) & due]
    rounds = rounds.sort_values(["carer_id", "start_s", "visit_id"])
    carers = world.tables.carers
    provider = dict(zip(carers["carer_id"], carers["provider_id"], strict=True))
    columns = (rounds[name].tolist() for name in ("carer_id", "shift", "visit_id", "start_s"))
    return tuple(
        Call(carer_id, provider[carer_id], int(shift), visit_id, int(start_s))
        for carer_id, shift, visit_id, start_s in zip(*columns, strict=True)
    )


@once
def on_duty(world: World, day: Day) -> tuple[Carer, ...]:
    """List the carers who work on a day, in id order."""
    table = world.tables.carers
    table = table[(table["days"] & _bit(day)) != 0].sort_values("carer_id", kind="stable")
    rows: Any = table.itertuples(index=False)
    carers = [
        Carer(
            id=row.carer_id,
            provider_id=row.provider_id,
            home=_start_of(row),
            mode=row.mode,
            shifts=_shifts(row.shifts),
            skills=split_list(row.skills),
            wage_pence=None if pd.isna(row.wage_pence) else int(row.wage_pence),
            contracted_s=None if pd.isna(row.contracted_s) else int(row.contracted_s),
            most_s=None if pd.isna(row.most_s) else int(row.most_s),
            gender=row.gender,
            starts_from=row.starts_from,
            rides_with=row.rides_with,
        )
        for row in rows
    ]
    driver = {carer.id: carer for carer in carers}
    return tuple(
        _in_the_car_of(driver[carer.rides_with], carer) if carer.rides_with in driver else carer
        for carer in carers
    )


def _in_the_car_of(driver: Carer, rider: Carer) -> Carer:
    """Let a carer start where the driver does, and go as the driver goes."""
    return replace(rider, home=driver.home, mode=driver.mode, starts_from=driver.starts_from)


def _start_of(row: Any) -> str:
    """Name the place where a carer's shifts start."""
    if row.starts_from == "base":
        return f"base:{row.provider_id}"
    return f"home:{row.carer_id}"


@once
def visits_of(world: World, day: Day) -> pd.DataFrame:
    """Give the rows of the visits table that are due on a day of week 1, in id order."""
    visits = world.tables.visits
    due = ((visits["days"] & _bit(day)) != 0) & (visits["first_week"] == 1)
    return visits[due].sort_values("visit_id", kind="stable")


def _bit(day: Day) -> int:
    return 1 << DAYS.index(day)


def _shifts(text: str) -> tuple[Shift, ...]:
    """Read ``"25200-39600;57600-81000"``."""
    ends = (item.split("-") for item in split_list(text))
    return tuple(Shift(int(start), int(end)) for start, end in ends)


@once
def lengths(world: World) -> dict[str, int]:
    """Give the seconds at the door of every visit, by id."""
    visits = world.tables.visits
    return dict(zip(visits["visit_id"], visits["service_s"].tolist(), strict=True))


@once
def doors_of(world: World) -> dict[str, Place]:
    """Give the place of every person, every carer's home and every provider's base, by id."""
    tables = world.tables
    doors = {}
    for prefix, table, key, lon_name, lat_name in (
        ("person", tables.people, "person_id", "lon", "lat"),
        ("home", tables.carers, "carer_id", "lon", "lat"),
        ("base", tables.providers, "provider_id", "base_lon", "base_lat"),
    ):
        for name, lon, lat in zip(table[key], table[lon_name], table[lat_name], strict=True):
            if not pd.isna(lon):
                place = f"{prefix}:{name}"
                doors[place] = Place(place, float(lon), float(lat))
    return doors
