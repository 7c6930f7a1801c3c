"""What a day of the base holds: visits due, carers on duty, today's calls.

All of it follows from the world and the day alone, so it is worked out once:
``calls_of(world, day)``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from solver.base.areas import split_list
from solver.base.world import once
from solver.domain import DAYS, Carer, Place, Shift
from solver.domain.clock import DAY_S
from solver.intake.nights import shift_days, shifts_of_providers

if TYPE_CHECKING:
    import numpy.typing as npt

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
    rounds = rounds_by_shift(world)
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
    """Give the rows of the visits table that shifts of a day of week 1 make, in id order.

    Those of the night are written on either day (:mod:`solver.intake.nights`): their starts and
    windows are counted here from the midnight before the shift begins.
    """
    visits = world.tables.visits
    turns = _shift_days(world)
    written = visits["days"].to_numpy(np.int64)
    first = (visits["first_week"] == 1).to_numpy()
    parts = []
    for turn in (0, -1, 1):
        due = first & _made_on(DAYS.index(day), turn, written, turns)
        rows = visits[due]
        if turn and len(rows):
            rows = rows.assign(**{name: rows[name] - turn * DAY_S for name in _STARTS})
        parts.append(rows)
    some = [rows for rows in parts if len(rows)] or parts[:1]
    found = pd.concat(some) if len(some) > 1 else some[0]
    return found.sort_values("visit_id", kind="stable")


_STARTS = ("start_s", "earliest_s", "latest_s")


@once
def _shift_days(world: World) -> npt.NDArray[np.int8]:
    """Say on which day's shifts each row of the visits table is made (n, 7)."""
    tables = world.tables
    contract = _by(tables.packages, "package_id", "contract_id")
    provider = _by(tables.contracts, "contract_id", "provider_id")
    whose = [provider[contract[package]] for package in tables.visits["package_id"].tolist()]
    shifts = shifts_of_providers(tables.carers)
    return shift_days(tables.visits, np.array(whose, object), shifts)[0]


def _by(table: pd.DataFrame, key: str, value: str) -> dict[str, str]:
    return dict(zip(table[key].tolist(), table[value].tolist(), strict=True))


@once
def rounds_by_shift(world: World) -> pd.DataFrame:
    """Give today's rounds, each call on the day of the shift that makes its visit.

    A call in the night may be written on either day too; the reading is taken that lies within
    half a day of the visit's own start, as written where no reading does.
    """
    rounds, visits = world.tables.rounds, world.tables.visits
    own = _own_starts(world)
    visit = _numbers(visits["visit_id"], rounds["visit_id"])
    written = _numbers(pd.Series(DAYS), rounds["day"])
    start_s = rounds["start_s"].to_numpy(np.int64)
    found_day, found_s = written.copy(), start_s.copy()
    left = np.ones(len(rounds), bool)
    for days, turns in ((0, 0), (-1, 1), (1, -1), (0, 1), (0, -1)):
        on, at_s = (written + days) % len(DAYS), start_s + turns * DAY_S
        due_s = own[visit, on]
        fits = left & (due_s >= 0) & (at_s >= 0) & (np.abs(at_s - due_s) <= DAY_S // 2)
        found_day[fits], found_s[fits] = on[fits], at_s[fits]
        left &= ~fits
    names = np.array(DAYS, object)
    return rounds.assign(day=names[found_day], start_s=found_s)


def _numbers(known: pd.Series, names: pd.Series) -> npt.NDArray[np.int64]:
    """Give the place of each name among the known ones, all of which differ."""
    own = pd.Index(known.to_numpy(object))
    return own.get_indexer(pd.Index(names.to_numpy(object))).astype(np.int64)


def _own_starts(world: World) -> npt.NDArray[np.int64]:
    """Give the start of each row of the visits table on each day's shifts (n, 7), -1 where none."""
    visits = world.tables.visits
    turns = _shift_days(world)
    written = visits["days"].to_numpy(np.int64)
    first = (visits["first_week"] == 1).to_numpy()
    start_s = visits["start_s"].to_numpy(np.int64)
    own = np.full((len(visits), len(DAYS)), -1, np.int64)
    for turn in (0, -1, 1):
        for day in range(len(DAYS)):
            due = _made_on(day, turn, written, turns) & first
            own[due, day] = start_s[due] - turn * DAY_S
    return own


def _made_on(
    day: int, turn: int, written: npt.NDArray[np.int64], turns: npt.NDArray[np.int8]
) -> npt.NDArray[np.bool_]:
    """Say which rows a day's shifts make that are written ``turn`` days before."""
    other = (day - turn) % len(DAYS)
    made: npt.NDArray[np.bool_] = ((written >> other & 1) == 1) & (turns[:, other] == turn)
    return made


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
