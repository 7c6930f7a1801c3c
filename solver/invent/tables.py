"""Invent all tables of a world on a ground: people, packages, carers, rounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from solver.domain import Place
from solver.domain.clock import clock
from solver.invent.demand import invent_demand
from solver.invent.dispatch import DispatchChoices, RunCall, dispatch
from solver.invent.land.ground import to_grid
from solver.invent.market import Market, ZoneNeed, allocate, invent_market
from solver.invent.people import Homes
from solver.invent.workforce import staff

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt
    import pandas as pd

    from solver.domain import TravelSet
    from solver.invent.dispatch import CarerRun
    from solver.invent.land.ground import Ground
    from solver.invent.land.targets import Cell

TravelBetween = Callable[[Sequence[Place]], "TravelSet"]
"""Answers door-to-door travel between places, for every mode."""

CARELESSNESS: Mapping[str, float] = {"Urban": 0.5, "Fringe": 0.8, "Rural": 0.8, "Isolated": 1.6}
"""How carelessly calls are dealt out, by band; fitted so that travel between visits
is 11 to 12 minutes a contact hour overall and rises from Urban to Isolated."""

EXCLUDING_SHARE = 0.012
"""Share of people with a carer of their provider whom they must not have."""

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
        How today's rounds are planned.
    """

    seed: int = 1
    providers: int = 86
    dispatch: DispatchChoices = field(default_factory=DispatchChoices)


def invent_tables(
    ground: Ground,
    cells: Sequence[Cell],
    primes: Mapping[str, int],
    travel: TravelBetween,
    choices: InventChoices,
) -> dict[str, pd.DataFrame]:
    """Invent people, packages, visits, providers, contracts, carers and rounds.

    Parameters
    ----------
    ground
        Settlements, postcodes and areas.
    cells
        Carer-minutes to invent in each zone and band.
    primes
        How many prime providers each zone has.
    travel
        Travel between people, for planning today's rounds.
    choices
        Seed, number of providers, care taken.

    Returns
    -------
    dict of DataFrame
        Tables by file name without suffix, with the columns of the world folder.
    """
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(choices.seed).spawn(6)]
    people, packages, visits = invent_demand(ground, cells, streams[0])
    xy = np.stack(to_grid(people["lon"], people["lat"]), axis=1)
    crowd = _crowd(ground, xy)
    market = _market(ground, cells, primes, choices.providers, streams[1])
    at = packages["person_id"].map({p: i for i, p in enumerate(people["person_id"])}).to_numpy()
    packages["contract_id"] = allocate(
        packages["zone"].tolist(), xy[at], crowd[at], market, streams[2]
    )
    doors = [
        Place(f"person:{person}", float(lon), float(lat))
        for person, lon, lat in zip(people["person_id"], people["lon"], people["lat"], strict=True)
    ]
    calls = _calls(ground, people, packages, visits, crowd, market)
    between = travel(doors)
    runs = {
        own: dispatch(calls[own], between, streams[3], choices.dispatch) for own in sorted(calls)
    }
    carers, rounds = staff(runs, visits, xy, Homes(ground, streams[4]), streams[5])
    people["excluded_carers"] = _excluded(packages, visits, carers, rounds, people, streams[5])
    starts = _starts_s(runs)
    visits["start"] = [clock(starts[key]) for key in visits["visit_id"]]
    return {
        "people": people.drop(columns="area_id"),
        "packages": packages.drop(columns="zone"),
        "contracts": market.contracts,
        "providers": market.providers,
        "visits": visits.drop(columns=["mask", "wish_s"]),
        "carers": carers,
        "rounds": rounds,
    }


def _starts_s(runs: Mapping[str, list[CarerRun]]) -> dict[str, int]:
    """Start of each visit in the runs of the providers."""
    return {
        call.key: start_s
        for own in runs.values()
        for run in own
        for call, start_s in zip(run.calls, run.starts_s, strict=True)
    }


def _excluded(
    packages: pd.DataFrame,
    visits: pd.DataFrame,
    carers: pd.DataFrame,
    rounds: pd.DataFrame,
    people: pd.DataFrame,
    rng: np.random.Generator,
) -> list[str]:
    """Name, for a few people, a colleague of their carers whom they must not have."""
    person_of = packages.set_index("package_id")["person_id"]
    visitor = rounds["visit_id"].map(visits.set_index("visit_id")["package_id"]).map(person_of)
    own = rounds["carer_id"].groupby(visitor).agg(set).to_dict()
    every = carers["carer_id"].tolist()
    provider = dict(zip(every, carers["provider_id"], strict=True))
    colleagues: dict[str, list[str]] = {}
    for carer in every:
        colleagues.setdefault(provider[carer], []).append(carer)
    excluded = []
    for person in people["person_id"]:
        mine = own.get(person, set())
        others: list[str] = []
        if mine and rng.random() < EXCLUDING_SHARE:
            others = [c for c in colleagues[provider[min(mine)]] if c not in mine]
        excluded.append(others[int(rng.integers(len(others)))] if others else "")
    return excluded


def _crowd(ground: Ground, xy: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    tree = cKDTree(ground.postcodes[["x", "y"]].to_numpy())
    return np.asarray(tree.query_ball_point(xy, 1_500.0, return_length=True), dtype=np.int64)


def _market(
    ground: Ground,
    cells: Sequence[Cell],
    primes: Mapping[str, int],
    count: int,
    rng: np.random.Generator,
) -> Market:
    zone = ground.postcodes["area_id"].map(ground.areas.set_index("area_id")["zone"])
    needs = []
    for name in sorted({cell.zone for cell in cells}):
        hours = sum(cell.carer_minutes for cell in cells if cell.zone == name) / 60.0
        bases = ground.postcodes.loc[zone == name, ["x", "y"]].to_numpy(dtype=np.float64)
        needs.append(ZoneNeed(name, hours, primes[name], bases))
    return invent_market(needs, count, rng)


def _calls(
    ground: Ground,
    people: pd.DataFrame,
    packages: pd.DataFrame,
    visits: pd.DataFrame,
    crowd: npt.NDArray[np.int64],
    market: Market,
) -> dict[str, list[RunCall]]:
    """Gather the calls of each provider, as if all days were one."""
    row_of = {person: row for row, person in enumerate(people["person_id"])}
    band_of = ground.areas.set_index("area_id")["band"]
    careless = [CARELESSNESS.get(band, 0.8) for band in people["area_id"].map(band_of)]
    provider_of = market.contracts.set_index("contract_id")["provider_id"]
    package = {
        key: (row_of[person], str(provider))
        for key, person, provider in zip(
            packages["package_id"],
            packages["person_id"],
            packages["contract_id"].map(provider_of),
            strict=True,
        )
    }
    calls: dict[str, list[RunCall]] = {}
    columns = ("visit_id", "package_id", "wish_s", "minutes", "carers")
    for key, of, wish_s, minutes, carers in zip(
        *(visits[column].tolist() for column in columns), strict=True
    ):
        place, provider = package[of]
        walkable = bool(crowd[place] >= WALKABLE_POSTCODES)
        call = RunCall(key, place, wish_s, minutes * 60, carers, walkable, careless[place])
        calls.setdefault(provider, []).append(call)
    return calls
