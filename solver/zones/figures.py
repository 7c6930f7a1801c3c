"""What a zone map means at once, without solving any rounds.

Hours are carer-hours a week of all planned visits, maintenance hours those of
ongoing care only: two bases that are never mixed [002 para 39 and Appendix C].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.rates import band_pence, enhancement_factors, unpriced
from solver.zones.assignment import assignment, zone_assignment
from solver.zones.base import add_up, area_base, area_borders, package_base
from solver.zones.patches import patches_of
from solver.zones.population import population
from solver.zones.shapes import sorted_zones
from solver.zones.transfers import NO_CONTRACT, holding

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.domain import Scenario, ZoneChoices
    from solver.world import World
    from solver.zones.assignment import Assignment
    from solver.zones.base import AreaBase
    from solver.zones.borders import Borders
    from solver.zones.patches import Patches

LEAST_PRIMES = 2
"""Prime providers that a zone should have [002 para 26]."""


def zone_table(world: World, scenario: Scenario) -> pd.DataFrame:
    """Work out every cheap figure of each zone.

    Returns
    -------
    frame
        A row a zone, in alphabetical order; zones emptied by the edits are left
        out, new ones without areas are not.

        ``zone``; ``areas, people, packages`` (counts); ``carer_hours_week``
        (all planned), ``maintenance_hours_week``; ``weekly_pence`` (what the
        council pays for all planned hours; not rounded, so that it adds up);
        ``share`` (of all hours);
        ``balance`` (hours over the mean of the zones, less one);
        ``double_handed_share`` (of visits), ``double_handed_hours_share`` (of
        carer-hours); ``primes, supplementary`` (providers called on, leavers apart);
        ``residents``, ``hours_per_1000``, ``aged_75``, ``hours_per_1000_75``
        (NaN where not known; ``residents_estimated`` says when residents are
        shared out from settlements); ``area_km2``; ``compactness``
        (Polsby–Popper, 4π area over perimeter squared: 1 is a circle);
        ``parts`` (1 where the zone hangs together), ``holes``;
        ``split_settlements`` (names of settlements that share a border with
        another zone through their middle, ``; `` between them); ``locked``.

    Raises
    ------
    ScenarioError
        When the scenario names something that the world does not have.
    RatesError
        When a band has no rate, or no rate is known on the scenario's day.
    """
    areas, base = world.once(area_base), world.once(package_base)
    borders, people = world.once(area_borders), world.once(population)
    chosen = assignment(world, scenario)
    count = len(chosen.zones)
    zone = chosen.zone[base.area]
    hours = add_up(zone, base.hours, count)
    cost = add_up(zone, base.hours * package_rates(world, scenario), count)
    visits = add_up(zone, base.visits, count)
    double = add_up(zone, base.double_visits, count)
    double_hours = add_up(zone, base.double_hours, count)
    first = np.unique(base.person, return_index=True)[1]
    residents = _counted(chosen.zone, people.residents, count)
    aged = _counted(chosen.zone, people.aged_75, count)
    patches = world.once(zone_patches, scenario.zones)
    split = split_settlements(areas, chosen)
    locked = set(scenario.zones.locked)
    with np.errstate(divide="ignore", invalid="ignore"):
        frame = pd.DataFrame(
            {
                "zone": chosen.zones,
                "areas": np.bincount(chosen.zone, minlength=count),
                "people": np.bincount(zone[first], minlength=count),
                "packages": np.bincount(zone, minlength=count),
                "carer_hours_week": hours,
                "maintenance_hours_week": add_up(zone, base.hours * base.maintenance, count),
                "weekly_pence": cost,
                "share": hours / hours.sum(),
                "balance": 0.0,
                "double_handed_share": double / visits,
                "double_handed_hours_share": double_hours / hours,
                "primes": _called_on(base.primes, chosen, scenario),
                "supplementary": _called_on(base.supplementary, chosen, scenario),
                "residents": residents,
                "hours_per_1000": hours / residents * 1_000,
                "aged_75": aged,
                "hours_per_1000_75": hours / aged * 1_000,
                "residents_estimated": people.estimated,
                **_shape_figures(chosen, borders, count),
                "parts": np.bincount(patches.region_zone, minlength=count),
                "holes": np.bincount([z for z, _ in patches.holes], minlength=count),
                "split_settlements": ["; ".join(split.get(i, ())) for i in range(count)],
                "locked": [
                    name in locked or base_name in locked
                    for name, base_name in zip(chosen.zones, chosen.base_names, strict=True)
                ],
            }
        )
    filled = np.bincount(chosen.zone, minlength=count) > 0
    filled[len(areas.zones) :] = True  # a new zone is shown before it has areas
    shown = [i for i in sorted_zones(chosen.zones) if filled[i]]
    frame = frame.iloc[shown].reset_index(drop=True)
    frame["balance"] = frame["carer_hours_week"] / frame["carer_hours_week"].mean() - 1
    return frame


def zone_band_table(world: World, scenario: Scenario) -> pd.DataFrame:
    """Add up each zone's hours and cost by band [002 Appendix B].

    Returns
    -------
    frame
        ``zone, band, areas, people, packages, carer_hours_week`` (all planned)
        ``, maintenance_hours_week, weekly_pence``: a row for each pair that has
        an area, zones in alphabetical order and bands nearest town first.

    Raises
    ------
    ScenarioError, RatesError
        As :func:`zone_table` does.
    """
    base = world.once(package_base)
    chosen = assignment(world, scenario)
    bands = len(chosen.bands)
    count = len(chosen.zones) * bands
    pair_of_area = chosen.zone * bands + chosen.band
    pair = pair_of_area[base.area]
    first = np.unique(base.person, return_index=True)[1]
    cost = add_up(pair, base.hours * package_rates(world, scenario), count)
    frame = pd.DataFrame(
        {
            "zone": np.repeat(np.array(chosen.zones, dtype=object), bands),
            "band": np.tile(np.array(chosen.bands, dtype=object), len(chosen.zones)),
            "areas": np.bincount(pair_of_area, minlength=count),
            "people": np.bincount(pair[first], minlength=count),
            "packages": np.bincount(pair, minlength=count),
            "carer_hours_week": add_up(pair, base.hours, count),
            "maintenance_hours_week": add_up(pair, base.hours * base.maintenance, count),
            "weekly_pence": cost,
        }
    )
    order = [i * bands + j for i in sorted_zones(chosen.zones) for j in range(bands)]
    frame = frame.iloc[order]
    return frame[frame["areas"] > 0].reset_index(drop=True)


def package_rates(world: World, scenario: Scenario) -> npt.NDArray[np.float64]:
    """Pence a carer-hour of each package: its contract's price, else its band's rate.

    The band's rate is raised by the scenario's enhancements (short visits,
    evenings, weekends, bank holidays), averaged over the package's hours.

    Returns
    -------
    (p,) float64, in package order.

    Raises
    ------
    RatesError
        When a package is paid the rate of a band that has none.
    """
    base = world.once(package_base)
    chosen = assignment(world, scenario)
    held = holding(world, scenario)
    own = base.contracts["price_pence"].to_numpy(dtype=np.float64, na_value=np.nan)
    known = held.contract != NO_CONTRACT
    price = np.where(known, own[np.where(known, held.contract, 0)], np.nan)
    by_band = band_pence(world, scenario)
    rate = np.array([by_band.get(band, np.nan) for band in chosen.bands])[chosen.band[base.area]]
    price = np.where(
        np.isnan(price), rate * world.once(_enhanced, *scenario.prices.enhancements), price
    )
    if np.isnan(price).any():
        row = int(np.flatnonzero(np.isnan(price))[0])
        raise unpriced(world, scenario, chosen.bands[chosen.band[base.area[row]]])
    return price


def _enhanced(world: World, *enhancements: tuple[str, int]) -> npt.NDArray[np.float64]:
    """Factor on the band's rate of each package, in package order."""
    return enhancement_factors(world.tables.visits, world.once(package_base).ids, enhancements)


