"""What is worked out once for a set of zones: everything that no price changes.

A change of a band's rate then costs a product and two sums.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from solver.base.areas import add_up, area_base, area_borders, package_base
from solver.base.population import population
from solver.base.world import once_for
from solver.zones.assignment import band_rows, zone_assignment
from solver.zones.patches import patches_of
from solver.zones.providers.called_on import called_on
from solver.zones.shapes import sorted_zones

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from solver.base.areas import AreaBase
    from solver.base.borders import Borders
    from solver.base.world import World
    from solver.domain import Scenario
    from solver.zones.assignment import ZoneParts
    from solver.zones.patches import Patches


@once_for("zone figures")
def zone_facts(world: World, scenario: Scenario) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """Work out the figures of each zone that no price changes.

    Worked out once for each choice; nobody writes to it.

    Returns
    -------
    frame, rows
        As ``zone_table`` gives it, without cost; and the zone of each row.
    """
    chosen = zone_assignment(world, scenario.zones)
    count = len(chosen["zones"])
    care = _care(world, chosen)
    hours = care["carer_hours_week"]
    frame = pd.DataFrame(
        {
            "zone": chosen["zones"],
            "areas": np.bincount(chosen["zone"], minlength=count),
            **care,
            **_providers(world, chosen, scenario),
            **_residents(world, chosen, hours),
            **_shape_figures(chosen["zone"], area_borders(world), count),
            **_borders(world, scenario, chosen),
            "locked": _locked(chosen, scenario.zones.locked),
        }
    )
    filled = np.bincount(chosen["zone"], minlength=count) > 0
    filled[len(area_base(world).zones) :] = True  # a new zone is shown before it has areas
    shown = [i for i in sorted_zones(chosen["zones"]) if filled[i]]
    frame = frame.iloc[shown].reset_index(drop=True)
    frame["balance"] = frame["carer_hours_week"] / frame["carer_hours_week"].mean() - 1
    return frame, np.array(shown, dtype=np.int64)


def _care(world: World, chosen: ZoneParts) -> dict[str, npt.NDArray[Any]]:
    """Count the people, packages and carer-hours of each zone."""
    base, count = package_base(world), len(chosen["zones"])
    zone = chosen["zone"][base.area]
    hours = add_up(zone, base.hours, count)
    first = np.unique(base.person, return_index=True)[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "people": np.bincount(zone[first], minlength=count),
            "packages": np.bincount(zone, minlength=count),
            "carer_hours_week": hours,
            "maintenance_hours_week": add_up(zone, base.hours * base.maintenance, count),
            "weekly_pence": np.zeros(count),
            "share": hours / hours.sum(),
            "balance": np.zeros(count),  # over the mean of the zones that are shown: later
            "double_handed_share": add_up(zone, base.double_visits, count)
            / add_up(zone, base.visits, count),
            "double_handed_hours_share": add_up(zone, base.double_hours, count) / hours,
        }


def _providers(world: World, chosen: ZoneParts, scenario: Scenario) -> dict[str, list[int]]:
    """Count the providers that each zone calls on."""
    called, leaving = called_on(world, scenario), scenario.demand.leaving
    return {
        "primes": _staying(called.primes, chosen, leaving),
        "supplementary": _staying(called.supplementary, chosen, leaving),
    }


def _residents(
    world: World, chosen: ZoneParts, hours: npt.NDArray[np.float64]
) -> dict[str, npt.NDArray[np.float64] | bool]:
    """Count the residents of each zone, and its carer-hours by 1,000 of them."""
    people, count = population(world), len(chosen["zones"])
    residents = _counted(chosen["zone"], people.residents, count)
    aged = _counted(chosen["zone"], people.aged_75, count)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "residents": residents,
            "hours_per_1000": hours / residents * 1_000,
            "aged_75": aged,
            "hours_per_1000_75": hours / aged * 1_000,
            "residents_estimated": people.estimated,
        }


def _borders(world: World, scenario: Scenario, chosen: ZoneParts) -> dict[str, Any]:
    """Say whether each zone hangs together, and which settlements its borders split."""
    patches, count = zone_patches(world, scenario), len(chosen["zones"])
    split = split_settlements(area_base(world), chosen["zone"], count)
    return {
        "parts": np.bincount(patches.region_zone, minlength=count),
        "holes": np.bincount([z for z, _ in patches.holes], minlength=count),
        "split_settlements": ["; ".join(split.get(i, ())) for i in range(count)],
    }


def _locked(chosen: ZoneParts, locked: tuple[str, ...]) -> list[bool]:
    """Say which zones are locked, by the name shown or by the base's."""
    names = zip(chosen["zones"], chosen["base_names"], strict=True)
    return [name in locked or base_name in locked for name, base_name in names]


