"""What zones are made of, worked out once per world: areas, packages, providers.

Everything here is an array indexed by area, package or provider, so that an
edit is a new column of integers and every figure a sum over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.base.borders import BRITISH_GRID, Borders, borders_of
from solver.base.world import once
from solver.domain import BANDS

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World

MAINTENANCE = "maintenance"
"""Service name of ongoing care, the base of the price bands [002 para 39]."""


@dataclass(frozen=True, eq=False)
class AreaBase:
    """The areas of a world, a areas in the order of its areas table.

    Parameters
    ----------
    ids, names, settlements
        Text of each area (a,).
    zones
        Names of the base's zones, in alphabetical order (z,).
    bands
        Names of the bands: Leicestershire's order first, others after (b,).
    zone, band
        (a,) int64 index into ``zones`` and ``bands``.
    settlement_names
        Names of the settlements that have areas, in alphabetical order.
    settlement
        (a,) int64 index into ``settlement_names``; −1 for an area of none.
    index
        Area id → row.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    settlements: tuple[str, ...]
    zones: tuple[str, ...]
    bands: tuple[str, ...]
    zone: npt.NDArray[np.int64]
    band: npt.NDArray[np.int64]
    settlement_names: tuple[str, ...]
    settlement: npt.NDArray[np.int64]
    index: dict[str, int]


@dataclass(frozen=True, eq=False)
class PackageBase:
    """The packages of a world, p packages in id order, and who holds them.

    Hours are carer-hours a week of planned visits: minutes at the door × carers
    × days a week, a visit every n weeks counting one n-th.

    Parameters
    ----------
    ids, person_ids, services, contract_ids
        Text of each package (p,).
    area
        (p,) int64 row of the person's area.
    person
        (p,) int64, the same number for packages of the same person.
    hours, double_hours
        (p,) float64 carer-hours a week; of these, in double-handed visits.
    visits, double_visits
        (p,) float64 visits a week; of these, double-handed.
    maintenance
        (p,) bool, true where the service is ongoing care.
    provider
        (p,) int64 row of the provider that holds the package today.
    contract
        (p,) int64 row of the package's contract.
    provider_ids, provider_names
        Text of each provider, in id order (v,).
    primes, supplementary
        Zone name → ids of its prime and supplementary providers, in id order.
    contracts
        The contracts table, in id order, indexed 0 … c − 1.
    provider_contracts
        Provider id → rows of its contracts.
    """

    ids: tuple[str, ...]
    person_ids: tuple[str, ...]
    services: tuple[str, ...]
    contract_ids: tuple[str, ...]
    area: npt.NDArray[np.int64]
    person: npt.NDArray[np.int64]
    hours: npt.NDArray[np.float64]
    double_hours: npt.NDArray[np.float64]
    visits: npt.NDArray[np.float64]
    double_visits: npt.NDArray[np.float64]
    maintenance: npt.NDArray[np.bool_]
    provider: npt.NDArray[np.int64]
    contract: npt.NDArray[np.int64]
    provider_ids: tuple[str, ...]
    provider_names: tuple[str, ...]
    primes: dict[str, tuple[str, ...]]
    supplementary: dict[str, tuple[str, ...]]
    contracts: pd.DataFrame
    provider_contracts: dict[str, tuple[int, ...]]


def split_list(text: str) -> tuple[str, ...]:
    """Split ``"a; b"`` into its items, without blanks.

    >>> split_list("Melton; Hinckley;")
    ('Melton', 'Hinckley')
    """
    return tuple(item.strip() for item in text.split(";") if item.strip())


def band_order(found: set[str]) -> tuple[str, ...]:
    """Put bands in order: Leicestershire's nearest town first, others by name."""
    known = tuple(band for band in BANDS if band in found)
    return known + tuple(sorted(found - set(known)))


def add_up(
    row: npt.NDArray[np.int64], values: npt.NDArray[np.float64], n: int
) -> npt.NDArray[np.float64]:
    """Sum (m,) values by row: (n,) float64."""
    return np.bincount(row, weights=values, minlength=n).astype(np.float64)


