"""Bands suggested from measured travel, each with its reason, and taken over or not.

Suggestions from a classification are in :mod:`solver.zones.banding.classes`. Either is a
table that an officer looks through, with overrides by settlement [002 para 36];
nothing changes until it is accepted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from solver.base.areas import add_up, area_base, package_base
from solver.errors import ScenarioError
from solver.zones.assignment import assignment
from solver.zones.banding.reach import TOWN, area_reach
from solver.zones.edits import set_band

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.base.world import World
    from solver.domain import Scenario, ZoneChoices

Measure = Literal["minutes_to_town", "hours_within_ten", "travel_per_contact_hour"]

UNITS: dict[Measure, str] = {
    "minutes_to_town": "minutes by car to the nearest town",
    "hours_within_ten": "carer-hours a week within ten minutes' drive",
    "travel_per_contact_hour": "minutes of travel for each hour at the door",
}
"""What each measure is, as officers read it."""

DECIMALS: dict[Measure, int] = {
    "minutes_to_town": 1,
    "hours_within_ten": 0,
    "travel_per_contact_hour": 1,
}
"""How finely each measure is written."""

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


def measured(
    world: World,
    scenario: Scenario,
    measure: Measure,
    *,
    town_population: int = TOWN,
    travel_per_contact_hour: pd.Series[float] | None = None,
) -> pd.DataFrame:
    """Measure each area.

    Parameters
    ----------
    measure
        What is measured.
    town_population, travel_per_contact_hour
        As :func:`from_travel` takes them.

    Returns
    -------
    frame
        ``value`` (NaN where it cannot be measured) ``, town`` (the nearest one;
        empty where another thing is measured), in the order of the areas.

    Raises
    ------
    ScenarioError
        When there is no town of that size, or no measured travel was given.
    """
    areas = area_base(world)
    if measure == "travel_per_contact_hour":
        if travel_per_contact_hour is None:
            raise ScenarioError("Run the rounds first: their travel by area is what is measured.")
        values = travel_per_contact_hour.reindex(list(areas.ids)).to_numpy(dtype=np.float64)
        return pd.DataFrame({"value": values, "town": ""})
    reach = area_reach(world, scenario.roads, town_population)
    if measure == "minutes_to_town":
        return pd.DataFrame({"value": reach.minutes, "town": reach.town})
    return pd.DataFrame({"value": reach.hours_within, "town": ""})


def starting_limits(
    world: World, scenario: Scenario, measure: Measure, values: pd.DataFrame
) -> Limits:
    """Choose limits under which each band has about the hours that it has now.

    Areas go in the order of what is measured, nearest town first; a limit
    stands where the hours so far reach those of the bands up to it.

    Parameters
    ----------
    values
        From :func:`measured`.
    """
    base = package_base(world)
    chosen = assignment(world, scenario)
    hours = add_up(base.area, base.hours, len(chosen.band))
    wanted = np.cumsum(add_up(chosen.band, hours, len(chosen.bands)))[:-1]
    value = values["value"].to_numpy(dtype=np.float64)
    known_rows = np.flatnonzero(~np.isnan(value))
    falling = measure in FALLING
    order = known_rows[
        np.argsort(-value[known_rows] if falling else value[known_rows], kind="stable")
    ]
    reached = np.cumsum(hours[order])
    share = wanted / max(float(hours.sum()), 1e-9) * (reached[-1] if len(reached) else 0.0)
    at = np.minimum(np.searchsorted(reached, share - 1e-6), max(len(order) - 1, 0))
    limits = [float(value[order[i]]) if len(order) else 0.0 for i in at]
    grain = 10 ** DECIMALS[measure]
    rounded = [(math.floor if falling else math.ceil)(limit * grain) / grain for limit in limits]
    return Limits(measure, chosen.bands, tuple(sorted(rounded, reverse=falling)))


def overridden(
    world: World, suggestion: pd.DataFrame, settlements: Mapping[str, str]
) -> pd.DataFrame:
    """Price whole settlements at a band of the officer's choice [002 para 36].

    Parameters
    ----------
    suggestion
        From :func:`from_travel` or :func:`~solver.zones.banding.classes.from_classes`.
    settlements
        Settlement → band.

    Returns
    -------
    The suggestion with the bands of those settlements replaced, and the sentence
    saying so.
    """
    areas = area_base(world)
    place = dict(zip(areas.ids, areas.settlements, strict=True))
    frame = suggestion.copy()
    fixed = frame["area_id"].map(place).map(settlements)
    rows = fixed.notna()
    frame.loc[rows, "sentence"] = [
        f"{area} is part of {place[area_id]}, priced at {band} as a whole; by itself it would be "
        f"{alone}."
        for area, area_id, band, alone in zip(
            *(frame.loc[rows, name] for name in ("area", "area_id")),
            fixed[rows],
            frame.loc[rows, "suggested"],
            strict=True,
        )
    ]
    frame.loc[rows, "suggested"] = fixed[rows]
    return frame


def from_travel(
    world: World,
    scenario: Scenario,
    limits: Limits,
    *,
    town_population: int = TOWN,
    travel_per_contact_hour: pd.Series[float] | None = None,
) -> pd.DataFrame:
    """Suggest bands from measured travel.

    Parameters
    ----------
    limits
        What is measured and where the bands meet.
    town_population
        Residents from which a settlement is a town.
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
    areas = area_base(world)
    chosen = assignment(world, scenario)
    found = measured(
        world,
        scenario,
        limits.measure,
        town_population=town_population,
        travel_per_contact_hour=travel_per_contact_hour,
    )
    values, town = found["value"].to_numpy(), found["town"].tolist()
    rows = []
    for row, area_id in enumerate(areas.ids):
        name, value = areas.names[row], float(values[row])
        now = chosen.bands[chosen.band[row]]
        if np.isnan(value):
            suggested, sentence = now, f"{name} cannot be measured, and stays at {now}."
        else:
            suggested = limits.band(value)
            sentence = f"{name} {_fact(limits.measure, value, town[row])}: {suggested}."
        rows.append((area_id, name, now, value, suggested, sentence))
    columns = ["area_id", "area", "band", "value", "suggested", "sentence"]
    return pd.DataFrame(rows, columns=columns)


def _fact(measure: Measure, value: float, town: str) -> str:
    if measure == "minutes_to_town":
        return f"is {value:.1f} minutes by car from {town}, the nearest town"
    return f"has {value:,.{DECIMALS[measure]}f} {UNITS[measure]}"


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