@once_for("zone and band figures")
def zone_band_facts(
    world: World, scenario: Scenario, bands: tuple[str, ...]
) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """Add up by zone and band what no price changes.

    Parameters
    ----------
    bands
        Names of the bands that the scenario knows.

    Returns
    -------
    frame, rows
        As ``zone_band_table`` gives it, without cost; and the place ``zone × bands
        + band`` of each row.
    """
    areas, base = area_base(world), package_base(world)
    chosen = zone_assignment(world, scenario.zones)
    count = len(chosen["zones"]) * len(bands)
    pair_of_area = chosen["zone"] * len(bands) + band_rows(areas, scenario.zones, bands)
    pair = pair_of_area[base.area]
    first = np.unique(base.person, return_index=True)[1]
    frame = pd.DataFrame(
        {
            "zone": np.repeat(np.array(chosen["zones"], dtype=object), len(bands)),
            "band": np.tile(np.array(bands, dtype=object), len(chosen["zones"])),
            "areas": np.bincount(pair_of_area, minlength=count),
            "people": np.bincount(pair[first], minlength=count),
            "packages": np.bincount(pair, minlength=count),
            "carer_hours_week": add_up(pair, base.hours, count),
            "maintenance_hours_week": add_up(pair, base.hours * base.maintenance, count),
            "weekly_pence": 0.0,
        }
    )
    order = np.array(
        [i * len(bands) + j for i in sorted_zones(chosen["zones"]) for j in range(len(bands))],
        dtype=np.int64,
    )
    rows = order[frame["areas"].to_numpy()[order] > 0]
    return frame.iloc[rows].reset_index(drop=True), rows


@once_for("zones")
def zone_patches(world: World, scenario: Scenario) -> Patches:
    """Split the zones into their connected parts."""
    areas, base = area_base(world), package_base(world)
    weight = add_up(base.area, base.hours, len(areas.ids))
    zone = zone_assignment(world, scenario.zones)["zone"]
    return patches_of(zone, area_borders(world), weight)


def split_settlements(
    areas: AreaBase, zone: npt.NDArray[np.int64], count: int
) -> dict[int, tuple[str, ...]]:
    """Find settlements whose areas lie in more than one zone, by zone.

    Areas without a settlement are no settlement of their own.
    """
    code = areas.settlement
    pairs = np.unique(code[code >= 0] * count + zone[code >= 0])
    settlement, found = np.divmod(pairs, count)
    many = np.bincount(settlement, minlength=len(areas.settlement_names))[settlement] > 1
    split: dict[int, list[str]] = {}
    for name, where in zip(settlement[many].tolist(), found[many].tolist(), strict=True):
        split.setdefault(where, []).append(areas.settlement_names[name])
    return {where: tuple(names) for where, names in sorted(split.items())}


def _staying(
    by_zone: Mapping[str, tuple[str, ...]], chosen: ZoneParts, leaving: tuple[str, ...]
) -> list[int]:
    """Count the providers of each zone that stay."""
    gone = set(leaving)
    return [len(set(by_zone.get(name, ())) - gone) for name in chosen["base_names"]]


def _shape_figures(
    zone: npt.NDArray[np.int64], borders: Borders, count: int
) -> dict[str, npt.NDArray[np.float64]]:
    """Area and Polsby–Popper compactness from the areas' borders, without dissolving."""
    a, b = borders.pairs.T
    inside = zone[a] == zone[b]
    inner = add_up(zone[a[inside]], borders.shared_m[inside], count)
    perimeter = add_up(zone, borders.perimeter_m, count) - 2 * inner
    area = add_up(zone, borders.area_m2, count)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {"area_km2": area / 1e6, "compactness": 4 * np.pi * area / perimeter**2}


def _counted(
    zone: npt.NDArray[np.int64], people: npt.NDArray[np.float64], count: int
) -> npt.NDArray[np.float64]:
    """Add up the people who are counted; NaN where nobody is in the whole zone."""
    known = ~np.isnan(people)
    total = add_up(zone[known], people[known], count)
    return np.where(np.bincount(zone[known], minlength=count) > 0, total, np.nan)