def border_report(world: World, scenario: Scenario) -> pd.DataFrame:
    """List the islands and holes of the zones, and settlements that a border splits.

    Returns
    -------
    frame
        ``zone, kind`` (``island``, ``hole`` or ``split``) ``, areas`` (ids,
        ``; `` between them) ``, sentence``.
    """
    areas = world.once(area_base)
    chosen = assignment(world, scenario)
    patches = world.once(zone_patches, scenario.zones)
    rows: list[tuple[str, str, str, str]] = []

    def add(zone: int, kind: str, members: list[int], sentence: str) -> None:
        names = ", ".join(areas.names[i] for i in members)
        ids = "; ".join(areas.ids[i] for i in members)
        rows.append((chosen.zones[zone], kind, ids, sentence.format(names=names)))

    for zone, name in enumerate(chosen.zones):
        for region in patches.islands(zone):
            members = np.flatnonzero(patches.region == region).tolist()
            add(zone, "island", members, f"{{names}}: cut off from the rest of {name}.")
    for zone, regions in patches.holes:
        members = np.flatnonzero(np.isin(patches.region, regions)).tolist()
        other = " and ".join(sorted({chosen.zones[patches.region_zone[r]] for r in regions}))
        add(zone, "hole", members, f"{chosen.zones[zone]} encloses {{names}} of {other}.")
    for zone, settlements in split_settlements(areas, chosen).items():
        for settlement in settlements:
            members = [
                i
                for i, found in enumerate(areas.settlements)
                if found == settlement and chosen.zone[i] == zone
            ]
            add(
                zone, "split", members, f"{settlement} is split: {{names}} in {chosen.zones[zone]}."
            )
    return pd.DataFrame(rows, columns=["zone", "kind", "areas", "sentence"])


