"""The drawing problem in arrays: units to be shared among zones.

A unit is an area, or all areas of a settlement where settlements stay whole.
Areas of locked zones are no part of it. The search knows nothing of councils.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.base.areas import add_up, area_base, area_borders, package_base
from solver.errors import ScenarioError
from solver.zones.assignment import zone_assignment
from solver.zones.patches import components
from solver.zones.travel import area_travel

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from solver.base.areas import AreaBase
    from solver.base.borders import Borders
    from solver.base.world import World
    from solver.domain import Scenario
    from solver.zones.assignment import ZoneParts


@dataclass(frozen=True, eq=False)
class DrawingProblem:
    """n units to be shared among k contiguous zones.

    Parameters
    ----------
    zones
        k, the number of zones to draw.
    hours, packages
        (n,) float64 carer-hours a week and packages of each unit.
    start, ends, border_m
        The graph of units that touch, in CSR: the neighbours of unit u are
        ``ends[start[u]:start[u + 1]]``, along ``border_m`` metres each.
    row
        (n,) int64 row of each unit in ``seconds``; −1 for units without packages.
    seconds
        (m, m) float64, symmetric off the diagonal: travel from all packages of
        one unit to all of another *and back*; on the diagonal the travel within
        the unit, counted once.
    target, tolerance
        Hours that a zone should have, and the share by which it may differ.
    today
        (n,) int64 zone of each unit today, −1 where there is none to keep.
    areas
        Rows of the areas of each unit.
    fixed
        (k′,) rows of today's locked zones, which stay as they are.
    notes
        What had to be done to make the problem solvable, in sentences.
    """

    zones: int
    hours: npt.NDArray[np.float64]
    packages: npt.NDArray[np.float64]
    start: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    border_m: npt.NDArray[np.float64]
    row: npt.NDArray[np.int64]
    seconds: npt.NDArray[np.float64]
    target: float
    tolerance: float
    today: npt.NDArray[np.int64]
    areas: tuple[tuple[int, ...], ...]
    fixed: npt.NDArray[np.int64]
    notes: tuple[str, ...]

    @property
    def least(self) -> float:
        """Fewest hours that a zone may have."""
        return self.target * (1 - self.tolerance)

    @property
    def most(self) -> float:
        """Most hours that a zone may have."""
        return self.target * (1 + self.tolerance)


def make_problem(
    world: World, scenario: Scenario, zones: int, tolerance: float, *, whole_settlements: bool
) -> DrawingProblem:
    """Put a county's areas into the drawing problem.

    Raises
    ------
    ScenarioError
        When the number of zones or the tolerance makes no sense, or an area is
        too large for any zone.
    """
    areas, base, borders = area_base(world), package_base(world), area_borders(world)
    parts = zone_assignment(world, scenario.zones)
    zone = parts["zone"]
    fixed = _fixed(scenario, parts)
    free = np.flatnonzero(~np.isin(zone, fixed))
    count = zones - len(fixed)
    if not 0.005 <= tolerance <= 1.0:
        raise ScenarioError(f"A tolerance of {tolerance:.1%} makes no sense: choose 1 % to 100 %.")
    if not 1 <= count <= len(free):
        raise ScenarioError(
            f"{zones} zones cannot be drawn: {len(fixed)} are locked and {len(free)} areas are "
            f"free."
        )
    area_hours = add_up(base.area, base.hours, len(areas.ids))
    area_packages = np.bincount(base.area, minlength=len(areas.ids)).astype(np.float64)
    target = float(area_hours[free].sum()) / count
    if target <= 0:
        raise ScenarioError("There are no hours to share out: load packages and their visits.")
    notes: list[str] = []
    most = target * (1 + tolerance)
    unit = _units(areas, free, area_hours, most, notes, whole=whole_settlements)
    n = int(unit.max()) + 1
    members = tuple(tuple(np.flatnonzero(unit == i).tolist()) for i in range(n))
    inside = unit[free]
    hours = add_up(inside, area_hours[free], n)
    _refuse_too_large(hours, [areas.names[rows[0]] for rows in members], most, zones)
    start, ends, border_m = _graph(unit, borders, members, areas.names, notes)
    travel = area_travel(world, scenario.roads)
    row, seconds = _unit_seconds(unit, travel.areas, travel.seconds, n)
    return DrawingProblem(
        zones=count,
        hours=hours,
        packages=add_up(inside, area_packages[free], n),
        row=row,
        seconds=seconds,
        target=target,
        tolerance=tolerance,
        today=_majority(unit, zone, area_hours, n, len(parts["zones"])),
        areas=members,
        fixed=fixed,
        notes=tuple(notes),
        start=start,
        ends=ends,
        border_m=border_m,
    )


def _refuse_too_large(
    hours: npt.NDArray[np.float64], names: Sequence[str], most: float, zones: int
) -> None:
    """Refuse a unit that alone has more hours than a zone may.

    Raises
    ------
    ScenarioError
        Naming the largest one.
    """
    big = int(np.argmax(hours))
    if hours[big] > most:
        raise ScenarioError(
            f"{names[big]} alone has {hours[big]:,.0f} hours a week, more than the {most:,.0f} "
            f"that one of {zones} zones may have: draw fewer zones, allow a wider tolerance, or "
            f"load smaller areas."
        )


def _fixed(scenario: Scenario, parts: ZoneParts) -> npt.NDArray[np.int64]:
    """List the rows of today's zones that are locked and not empty: (k′,) int64."""
    locked, named = {*scenario.zones.locked}, zip(parts["base_names"], parts["zones"], strict=True)
    rows = [
        i
        for i, (name, shown) in enumerate(named)
        if (name in locked or shown in locked) and (parts["zone"] == i).any()
    ]
    return np.array(rows, dtype=np.int64)


