"""How fast each mode moves on each road: one table, every figure a parameter.

Sources and calibration are in ``docs/roads.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from solver.roads.classes import CLASS_CODE, CLASSES, RURAL, URBAN
from solver.roads.customise import FAR_TICKS, TICKS_PER_S
from solver.roads.limits import KMH_PER_MPH

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from solver.domain import Mode, RoadChoices
    from solver.roads.network import Network
    from solver.roads.segments import Segments

PERIOD_NAMES: Final = ("night", "morning peak", "between the peaks", "evening peak")
PERIOD_STARTS_S: Final = (0, 7 * 3600, 10 * 3600, 16 * 3600, 19 * 3600)
"""Starts of the periods of a day; the last stretch is night again."""
PERIOD_OF_START: Final = (0, 1, 2, 3, 0)
ALL_DAY: Final = -1

_LINKS: Final = {f"{name}_link": name for name in CLASSES[:5]}

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


@dataclass(frozen=True, eq=False)
class SegmentTraits:
    """What speeds depend on.

    Parameters
    ----------
    klass
        (s,) uint8 index into :data:`solver.roads.classes.CLASSES`.
    setting
        (s,) uint8 1 built-up, 2 open country.
    limit_kmh
        (s, 2) float32, forward and backward, NaN where unsigned.
    name
        (s,) int32 index into the names.
    """

    klass: npt.NDArray[np.uint8]
    setting: npt.NDArray[np.uint8]
    limit_kmh: npt.NDArray[np.float32]
    name: npt.NDArray[np.int32]


def _by_class(table: Mapping[str, tuple[float, float]]) -> np.ndarray:
    """Table as (classes, 2); slip roads as their class; unlisted classes 5 mph."""
    rows = [table.get(_LINKS.get(name, name), (5.0, 5.0)) for name in CLASSES]
    return np.array(rows, np.float64)


def segment_mps(
    traits: SegmentTraits, mode: Mode, model: SpeedModel, choices: RoadChoices, period: int
) -> npt.NDArray[np.float64]:
    """Metres a second on each segment, forward and backward.

    Parameters
    ----------
    traits
        Class, setting and limits.
    mode, model, choices
        Who moves, the table, and the scenario's factors (they bind cars only).
    period
        Index into ``model.period_factor``, or :data:`ALL_DAY`.

    Returns
    -------
    speed
        (s, 2) float64, above 0.
    """
    mph = np.empty((traits.klass.size, 2))
    if mode == "foot":
        mph[:] = model.foot_mph
        mph[traits.klass == CLASS_CODE["steps"]] = model.steps_mph
        return mph * (KMH_PER_MPH / 3.6)
    if mode == "bicycle":
        rows = [model.bicycle_class_mph.get(name, model.bicycle_mph) for name in CLASSES]
        mph[:] = np.array(rows)[traits.klass][:, None]
        return mph * (KMH_PER_MPH / 3.6)
    side = (traits.setting == RURAL).astype(np.int8)
    mph[:] = _by_class(model.car_mph)[traits.klass, side][:, None]
    usual = np.array(model.usual_limit_mph)[side]
    motorway = np.isin(traits.klass, [CLASS_CODE["motorway"], CLASS_CODE["motorway_link"]])
    usual[motorway] = model.usual_limit_mph[2]
    limit = traits.limit_kmh.astype(np.float64) / KMH_PER_MPH
    with np.errstate(invalid="ignore"):
        mph *= np.where(limit > usual[:, None], np.minimum(limit / usual[:, None], 1.4), 1.0)
        mph = np.fmin(mph, model.limit_share * limit)
    factor = np.full(2, choices.speed_factor)
    factor[1] *= choices.rural_speed_factor
    if period != ALL_DAY:
        factor = factor * np.array(model.period_factor[period])
    return mph * factor[side][:, None] * (KMH_PER_MPH / 3.6)


def arc_weights(
    network: Network,
    segments: Segments,
    traits: SegmentTraits,
    busy: npt.NDArray[np.bool_],
    mode: Mode,
    model: SpeedModel,
    choices: RoadChoices,
    period: int = ALL_DAY,
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Ticks of each arc: moving, and waiting at the junction that it leads to.

    Parameters
    ----------
    network, segments, traits
        Arcs, and the segments that they run along.
    busy
        (n,) bool: nodes where three roads or more meet.
    mode, model, choices, period
        As for :func:`segment_mps`.

    Returns
    -------
    moving, waiting
        (a,) int32 ticks (thousandths of a second).
    """
    slot = network.arc_slot
    segment = slot >> 1
    speed = segment_mps(traits, mode, model, choices, period).reshape(-1)[slot]
    moving = np.rint(segments.length_m[segment] / speed * TICKS_PER_S)
    waiting = np.zeros(slot.size)
    at = busy[network.head]
    if mode == "car":
        side = (traits.setting[segment] == RURAL).astype(np.int8)
        delay = _by_class(model.junction_s)[traits.klass[segment], side]
        waiting[at] = delay[at] * TICKS_PER_S
    elif mode == "bicycle":
        waiting[at] = model.bicycle_junction_s * TICKS_PER_S
    moving = np.minimum(moving, FAR_TICKS // 4)
    return moving.astype(np.int32), np.rint(waiting).astype(np.int32)


def guess_setting(
    segments: Segments, klass: npt.NDArray[np.uint8], told: npt.NDArray[np.uint8]
) -> npt.NDArray[np.uint8]:
    """Say which segments lie in a built-up area.

    Where tags do not say: residential streets are built up; other roads are
    where at least 2.5 km of residential streets lie within the nine squares of
    about 400 m around their middle.

    Parameters
    ----------
    segments
        Segments.
    klass, told
        (s,) class, and the setting that tags give (0 unknown).

    Returns
    -------
    setting
        (s,) uint8, 1 built-up or 2 open country.
    """
    home = (klass == CLASS_CODE["residential"]) | (klass == CLASS_CODE["living_street"])
    middle = (segments.shape_first[:-1] + segments.shape_first[1:]) // 2
    lon = segments.shape_lon[middle].astype(np.int64)
    lat = segments.shape_lat[middle].astype(np.int64)
    cell_lat = 36_000  # 1e-7 degrees, about 400 m
    stretch = max(0.05, float(np.cos(np.radians(np.median(lat) / 1e7)))) if lat.size else 1.0
    x, y = lon // int(cell_lat / stretch), lat // cell_lat
    x, y = x - x.min(initial=0) + 1, y - y.min(initial=0) + 1
    width = int(x.max(initial=0)) + 2
    cells, at = np.unique(y * width + x, return_inverse=True)
    metres = np.bincount(at, weights=segments.length_m * home, minlength=cells.size)
    around = np.zeros(cells.size)
    for shift in (-width - 1, -width, -width + 1, -1, 0, 1, width - 1, width, width + 1):
        near = np.minimum(np.searchsorted(cells, cells + shift), cells.size - 1)
        around += np.where(cells[near] == cells + shift, metres[near], 0.0)
    urban = home | (around[at] >= 2_500.0)
    return np.where(told > 0, told, np.where(urban, URBAN, RURAL)).astype(np.uint8)
