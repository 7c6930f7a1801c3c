"""Invent all tables of a world on a ground: people, packages, carers, rounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.domain import DAYS, Place
from solver.invent.dispatch import Call, DispatchChoices, Run, dispatch
from solver.invent.ground import to_grid
from solver.invent.market import Market, allocate, invent_market
from solver.invent.packages import DAILY, PARTS, PackageMaker, PackageSpec
from solver.invent.people import Doors, draw_postcodes
from solver.invent.workforce import (
    DAY_PAIRS,
    clock_text,
    home_of,
    jobs_of,
    shifts_of,
    skills_of,
)

if TYPE_CHECKING:
    from solver.domain import TravelSet
    from solver.invent.ground import Ground

TravelBetween = Callable[[Sequence[Place]], "TravelSet"]
"""Answers door-to-door travel between places, for every mode."""

SECOND_PACKAGE_SHARE = 0.4
"""Share of packages other than maintenance whose person has a package already."""

CARELESSNESS = {"Urban": 0.5, "Fringe": 0.9, "Rural": 1.1, "Isolated": 1.3}
"""How carelessly calls are dealt out, by band; fitted so that travel between visits
is 11 to 12 minutes a contact hour overall and rises from Urban to Isolated."""

WALKABLE_POSTCODES = 60
"""Postcodes within 1.5 km from which rounds may be made on foot or by bicycle."""


@dataclass(frozen=True, slots=True)
class InventChoices:
    """What to invent.

    Parameters
    ----------
    seed
        The same seed on the same ground gives the same tables.
    providers
        How many providers.
    dispatch
        How careless today's rounds are planned.
    """

    seed: int = 1
    providers: int = 86
    dispatch: DispatchChoices = field(default_factory=DispatchChoices)


def invent_tables(
    ground: Ground,
    cells: pd.DataFrame,
    primes: dict[str, int],
    travel: TravelBetween,
    choices: InventChoices,
) -> dict[str, pd.DataFrame]:
    """Invent people, packages, visits, providers, contracts, carers and rounds.

    Parameters
    ----------
    ground
        Settlements, postcodes and areas.
    cells
        ``zone, band, service, carer_minutes``: what to invent where.
    primes
        How many prime providers each zone has.
    travel
        Travel between people, for planning today's rounds.
    choices
        Seed, number of providers, carelessness.

    Returns
    -------
    dict of DataFrame
        Tables by file name without suffix, with the columns of the world folder.
    """
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(choices.seed).spawn(6)]
    people, packages, visits = _demand(ground, cells, streams[0])
    xy = np.stack(to_grid(people["lon"], people["lat"]), axis=1)
    market = _market(ground, cells, primes, choices.providers, streams[1])
    row_of = {person: row for row, person in enumerate(people["person_id"])}
    at = packages["person_id"].map(row_of).to_numpy()
    crowd = _crowd(ground, xy)
    packages["contract_id"] = allocate(
        packages["zone"].tolist(), xy[at], crowd[at], market, streams[2]
    )
    provider_of = market.contracts.set_index("contract_id")["provider_id"]
    packages["provider_id"] = packages["contract_id"].map(provider_of)
    doors = [
        Place(f"person:{p}", float(lon), float(lat))
        for p, lon, lat in zip(people["person_id"], people["lon"], people["lat"], strict=True)
    ]
    band_of = ground.areas.set_index("area_id")["band"]
    people["carelessness"] = people["area_id"].map(band_of).map(CARELESSNESS)
    runs = _runs(packages, visits, people, crowd, travel(doors), streams[3], choices.dispatch)
    starts = {
        call.key: start_s
        for own in runs.values()
        for run in own
        for call, start_s in zip(run.calls, run.starts_s, strict=True)
    }
    visits["start"] = [clock_text(starts[key]) for key in visits["visit_id"]]
    carers, rounds = _staff(runs, visits, xy, Doors(ground, streams[4]), streams[5])
    return {
        "people": people[["person_id", "lon", "lat", "age", "excluded_carers"]],
        "packages": packages[["package_id", "person_id", "service", "contract_id"]],
        "contracts": market.contracts,
        "providers": market.providers,
        "visits": visits.drop(columns=["part", "mask", "wish_s"]),
        "carers": carers,
        "rounds": rounds,
    }


def _demand(
    ground: Ground, cells: pd.DataFrame, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """People, packages (with zone) and visits (with part, mask and wished start)."""
    maker = PackageMaker(rng)
    doors = Doors(ground, rng)
    area = ground.areas.set_index("area_id")
    place = area.loc[ground.postcodes["area_id"], ["zone", "band"]]
    cell_of = pd.MultiIndex.from_arrays([place["zone"], place["band"]])
    at_area = ground.postcodes["area_id"].tolist()
    people: list[tuple[object, ...]] = []
    packages: list[tuple[object, ...]] = []
    visits: list[tuple[object, ...]] = []
    living: dict[tuple[str, str], list[str]] = {}
    # Small cells first: the large ones then settle the double-handed share.
    for cell in cells.sort_values(["carer_minutes", "zone", "band", "service"]).itertuples():
        drawn = maker.fill(cell.service, cell.carer_minutes)
        rows = np.flatnonzero(cell_of == (cell.zone, cell.band))
        at = draw_postcodes(ground.postcodes, rows, len(drawn), rng)
        here = living.setdefault((cell.zone, cell.band), [])
        for spec, row in zip(drawn, rng.permutation(at), strict=True):
            second = cell.service == "other" and here and rng.random() < SECOND_PACKAGE_SHARE
            if second:
                person = here[int(rng.integers(len(here)))]
            else:
                person = f"SU{len(people) + 1:04d}"
                lon, lat = doors.near(int(row))
                people.append((person, lon, lat, _age(rng), "", at_area[int(row)]))
                here.append(person)
            package = f"PK{len(packages) + 1:04d}"
            packages.append((package, person, spec.service, cell.zone))
            _add_visits(visits, package, spec, rng)
    return (
        pd.DataFrame(people, columns=["person_id", "lon", "lat", "age", "excluded_carers", "area_id"]),
        pd.DataFrame(packages, columns=["package_id", "person_id", "service", "zone"]),
        pd.DataFrame(
            visits,
            columns=[
                "visit_id", "package_id", "days", "every_n_weeks", "first_week", "minutes",
                "carers", "skills", "time_critical", "part", "mask", "wish_s",
            ],
        ),
    )  # fmt: skip


def _add_visits(
    visits: list[tuple[object, ...]], package: str, spec: PackageSpec, rng: np.random.Generator
) -> None:
    for visit in spec.visits:
        first, last = PARTS[visit.part]
        wish = rng.uniform(first, last)
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
                visit.part,
                visit.days,
                round(wish / 5.0) * 300,
            )
        )


def days_text(mask: int) -> str:
    """Days as the files write them: ``daily`` or ``mon wed fri``."""
    if mask == DAILY:
        return "daily"
    return " ".join(day for bit, day in enumerate(DAYS) if mask >> bit & 1)


def _age(rng: np.random.Generator) -> int:
    return int(np.clip(round(rng.normal(82.0, 10.0)), 19, 103))


def _crowd(ground: Ground, xy: np.ndarray) -> np.ndarray:
    from scipy.spatial import cKDTree

    tree = cKDTree(ground.postcodes[["x", "y"]].to_numpy())
    return np.asarray(tree.query_ball_point(xy, 1_500.0, return_length=True))


def _market(
    ground: Ground,
    cells: pd.DataFrame,
    primes: dict[str, int],
    count: int,
    rng: np.random.Generator,
) -> Market:
    hours = cells.groupby("zone")["carer_minutes"].sum() / 60.0
    zone_of = ground.areas.set_index("area_id")["zone"]
    zone = ground.postcodes["area_id"].map(zone_of)
    frame = ground.postcodes.groupby(zone)[["x", "y"]].mean().rename_axis("zone").reset_index()
    frame["hours"] = frame["zone"].map(hours)
    frame["primes"] = frame["zone"].map(primes)
    frame = frame[frame["hours"] > 0].reset_index(drop=True)
    bases = {z: ground.postcodes.loc[zone == z, ["x", "y"]].to_numpy() for z in frame["zone"]}
    return invent_market(frame, bases, count, rng)


def _runs(
    packages: pd.DataFrame,
    visits: pd.DataFrame,
    people: pd.DataFrame,
    crowd: np.ndarray,
    travel: TravelSet,
    rng: np.random.Generator,
    choices: DispatchChoices,
) -> dict[str, list[Run]]:
    """Runs of each provider, in provider order."""
    person = packages.set_index("package_id")["person_id"]
    row_of = {key: row for row, key in enumerate(people["person_id"])}
    carelessness = people["carelessness"].tolist()
    provider = packages.set_index("package_id")["provider_id"]
    calls: dict[str, list[Call]] = {}
    for visit in visits.itertuples():
        place = row_of[person[visit.package_id]]
        call = Call(
            visit.visit_id,
            place,
            int(visit.wish_s),
            int(visit.minutes) * 60,
            int(visit.carers),
            bool(crowd[place] >= WALKABLE_POSTCODES),
            carelessness[place],
        )
        calls.setdefault(provider[visit.package_id], []).append(call)
    return {own: dispatch(calls[own], travel, rng, choices) for own in sorted(calls)}


def _staff(
    runs: dict[str, list[Run]],
    visits: pd.DataFrame,
    xy: np.ndarray,
    doors: Doors,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    needed = {
        key: tuple(skill for skill in skills.split("; ") if skill)
        for key, skills in zip(visits["visit_id"], visits["skills"], strict=True)
    }
    mask = dict(zip(visits["visit_id"], visits["mask"], strict=True))
    this_week = set(visits.loc[visits["first_week"] == 1, "visit_id"])
    carers: list[tuple[object, ...]] = []
    rounds: list[tuple[object, ...]] = []
    for provider, own in runs.items():
        for job in jobs_of(own, xy, rng):
            shifts = shifts_of(job, rng)
            text = "; ".join(f"{clock_text(a)}-{clock_text(b)}" for a, b in shifts)
            pair = DAY_PAIRS[int(rng.integers(len(DAY_PAIRS)))]
            for days in pair:
                carer = f"C{len(carers) + 1:04d}"
                lon, lat = home_of(job, xy, doors, rng)
                skills = "; ".join(skills_of(job, needed, rng))
                week_h = sum(b - a for a, b in shifts) / 3600 * days.bit_count()
                contracted = f"{week_h * 0.75 // 1:.0f}" if rng.random() < 0.4 else ""
                wage = f"{9.3 + 0.1 * int(rng.integers(1, 9)):.2f}" if rng.random() < 0.1 else ""
                carers.append(
                    (carer, provider, lon, lat, job[0].mode, days_text(days), text, skills,
                     wage, contracted)
                )  # fmt: skip
                for number, run in enumerate(job, start=1):
                    for call, start_s in zip(run.calls, run.starts_s, strict=True):
                        if call.key in this_week:
                            both = mask[call.key] & days
                            rounds += [
                                (bit, carer, number, call.key, start_s)
                                for bit in range(len(DAYS))
                                if both >> bit & 1
                            ]
    rounds.sort()
    return (
        pd.DataFrame(
            carers,
            columns=["carer_id", "provider_id", "lon", "lat", "mode", "days", "shifts", "skills",
                     "wage", "contracted_hours"],
        ),
        pd.DataFrame(
            [(DAYS[bit], carer, n, key, clock_text(s)) for bit, carer, n, key, s in
             sorted(rounds, key=lambda row: (row[0], row[1], row[2], row[4]))],
            columns=["day", "carer_id", "shift", "visit_id", "start"],
        ),
    )  # fmt: skip
