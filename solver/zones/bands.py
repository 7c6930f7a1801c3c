"""Bands suggested from a classification or from measured travel, each with its reason.

Leicestershire's bands bear the 2011 Rural-Urban Classification's names [002 para
39], with overrides by settlement [para 36]. A suggestion is a table that an
officer looks through; nothing changes until it is accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from solver.errors import ScenarioError
from solver.zones.assignment import assignment, known
from solver.zones.base import area_base
from solver.zones.edits import set_band
from solver.zones.reach import area_reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.domain import Scenario, ZoneChoices
    from solver.world import World

Measure = Literal["minutes_to_town", "hours_within_ten", "travel_per_contact_hour"]

RUC_2011: dict[str, str] = {
    "Urban major conurbation": "Urban",
    "Urban minor conurbation": "Urban",
    "Urban city and town": "Urban",
    "Urban city and town in a sparse setting": "Urban",
    "Rural town and fringe": "Fringe",
    "Rural town and fringe in a sparse setting": "Fringe",
    "Rural village": "Rural",
    "Rural village in a sparse setting": "Rural",
    "Rural hamlet and isolated dwellings": "Isolated",
    "Rural hamlet and isolated dwellings in a sparse setting": "Isolated",
}
"""The 2011 classes as the paper's table heads use them [002 para 39]."""

RUC_2021: dict[str, str] = {
    "Urban: Nearer to a major town or city": "Urban",
    "Urban: Further from a major town or city": "Fringe",
    "Larger rural: Nearer to a major town or city": "Fringe",
    "Larger rural: Further from a major town or city": "Rural",
    "Smaller rural: Nearer to a major town or city": "Rural",
    "Smaller rural: Further from a major town or city": "Isolated",
}
"""The 2021 classes: one band further out where a major town is further away.

The 2021 classification has no fourth rural class, and puts "relative access" in
place of sparsity; this mapping is Homerounds' own, a start for the officer's
table. Para 29e warns that some isolated places have good roads: measured travel
shows which.
"""

UNITS: dict[Measure, str] = {
    "minutes_to_town": "minutes by car to the nearest town",
    "hours_within_ten": "carer-hours a week within ten minutes' drive",
    "travel_per_contact_hour": "minutes of travel for each hour at the door",
}
"""What each measure is, as officers read it."""

FALLING: frozenset[Measure] = frozenset({"hours_within_ten"})
"""Measures that are lower the further out a place is."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where one band ends and the next begins.

    Parameters
    ----------
    measure
        What is measured.
    bands
        Bands in order, nearest town first.
    at
        One limit fewer than bands: an area is in the first band whose limit it
        does not pass, else in the last.
    """

    measure: Measure
    bands: tuple[str, ...]
    at: tuple[float, ...]

    def __post_init__(self) -> None:
        rising = tuple(sorted(self.at, reverse=self.measure in FALLING))
        if len(self.at) != len(self.bands) - 1 or self.at != rising:
            raise ScenarioError(
                f"{len(self.bands)} bands need {len(self.bands) - 1} limits, from the nearest to "
                f"the furthest; got {', '.join(f'{limit:g}' for limit in self.at) or 'none'}."
            )

    def band(self, value: float) -> str:
        """Give the band of a measured value."""
        falling = self.measure in FALLING
        for band, limit in zip(self.bands, self.at, strict=False):
            if (value >= limit) if falling else (value <= limit):
                return band
        return self.bands[-1]


def from_classes(
    world: World,
    scenario: Scenario,
    classes: Mapping[str, str],
    mapping: Mapping[str, str],
) -> pd.DataFrame:
    """Suggest bands from a classification of the areas.

    Parameters
    ----------
    classes
        Area id → class, such as a Rural-Urban Classification.
    mapping
        Class → band: :data:`RUC_2011`, :data:`RUC_2021` or the officer's own.

    Returns
    -------
    frame
        ``area_id, area, band`` (now) ``, suggested, sentence``, for the areas
        that have a class.

    Raises
    ------
    ScenarioError
        When an area is unknown, or a class has no band in the mapping.
    """
    areas = world.once(area_base)
    chosen = assignment(world, scenario)
    bands = {name: i for i, name in enumerate(mapping)}
    rows = []
    for area_id, found in classes.items():
        row = known("area", area_id, areas.index)
        suggested = mapping[list(mapping)[known("class", found, bands)]]
        rows.append(
            (
                area_id,
                areas.names[row],
                chosen.bands[chosen.band[row]],
                suggested,
                f"{areas.names[row]} is classed as {found}: {suggested}.",
            )
        )
    return pd.DataFrame(rows, columns=["area_id", "area", "band", "suggested", "sentence"])


