"""What a zone map means at once, without solving any rounds.

Hours are carer-hours a week of all planned visits, maintenance hours those of
ongoing care only: two bases that are never mixed [002 para 39 and Appendix C].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.base.areas import add_up, area_base, package_base
from solver.zones.assignment import assignment
from solver.zones.facts import split_settlements, zone_band_facts, zone_facts, zone_patches
from solver.zones.pricing import package_rates

if TYPE_CHECKING:
    from solver.base.world import World
    from solver.domain import Scenario

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
    facts, rows = zone_facts(world, scenario)
    base = package_base(world)
    chosen = assignment(world, scenario)
    cost = add_up(
        chosen.zone[base.area], base.hours * package_rates(world, scenario), len(chosen.zones)
    )
    return facts.assign(weekly_pence=cost[rows])


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
    base = package_base(world)
    chosen = assignment(world, scenario)
    facts, rows = zone_band_facts(world, scenario, chosen.bands)
    pair = (chosen.zone * len(chosen.bands) + chosen.band)[base.area]
    count = len(chosen.zones) * len(chosen.bands)
    cost = add_up(pair, base.hours * package_rates(world, scenario), count)
    return facts.assign(weekly_pence=cost[rows])


def border_report(world: World, scenario: Scenario) -> pd.DataFrame:
    """List the islands and holes of the zones, and settlements that a border splits.

    Returns
    -------
    frame
        ``zone, kind`` (``island``, ``hole`` or ``split``) ``, areas`` (ids,
        ``; `` between them) ``, sentence``.
    """
    areas = area_base(world)
    chosen = assignment(world, scenario)
    patches = zone_patches(world, scenario)
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
    for zone, settlements in split_settlements(areas, chosen.zone, len(chosen.zones)).items():
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
