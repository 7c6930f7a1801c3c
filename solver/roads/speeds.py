"""How fast each mode moves on each road: the table laid on segments and arcs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from solver.roads.engine.customise import FAR_TICKS, TICKS_PER_S
from solver.roads.read.tags.classes import CLASS_CODE, CLASSES, RURAL
from solver.roads.read.tags.hours import ALL_DAY
from solver.roads.read.tags.limits import KMH_PER_MPH

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from solver.domain import Mode, RoadChoices
    from solver.roads.fabric import Fabric
    from solver.roads.speed_model import SpeedModel
    from solver.roads.traits import SegmentTraits


class Hour(NamedTuple):
    """What weights rest on beside the mode and the scenario's choices.

    Parameters
    ----------
    period
        Time of day, by whose factor cars are slower or faster; :data:`ALL_DAY` for none.
    rules
        Which of the mode's sets of rules holds (``Network.rules_at``); 0 is that no condition
        does.
    """

    period: int = ALL_DAY
    rules: int = 0


_LINKS: Final = {f"{name}_link": name for name in CLASSES[:5]}


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
    fabric: Fabric, mode: Mode, model: SpeedModel, choices: RoadChoices, period: int = ALL_DAY
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Ticks of each arc: moving, and waiting at the junction that it leads to.

    Parameters
    ----------
    fabric
        Segments, and the mode's network along them.
    mode, model, choices, period
        As for :func:`segment_mps`.

    Returns
    -------
    moving, waiting
        (a,) int32 ticks (thousandths of a second).
    """
    roads, traits = fabric.modes[mode], fabric.traits
    slot = roads.network.arc_slot
    segment = slot >> 1
    speed = segment_mps(traits, mode, model, choices, period).reshape(-1)[slot]
    moving = np.rint(fabric.segments.length_m[segment] / speed * TICKS_PER_S)
    waiting = np.zeros(slot.size)
    at = roads.busy[roads.network.head]
    if mode == "car":
        side = (traits.setting[segment] == RURAL).astype(np.int8)
        delay = _by_class(model.junction_s)[traits.klass[segment], side]
        waiting[at] = delay[at] * TICKS_PER_S
    elif mode == "bicycle":
        waiting[at] = model.bicycle_junction_s * TICKS_PER_S
    moving = np.minimum(moving, FAR_TICKS // 4)
    return moving.astype(np.int32), np.rint(waiting).astype(np.int32)
