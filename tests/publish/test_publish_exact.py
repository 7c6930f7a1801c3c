"""The least that has to be hidden is the least: every other choice was tried."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from test_publish_disclosure import possible, two_way, with_totals

from solver.publish.disclosure import suppress
from solver.publish.disclosure.exact import Openness, least_loss
from solver.publish.disclosure.protect import losses


@pytest.mark.parametrize("inner", [[[3, 20], [9, 40]], [[2, 15], [0, 30]]])
def test_the_optimum_is_the_best_of_all_choices(inner):
    table = with_totals(np.array(inner))
    counts, sums = table.ravel(), two_way(2, 2)
    small = (counts > 0) & (counts < 8)
    loss = losses(counts, np.ones(9))
    room = (counts - np.minimum(counts, 1)).astype(float)
    changes = [
        (int(cell), float(change))
        for cell in np.flatnonzero(small)
        for change in (7 - counts[cell], 1 - counts[cell])
        if change
    ]
    begun = suppress(counts, sums, 8)
    best = least_loss(
        sums.matrix(9).tocsc(), [Openness(room, changes)], loss, begun, keep=small, limit_s=60
    )
    assert best.proven
    least = min(
        loss[choice & ~small].sum()
        for more in product([False, True], repeat=int((~small).sum()))
        if safe(table, choice := filled(small, more), small)
    )
    assert best.loss == pytest.approx(least)
    assert loss[begun & ~small].sum() >= best.loss - 1e-9


def filled(small, more):
    choice = small.copy()
    choice[~small] = more
    return choice


def safe(table, choice, small) -> bool:
    hidden = choice.reshape(table.shape)
    for cell in np.flatnonzero(small):
        least, most = possible(table, hidden, *divmod(int(cell), 3))
        if least > 1 or most < 7:
            return False
    return True
