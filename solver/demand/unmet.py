"""Care that is missing: the hours that residents are expected to need, less the actual ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from solver.base.areas import add_up
from solver.base.population import population
from solver.demand.ages import AGE_GROUPS, AGE_UNKNOWN, age_groups, residents_by_age
from solver.demand.packages import packages
from solver.errors import ScenarioError
from solver.zones import zone_table
from solver.zones.assignment import assignment

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.world import World
    from solver.domain import Scenario

PER_1000_LOW, PER_1000_HIGH = 35.0, 40.0
"""Carer-hours a week per 1,000 residents that urban areas have [002 para 29a]."""

Basis = Literal["residents", "aged-75", "ages"]


URBAN = "Urban"
"""The band that the report's figure is of."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What residents are expected to need: an assumption, to be named beside every figure.

    Parameters
    ----------
    basis
        ``residents``: so many hours per 1,000 residents, by band; ``aged-75``:
        so many per 1,000 aged 75 and over everywhere; ``ages``: in each age
        group the hours per head of the whole county, so that an older zone is
        expected to need more.
    per_1000
        Carer-hours a week per 1,000, the same in every band; 0 takes what the
        county has on average, so that what is missing in one zone is what
        another has beyond it. ``None``: with ``residents`` the rates of the
        bands, with ``aged-75`` the average. Not read by ``ages``.
    per_band
        (band, carer-hours a week per 1,000 residents) pairs. The report gives a
        figure for urban areas alone [002 para 29a]; other bands are the
        officer's to set, and blank until then.
    """

    basis: Basis = "residents"
    per_1000: float | None = None
    per_band: tuple[tuple[str, float], ...] = ((URBAN, (PER_1000_LOW + PER_1000_HIGH) / 2),)

    @property
    def by_band(self) -> bool:
        """True where each band has a rate of its own."""
        return self.basis == "residents" and self.per_1000 is None


@dataclass(frozen=True, slots=True)
class Missing:
    """Sums of an estimate, in carer-hours a week.

    Parameters
    ----------
    expected, actual
        What residents are expected to need, and what they have, where both are known.
    gross
        What is missing in zones that have less than expected.
    beyond
        What other zones have beyond what is expected.
    zones_short, zones_known, zones
        Zones that have less, zones with an expectation, and all.
    """

    expected: float
    actual: float
    gross: float
    beyond: float
    zones_short: int
    zones_known: int
    zones: int

    @property
    def net(self) -> float:
        """Expected less actual: gross less what others have beyond."""
        return self.gross - self.beyond


def missing(table: pd.DataFrame) -> Missing:
    """Add up an estimate (from :func:`unmet`): headline and table take their sums from here."""
    known = table[table["unmet_hours"].notna()]
    hours = known["unmet_hours"]
    return Missing(
        expected=float(known["expected_hours"].sum()),
        actual=float(known["carer_hours_counted"].sum()),
        gross=float(hours.clip(lower=0).sum()),
        beyond=float(-hours.clip(upper=0).sum()),
        zones_short=int((hours > 0).sum()),
        zones_known=len(known),
        zones=len(table),
    )


def unmet(world: World, scenario: Scenario, expectation: Expectation) -> pd.DataFrame:
    """Estimate care that is missing: expected less actual hours (A7, [002 para 29]).

    With rates by band only the bands that have one are counted, on both sides: their residents and
    their hours.

    Returns
    -------
    frame
        ``zone, residents, aged_75, carer_hours_week, hours_per_1000,
        hours_per_1000_75, residents_counted, carer_hours_counted`` (those that
        the expectation is of) ``, expected_hours, unmet_hours`` (below 0 where
        there is more than expected) ``, unmet_share`` (of the expected) ``,
        unmet_per_1000`` (hours per 1,000 residents counted); NaN where residents
        are not known, or no band of the zone has a rate. Hours are carer-hours a
        week, all planned.

    Raises
    ------
    ScenarioError
        When the expectation is negative, or names a band that the county lacks.
    """
    rates = [rate for _, rate in expectation.per_band]
    if min([expectation.per_1000 or 0.0, *rates]) < 0:
        raise ScenarioError("Expected hours per 1,000 cannot be negative.")
    table = zone_table(world, scenario)
    table = table[
        ["zone", "residents", "aged_75", "carer_hours_week", "hours_per_1000", "hours_per_1000_75"]
    ].copy()
    table["residents_counted"] = table["residents"]
    table["carer_hours_counted"] = table["carer_hours_week"]
    if expectation.basis == "ages":
        expected = _by_age(world, scenario)
        table["expected_hours"] = table["zone"].map(expected).astype(float)
    elif expectation.by_band:
        counted = _by_band(world, scenario, dict(expectation.per_band))
        for name in counted.columns:
            table[name] = table["zone"].map(counted[name]).astype(float)
    else:
        heads = table["residents" if expectation.basis == "residents" else "aged_75"]
        everybody = float(heads.sum()) or np.nan
        average = table.loc[heads.notna(), "carer_hours_week"].sum() / everybody * 1_000
        table["expected_hours"] = heads / 1_000 * (expectation.per_1000 or average)
    table["unmet_hours"] = table["expected_hours"] - table["carer_hours_counted"]
    some = table["expected_hours"].where(table["expected_hours"] > 0)
    table["unmet_share"] = table["unmet_hours"] / some
    table["unmet_per_1000"] = table["unmet_hours"] / table["residents_counted"] * 1_000
    return table


def _by_band(world: World, scenario: Scenario, rates: dict[str, float]) -> pd.DataFrame:
    """Add up, by zone, what is expected and what there is in the areas of bands with a rate."""
    chosen = assignment(world, scenario)
    unknown = sorted(set(rates) - set(chosen.bands))
    if unknown and set(rates) != {URBAN}:  # the report's figure is there before anybody asks
        raise ScenarioError(
            f"There is no band {unknown[0]!r}; the county has {', '.join(chosen.bands)}."
        )
    per_band = np.array([rates.get(band, np.nan) for band in chosen.bands])
    rate = per_band[chosen.band]
    rated = ~np.isnan(rate)
    frame = packages(world, scenario)
    hours = frame[frame["band"].isin(rates)].groupby("zone")["carer_hours_week"].sum()
    areas = pd.DataFrame(
        {
            "zone": np.array(chosen.zones, dtype=object)[chosen.zone[rated]],
            "residents_counted": population(world).residents[rated],
        }
    )
    areas["expected_hours"] = areas["residents_counted"] * rate[rated] / 1_000
    # a zone with an area whose residents are not known has no sum
    known = areas["residents_counted"].notna().groupby(areas["zone"]).all()
    table = areas.groupby("zone")[["residents_counted", "expected_hours"]].sum()
    table = table[known.reindex(table.index).astype(bool)]
    table["carer_hours_counted"] = hours.reindex(table.index).fillna(0.0)
    return table


def hours_per_head(world: World, scenario: Scenario) -> dict[str, float]:
    """Give the county's carer-hours a week per 1,000 residents of each age group.

    People whose age is not known count in proportion to those whose age is. An
    age group whose residents are not known is left out.
    """
    frame = packages(world, scenario)
    frame["age"] = age_groups(world, frame["person_id"])
    hours = frame.groupby("age")["carer_hours_week"].sum()
    known = hours.drop(AGE_UNKNOWN, errors="ignore")
    hours = known * (hours.sum() / known.sum()) if known.sum() > 0 else known
    residents = residents_by_age(world).sum(axis=0)
    return {
        name: float(hours.get(name, 0.0)) / count * 1_000
        for name, count in zip(AGE_GROUPS, residents, strict=False)
        if count > 0
    }


def people_implied(carer_hours_week: float, per_1000: float) -> float:
    """Give the residents for whom so many hours would be the expected number (A7).

    >>> round(people_implied(3_600, 40)), round(people_implied(3_600, 35))
    (90000, 102857)
    """
    return carer_hours_week * 1_000 / per_1000


def _by_age(world: World, scenario: Scenario) -> dict[str, float]:
    """Add up the hours that each zone's residents would have at the county's rates by age."""
    chosen = assignment(world, scenario)
    rates = hours_per_head(world, scenario)
    by_area: npt.NDArray[np.float64] = residents_by_age(world)
    each = np.array([rates.get(name, np.nan) for name in AGE_GROUPS[: by_area.shape[1]]])
    empty = np.nansum(by_area, axis=0) == 0
    need = by_area[:, ~empty] @ each[~empty] / 1_000
    total = add_up(chosen.zone, need, len(chosen.zones))
    return dict(zip(chosen.zones, total.tolist(), strict=True))