def _units(
    areas: AreaBase,
    free: npt.NDArray[np.int64],
    hours: npt.NDArray[np.float64],
    most: float,
    notes: list[str],
    *,
    whole: bool,
) -> npt.NDArray[np.int64]:
    """Give each area the number of its unit: (areas,) int64, −1 for areas of locked zones."""
    settlement, names = areas.settlement, areas.settlement_names
    unit = np.full(len(settlement), -1, dtype=np.int64)
    of_settlement: dict[int, int] = {}
    total = np.zeros(len(names))
    named = free[settlement[free] >= 0]
    np.add.at(total, settlement[named], hours[named])
    told: set[int] = set()
    count = 0
    for area in free.tolist():
        place = int(settlement[area])
        if whole and place >= 0 and total[place] <= most:
            if place not in of_settlement:
                of_settlement[place] = count
                count += 1
            unit[area] = of_settlement[place]
            continue
        if whole and place >= 0 and place not in told:
            told.add(place)
            notes.append(
                f"{names[place]} has {total[place]:,.0f} hours a week, more than one zone may "
                f"have: its areas are shared out one by one."
            )
        unit[area] = count
        count += 1
    return unit


def _graph(
    unit: npt.NDArray[np.int64],
    borders: Borders,
    members: tuple[tuple[int, ...], ...],
    names: tuple[str, ...],
    notes: list[str],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Join units that touch, and each cut-off group to the nearest unit of the rest."""
    n = len(members)
    a, b = unit[borders.pairs[:, 0]], unit[borders.pairs[:, 1]]
    keep = (a >= 0) & (b >= 0) & (a != b)
    key = np.minimum(a, b)[keep] * n + np.maximum(a, b)[keep]
    unique, inverse = np.unique(key, return_inverse=True)
    low, high = np.divmod(unique, n)
    length = add_up(inverse, borders.shared_m[keep], len(unique))
    x, y = borders.x_m, borders.y_m
    middle = np.array([[x[list(rows)].mean(), y[list(rows)].mean()] for rows in members])
    while True:
        group = components(n, low, high)
        if not group.any():
            break
        small = int(np.argmin(np.bincount(group)))
        inside, outside = np.flatnonzero(group == small), np.flatnonzero(group != small)
        gap = np.hypot(*(middle[inside][:, None] - middle[outside][None]).transpose(2, 0, 1))
        i, j = np.unravel_index(int(np.argmin(gap)), gap.shape)
        one, other = int(inside[i]), int(outside[j])
        notes.append(
            f"{names[members[one][0]]} touches none of the other areas; it counts as a "
            f"neighbour of {names[members[other][0]]}, the nearest."
        )
        low, high = np.append(low, min(one, other)), np.append(high, max(one, other))
        length = np.append(length, 0.0)
    tail, head = np.r_[low, high], np.r_[high, low]
    order = np.lexsort((head, tail))
    start = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(tail, minlength=n), out=start[1:])
    return start, head[order], np.r_[length, length][order]


def _unit_seconds(
    unit: npt.NDArray[np.int64],
    areas: npt.NDArray[np.int64],
    seconds: npt.NDArray[np.float64],
    n: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Add the travel between areas up to travel between units."""
    of_area = unit[areas]
    inside = of_area >= 0
    kept, group = np.unique(of_area[inside], return_inverse=True)
    share = np.zeros((len(kept), int(inside.sum())))
    share[group, np.arange(len(group))] = 1.0
    one_way = share @ seconds[np.ix_(inside, inside)] @ share.T
    both = one_way + one_way.T
    np.fill_diagonal(both, np.diag(one_way))
    row = np.full(n, -1, dtype=np.int64)
    row[kept] = np.arange(len(kept))
    return row, np.ascontiguousarray(both)


def _majority(
    unit: npt.NDArray[np.int64],
    zone: npt.NDArray[np.int64],
    hours: npt.NDArray[np.float64],
    n: int,
    zones: int,
) -> npt.NDArray[np.int64]:
    """Give today's zone of each unit: that of most of its hours."""
    inside = unit >= 0
    votes = np.zeros((n, zones))
    np.add.at(votes, (unit[inside], zone[inside]), hours[inside] + 1e-6)
    return votes.argmax(axis=1).astype(np.int64)