@once
def area_base(world: World) -> AreaBase:
    """Index the areas of a world."""
    areas = world.tables.areas
    zones = tuple(sorted(set(areas["zone"])))
    bands = band_order(set(areas["band"]))
    ids = tuple(areas["area_id"])
    settlements = tuple(areas["settlement"])
    settlement_names = tuple(sorted(set(settlements) - {""}))
    settlement_index = {name: i for i, name in enumerate(settlement_names)}
    zone_index = {zone: i for i, zone in enumerate(zones)}
    band_index = {band: i for i, band in enumerate(bands)}
    return AreaBase(
        ids=ids,
        names=tuple(areas["name"]),
        settlements=settlements,
        zones=zones,
        bands=bands,
        zone=np.array([zone_index[zone] for zone in areas["zone"]], dtype=np.int64),
        band=np.array([band_index[band] for band in areas["band"]], dtype=np.int64),
        settlement_names=settlement_names,
        settlement=np.array([settlement_index.get(s, -1) for s in settlements], dtype=np.int64),
        index={area_id: row for row, area_id in enumerate(ids)},
    )


@once
def area_polygons(world: World) -> npt.NDArray[np.object_]:
    """Polygons of the areas in British National Grid."""
    return np.asarray(world.tables.areas.geometry.to_crs(BRITISH_GRID).values)


@once
def area_borders(world: World) -> Borders:
    """Find which areas touch, along how many metres."""
    return borders_of(area_polygons(world))


@once
def package_base(world: World) -> PackageBase:
    """Add up the visits of each package."""
    tables = world.tables
    packages = tables.packages.sort_values("package_id", kind="stable")
    contracts = tables.contracts.sort_values("contract_id", kind="stable").reset_index(drop=True)
    providers = tables.providers.sort_values("provider_id", kind="stable")
    areas = area_base(world).index
    area_of = dict(zip(tables.people["person_id"], tables.people["area_id"], strict=True))
    person_ids = tuple(packages["person_id"])
    contract_row = {contract: row for row, contract in enumerate(contracts["contract_id"])}
    provider_row = {provider: row for row, provider in enumerate(providers["provider_id"])}
    contract = np.array([contract_row[c] for c in packages["contract_id"]], dtype=np.int64)
    provider = np.array([provider_row[p] for p in contracts["provider_id"]], dtype=np.int64)
    ids = tuple(packages["package_id"])
    held: dict[str, list[int]] = {}
    for row, provider_id in enumerate(contracts["provider_id"]):
        held.setdefault(provider_id, []).append(row)
    return PackageBase(
        ids=ids,
        person_ids=person_ids,
        services=tuple(packages["service"]),
        contract_ids=tuple(packages["contract_id"]),
        area=np.array([areas[area_of[person]] for person in person_ids], dtype=np.int64),
        person=np.asarray(pd.factorize(np.array(person_ids, dtype=object))[0], dtype=np.int64),
        **_weekly(tables.visits, ids),
        maintenance=np.array([s == MAINTENANCE for s in packages["service"]], dtype=bool),
        provider=provider[contract],
        contract=contract,
        provider_ids=tuple(providers["provider_id"]),
        provider_names=tuple(providers["name"]),
        primes=_by_zone(providers, "prime_zones"),
        supplementary=_by_zone(providers, "supplementary_zones"),
        contracts=contracts,
        provider_contracts={key: tuple(rows) for key, rows in held.items()},
    )


def _weekly(
    visits: pd.DataFrame, package_ids: tuple[str, ...]
) -> dict[str, npt.NDArray[np.float64]]:
    """Weekly visits and carer-hours of each package, all and double-handed."""
    row_of = {package: row for row, package in enumerate(package_ids)}
    row = np.array([row_of[package] for package in visits["package_id"]], dtype=np.int64)
    days = np.bitwise_count(visits["days"].to_numpy(dtype=np.int64))
    times = days / visits["every_n_weeks"].to_numpy(dtype=np.float64)
    carers = visits["carers_required"].to_numpy(dtype=np.int64)
    hours = times * visits["service_s"].to_numpy(dtype=np.int64) * carers / 3_600
    double = carers == 2
    n = len(package_ids)
    return {
        "hours": add_up(row, hours, n),
        "double_hours": add_up(row[double], hours[double], n),
        "visits": add_up(row, times, n),
        "double_visits": add_up(row[double], times[double], n),
    }


def _by_zone(providers: pd.DataFrame, column: str) -> dict[str, tuple[str, ...]]:
    """Zone → provider ids, in the order of the table."""
    found: dict[str, list[str]] = {}
    for provider_id, text in zip(providers["provider_id"], providers[column], strict=True):
        for zone in split_list(text):
            found.setdefault(zone, []).append(provider_id)
    return {zone: tuple(ids) for zone, ids in found.items()}
