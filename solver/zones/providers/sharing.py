"""Packages shared among providers in proportion to the hours that they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.areas import PackageBase


def share_out(
    rows: list[int],
    base: PackageBase,
    targets: npt.NDArray[np.int64],
    held_hours: npt.NDArray[np.float64],
) -> list[tuple[int, int]]:
    """Share packages among providers in proportion to the hours that they hold.

    The longest packages go first, each to the provider whose gain relative to
    its hours today would be least; ties go by id. A provider that holds none
    yet counts as an average one. Packages of one person go together, to the one
    that serves the person already if there is one.
    """
    if not rows:
        return []
    average = held_hours[held_hours > 0].mean() if (held_hours > 0).any() else 1.0
    weight = np.where(held_hours > 0, held_hours, average)
    by_person: dict[int, list[int]] = {}
    for row in rows:
        by_person.setdefault(int(base.person[row]), []).append(row)
    groups = sorted(
        by_person.values(), key=lambda group: (-base.hours[group].sum(), base.ids[group[0]])
    )
    gained = np.zeros(len(targets))
    shared: list[tuple[int, int]] = []
    place = {int(target): i for i, target in enumerate(targets)}
    at: dict[int, int] = {}  # person → the target that serves them already
    for row in np.flatnonzero(np.isin(base.provider, targets)).tolist():
        at.setdefault(int(base.person[row]), place[int(base.provider[row])])
    for group in groups:
        hours = base.hours[group].sum()
        least = int(np.argmin((gained + hours) / weight))
        to = at.get(int(base.person[group[0]]), least)
        gained[to] += hours
        shared.extend((row, int(targets[to])) for row in group)
    return sorted(shared)
