"""The table of speeds and delays, every figure a parameter of the scenario.

Sources and calibration are in ``docs/roads.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from solver.domain import RoadChoices
from solver.domain.road_choices import PERIODS, SETTINGS
from solver.roads.read.tags.limits import KMH_PER_MPH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.domain import Mode
    from solver.domain.road_choices import Figures

_CAR_MPH: Final[dict[str, tuple[float, float]]] = {
    "motorway": (55, 62),
    "trunk": (28, 46),
    "primary": (23, 40),
    "secondary": (22, 37),
    "tertiary": (21, 33),
    "unclassified": (19, 29),
    "residential": (18, 20),
    "living_street": (9, 9),
    "service": (9, 10),
    "track": (7, 7),
}
_BICYCLE_MPH: Final[dict[str, float]] = {
    "track": 6.5,
    "bridleway": 6.0,
    "path": 6.0,
    "footway": 5.5,
    "pedestrian": 4.5,
    "living_street": 7.5,
    "service": 8.0,
}
_JUNCTION_S: Final[dict[str, tuple[float, float]]] = {
    "motorway": (0, 0),
    "trunk": (1.5, 0.5),
    "primary": (1.5, 0.5),
    "secondary": (1.5, 0.5),
    "tertiary": (2.0, 1.0),
    "unclassified": (2.5, 1.5),
    "residential": (2.5, 1.5),
    "living_street": (2.0, 2.0),
    "service": (3.0, 2.0),
    "track": (3.0, 2.0),
}


@dataclass(frozen=True)
class SpeedModel:
    """Speeds in miles an hour and delays in seconds.

    Parameters
    ----------
    car_mph
        Class → (built-up, open country): what a driver averages between
        junctions, delays of traffic included. Slip roads take their class's.
    usual_limit_mph
        (built-up, open country, motorway): the limit that ``car_mph`` assumes.
        A higher signed limit raises the speed in proportion (at most by 40 %).
    limit_share
        A signed limit caps the speed at this share of it.
    bicycle_mph, bicycle_class_mph
        On a carriageway or cycleway, and exceptions by class.
    foot_mph, steps_mph
        On foot, and on steps. Also the walk from the road to the door.
    junction_s
        Class → (built-up, open country): seconds lost by car on arriving at a
        junction along a road of that class.
    bicycle_junction_s
        Seconds lost by bicycle at a junction.
    period_factor
        Factor on car speed: night, morning peak, between the peaks, evening
        peak, each (built-up, open country).
    snap_m
        Farthest that a door may lie from a road.
    """

    car_mph: Mapping[str, tuple[float, float]] = field(default_factory=lambda: dict(_CAR_MPH))
    usual_limit_mph: tuple[float, float, float] = (30, 60, 70)
    limit_share: float = 0.9
    bicycle_mph: float = 9.5
    bicycle_class_mph: Mapping[str, float] = field(default_factory=lambda: dict(_BICYCLE_MPH))
    foot_mph: float = 3.0
    steps_mph: float = 1.5
    junction_s: Mapping[str, tuple[float, float]] = field(default_factory=lambda: dict(_JUNCTION_S))
    bicycle_junction_s: float = 1.0
    period_factor: tuple[tuple[float, float], ...] = (
        (1.10, 1.03),
        (0.92, 0.98),
        (1.00, 1.00),
        (0.93, 0.98),
    )
    snap_m: float = 1_000.0

    @property
    def foot_m_per_s(self) -> float:
        """Walking speed in metres a second."""
        return self.foot_mph * KMH_PER_MPH / 3.6

    def under(self, choices: RoadChoices) -> SpeedModel:
        """Replace the figures that a scenario gives; the others stay."""
        factors = dict(zip(PERIODS, self.period_factor, strict=True))
        factors = _replaced(factors, choices.periods)
        bicycle = (choices.bicycle_mph or self.bicycle_mph) / self.bicycle_mph
        foot = (choices.foot_mph or self.foot_mph) / self.foot_mph
        return replace(
            self,
            car_mph=_replaced(self.car_mph, choices.speeds),
            junction_s=_replaced(self.junction_s, choices.junctions),
            period_factor=tuple(factors[period] for period in PERIODS),
            bicycle_mph=self.bicycle_mph * bicycle,
            bicycle_class_mph={k: mph * bicycle for k, mph in self.bicycle_class_mph.items()},
            foot_mph=self.foot_mph * foot,
            steps_mph=self.steps_mph * foot,
        )


def _replaced(
    table: Mapping[str, tuple[float, float]], rows: Figures
) -> dict[str, tuple[float, float]]:
    changed = dict(table)
    for what, setting, figure in rows:
        pair = list(changed[what])
        pair[SETTINGS.index(setting)] = figure
        changed[what] = (pair[0], pair[1])
    return changed


def that_weigh(mode: Mode, choices: RoadChoices, period: int) -> RoadChoices:
    """Keep only the choices that a mode's weights in a period (-1 all day) rest on."""
    if mode == "car":
        return RoadChoices(
            speed_factor=choices.speed_factor,
            rural_speed_factor=choices.rural_speed_factor,
            speeds=choices.speeds,
            junctions=choices.junctions,
            periods=() if period < 0 else choices.periods,
        )
    if mode == "bicycle":
        return RoadChoices(bicycle_mph=choices.bicycle_mph)
    return RoadChoices(foot_mph=choices.foot_mph)