def zone_patches(world: World, choices: ZoneChoices) -> Patches:
    """Split the zones into their connected parts (``world.once(zone_patches, choices)``)."""
    areas, base = world.once(area_base), world.once(package_base)
    weight = add_up(base.area, base.hours, len(areas.ids))
    zone = world.once(zone_assignment, choices)["zone"]
    return patches_of(zone, world.once(area_borders), weight)


def split_settlements(areas: AreaBase, chosen: Assignment) -> dict[int, tuple[str, ...]]:
    """Find settlements whose areas lie in more than one zone, by zone.

    Areas without a settlement are no settlement of their own.
    """
    code = areas.settlement
    pairs = np.unique(code[code >= 0] * len(chosen.zones) + chosen.zone[code >= 0])
    settlement, zone = np.divmod(pairs, len(chosen.zones))
    many = np.bincount(settlement, minlength=len(areas.settlement_names))[settlement] > 1
    split: dict[int, list[str]] = {}
    for name, where in zip(settlement[many].tolist(), zone[many].tolist(), strict=True):
        split.setdefault(where, []).append(areas.settlement_names[name])
    return {where: tuple(names) for where, names in sorted(split.items())}


def _called_on(
    by_zone: dict[str, tuple[str, ...]], chosen: Assignment, scenario: Scenario
) -> list[int]:
    """Count the providers of each zone that stay."""
    gone = set(scenario.demand.leaving)
    return [len(set(by_zone.get(name, ())) - gone) for name in chosen.base_names]


def _shape_figures(
    chosen: Assignment, borders: Borders, count: int
) -> dict[str, npt.NDArray[np.float64]]:
    """Area and Polsby–Popper compactness from the areas' borders, without dissolving."""
    a, b = borders.pairs.T
    inside = chosen.zone[a] == chosen.zone[b]
    inner = add_up(chosen.zone[a[inside]], borders.shared_m[inside], count)
    perimeter = add_up(chosen.zone, borders.perimeter_m, count) - 2 * inner
    area = add_up(chosen.zone, borders.area_m2, count)
    return {"area_km2": area / 1e6, "compactness": 4 * np.pi * area / perimeter**2}


def _counted(
    zone: npt.NDArray[np.int64], people: npt.NDArray[np.float64], count: int
) -> npt.NDArray[np.float64]:
    """Add up the people who are counted; NaN where nobody is in the whole zone."""
    known = ~np.isnan(people)
    total = add_up(zone[known], people[known], count)
    return np.where(np.bincount(zone[known], minlength=count) > 0, total, np.nan)
