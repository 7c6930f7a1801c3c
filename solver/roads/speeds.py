"""How fast each mode moves on each road: the table laid on segments and arcs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from solver.roads.engine.customise import FAR_TICKS, TICKS_PER_S
from solver.roads.read.tags.classes import CLASS_CODE, CLASSES, RURAL, URBAN
from solver.roads.read.tags.limits import KMH_PER_MPH

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from solver.domain import Mode, RoadChoices
    from solver.roads.network import Network
    from solver.roads.read.segments import Segments
    from solver.roads.speed_model import SpeedModel

ALL_DAY: Final = -1

_LINKS: Final = {f"{name}_link": name for name in CLASSES[:5]}


@dataclass(frozen=True, eq=False)
class SegmentTraits:
    """What speeds depend on.

    Parameters
    ----------
    klass
        (s,) uint8 index into :data:`solver.roads.read.tags.classes.CLASSES`.
    setting
        (s,) uint8 1 built-up, 2 open country.
    limit_kmh
        (s, 2) float32, forward and backward, NaN where unsigned.
    name
        (s,) int32 index into the names.
    number
        (s,) int32 index into the names, of the road's number.
    """

    klass: npt.NDArray[np.uint8]
    setting: npt.NDArray[np.uint8]
    limit_kmh: npt.NDArray[np.float32]
    name: npt.NDArray[np.int32]
    number: npt.NDArray[np.int32]


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
        Who moves, the table (:meth:`SpeedModel.under` the scenario), and the
        scenario's factors (they bind cars only).
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
