"""The ways between the places of a problem, cut out of those of the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from solver.domain import Carer, Mode, TravelSet, Visit
    from solver.search.problem import Ints


@dataclass(frozen=True, eq=False)
class Ways:
    """Travel between the p places of some visits and carers.

    Parameters
    ----------
    modes
        Modes in the order of the rows.
    at
        Place → its index.
    durations_s, lengths_m
        (modes × periods, p, p) seconds and metres; row = mode × periods + period.
    """

    modes: tuple[Mode, ...]
    at: Mapping[str, int]
    durations_s: Ints
    lengths_m: Ints


def ways_of(travel: TravelSet, visits: Sequence[Visit], carers: Sequence[Carer]) -> Ways:
    """Cut the travel down to the places of visits and carers.

    Ways are rounded up to whole minutes: a rota is written in minutes, and a start that is on the
    minute today stays so.
    """
    modes = tuple(sorted({carer.mode for carer in carers}))
    homes = {carer.home for carer in carers if carer.starts_from != "free"}
    places = sorted({visit.place for visit in visits} | homes)
    rows = np.array([travel.index[place] for place in places], np.int64)
    matrices = [matrix for mode in modes for matrix in travel.by_mode[mode]]
    shape = (len(matrices), len(places), len(places))
    durations_s, lengths_m = np.empty(shape, np.int32), np.empty(shape, np.int32)
    for i, matrix in enumerate(matrices):
        seconds = matrix.durations_s.take(rows, axis=0).take(rows, axis=1)
        durations_s[i] = np.where(seconds > 0, -(-seconds // 60) * 60, seconds)
        lengths_m[i] = matrix.lengths_m.take(rows, axis=0).take(rows, axis=1)
    return Ways(modes, {place: i for i, place in enumerate(places)}, durations_s, lengths_m)