def from_travel(
    world: World,
    scenario: Scenario,
    limits: Limits,
    *,
    town_population: int = 10_000,
    travel_per_contact_hour: pd.Series[float] | None = None,
) -> pd.DataFrame:
    """Suggest bands from measured travel.

    Parameters
    ----------
    limits
        What is measured and where the bands meet.
    town_population
        Residents from which a settlement is a town (ONS 2021: 10,000).
    travel_per_contact_hour
        Minutes by area id, from solved or today's rounds
        (:func:`travel_by_area`), where that is the measure.

    Returns
    -------
    frame
        ``area_id, area, band`` (now) ``, value, suggested, sentence``; areas
        that cannot be measured keep their band, and say why.

    Raises
    ------
    ScenarioError
        When there is no town of that size, or no measured travel was given.
    """
    areas = world.once(area_base)
    chosen = assignment(world, scenario)
    if limits.measure == "travel_per_contact_hour":
        if travel_per_contact_hour is None:
            raise ScenarioError("Run the rounds first: their travel by area is what is measured.")
        values = travel_per_contact_hour.reindex(areas.ids).to_numpy(dtype=np.float64)
        town: tuple[str, ...] = ("",) * len(areas.ids)
    else:
        reach = world.once(area_reach, scenario.roads, town_population)
        near = limits.measure == "minutes_to_town"
        values, town = (reach.minutes if near else reach.hours_within), reach.town
    rows = []
    for row, area_id in enumerate(areas.ids):
        name, value = areas.names[row], float(values[row])
        now = chosen.bands[chosen.band[row]]
        if np.isnan(value):
            suggested, sentence = now, f"{name} cannot be measured, and stays at {now}."
        else:
            suggested = limits.band(value)
            where = f" ({town[row]})" if limits.measure == "minutes_to_town" else ""
            sentence = f"{name} has {value:,.0f} {UNITS[limits.measure]}{where}: {suggested}."
        rows.append((area_id, name, now, value, suggested, sentence))
    columns = ["area_id", "area", "band", "value", "suggested", "sentence"]
    return pd.DataFrame(rows, columns=columns)


def accept(world: World, choices: ZoneChoices, suggestion: pd.DataFrame) -> ZoneChoices:
    """Take the suggested bands over as edits.

    Parameters
    ----------
    suggestion
        Rows to accept, with ``area_id`` and ``suggested``.
    """
    for band, rows in suggestion.groupby("suggested", sort=True):
        choices = set_band(world, choices, rows["area_id"].tolist(), str(band))
    return choices


def why(world: World, scenario: Scenario, *, town_population: int = 10_000) -> pd.DataFrame:
    """Say in one sentence why each area is in its band.

    Returns
    -------
    frame
        ``area_id, area, band, sentence``: what decides the band (the base or an
        edit of the scenario) and the measured facts beside it.

    Raises
    ------
    ScenarioError
        When no settlement is a town of that size.
    """
    areas = world.once(area_base)
    chosen = assignment(world, scenario)
    reach = world.once(area_reach, scenario.roads, town_population)
    edited = dict(scenario.zones.bands)
    rows = []
    for row, area_id in enumerate(areas.ids):
        band = chosen.bands[chosen.band[row]]
        before = areas.bands[areas.band[row]]
        reason = "as loaded"
        if area_id in edited and band != before:
            reason = f"by an edit of this scenario (loaded as {before})"
        facts = "no road reaches it"
        if not np.isnan(reach.minutes[row]):
            facts = (
                f"{reach.minutes[row]:.0f} minutes by car from {reach.town[row]}, the nearest "
                f"town, with {reach.hours_within[row]:,.0f} carer-hours a week within ten minutes"
            )
        rows.append(
            (area_id, areas.names[row], band, f"{areas.names[row]} is {band} {reason}: {facts}.")
        )
    return pd.DataFrame(rows, columns=["area_id", "area", "band", "sentence"])


def travel_by_area(stops: pd.DataFrame) -> pd.Series[float]:
    """Give the travel between visits for each hour at the door, by area.

    Parameters
    ----------
    stops
        Calls of a score (``Score.stops``): ``area_id, travel_s, contact_s``.

    Returns
    -------
    Minutes by area id; areas without contact are left out.
    """
    sums = stops.groupby("area_id")[["travel_s", "contact_s"]].sum()
    sums = sums[sums["contact_s"] > 0]
    return sums["travel_s"] / sums["contact_s"] * 60
