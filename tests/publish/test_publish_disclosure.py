"""Small numbers are hidden, and cannot be worked out from what is shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.optimize import LinearConstraint, milp

from solver.errors import PublishError
from solver.publish.disclosure import Sums, rounded, suppress


def with_totals(inner: np.ndarray) -> np.ndarray:
    """Add a total to each row and column, and the total of all."""
    table = np.zeros(np.add(inner.shape, 1), dtype=inner.dtype)
    table[:-1, :-1] = inner
    table[-1, :-1] = inner.sum(axis=0)
    table[:, -1] = table[:, :-1].sum(axis=1)
    return table


def two_way(rows: int, columns: int) -> Sums:
    """Return the sums of a table with totals, (rows + 1, columns + 1) read row by row."""
    index = np.arange((rows + 1) * (columns + 1)).reshape(rows + 1, columns + 1)
    lines = [*index, *index.T]
    return Sums(
        whole=np.array([line[-1] for line in lines], dtype=np.int64),
        parts=tuple(line[:-1] for line in lines),
    )


def hide(inner: np.ndarray, threshold: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the table with totals, and what of it is hidden."""
    table = with_totals(np.asarray(inner))
    sums = two_way(*np.asarray(inner).shape)
    return table, suppress(table.ravel(), sums, threshold).reshape(table.shape)


def possible(table, hidden, i, j, *, whole=True):
    """What a reader can tell of one number who knows the shown ones exactly.

    Written apart from the code that is tested: rows and columns of a grid.
    """
    rows, columns = table.shape
    size = rows * columns
    equations = []
    for r in range(rows):
        line = np.zeros(table.shape)
        line[r, :-1], line[r, -1] = 1, -1
        equations.append(line.ravel())
    for c in range(columns):
        line = np.zeros(table.shape)
        line[:-1, c], line[-1, c] = 1, -1
        equations.append(line.ravel())
    least = np.where(hidden, np.where(table > 0, 1 if whole else 0, 0), table).ravel()
    most = np.where(hidden, 10_000, table).ravel()
    goal = np.zeros(size)
    goal[i * columns + j] = 1
    ends = []
    for sign in (1, -1):
        answer = milp(
            sign * goal,
            constraints=LinearConstraint(np.array(equations), 0, 0),
            bounds=(least.astype(float), most.astype(float)),
            integrality=np.ones(size) if whole else None,
        )
        assert answer.status == 0
        ends.append(sign * answer.fun)
    return ends


tables = st.integers(1, 4).flatmap(
    lambda rows: st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(
                st.one_of(st.integers(0, 12), st.integers(0, 60)),
                min_size=columns,
                max_size=columns,
            ),
            min_size=rows,
            max_size=rows,
        )
    )
)


@settings(max_examples=60, deadline=None)
@given(tables, st.sampled_from([5, 8, 10]), st.integers(0, 9_999))
def test_no_small_number_can_be_worked_out(inner, threshold, seed):
    inner = np.array(inner)
    table, hidden = hide(inner, threshold)
    small = (table > 0) & (table < threshold)
    assert (hidden & small).sum() == small.sum()
    factors = np.random.default_rng(seed).uniform(0.5, 20, inner.shape)
    hours = with_totals(inner * factors)
    for i, j in np.argwhere(small):
        least, most = possible(table, hidden, i, j)
        parts = {
            (True, True): (inner > 0).sum(),
            (True, False): (inner[:, j] > 0).sum() if j < inner.shape[1] else 0,
            (False, True): (inner[i] > 0).sum() if i < inner.shape[0] else 0,
            (False, False): 1,
        }[i == inner.shape[0], j == inner.shape[1]]
        assert least <= parts
        assert most >= threshold - 1
        low, high = possible(hours, hidden, i, j, whole=False)
        assert high - low > 1e-6 * max(1.0, hours[i, j])


def test_nothing_is_hidden_where_nothing_is_small():
    _, hidden = hide([[0, 20], [30, 40]], 8)
    assert not hidden.any()


def test_zeros_are_shown():
    table, hidden = hide([[0, 20, 3], [30, 0, 40], [50, 60, 70]], 8)
    assert hidden[0, 2]
    assert not hidden[table == 0].any()


def test_one_small_number_takes_three_others_with_it():
    """Each line through it needs a second one, and the corner closes the rectangle."""
    _, hidden = hide([[3, 20, 90], [25, 40, 80], [95, 85, 99]], 8)
    assert hidden.tolist()[0][:2] == [True, True]
    assert hidden.tolist()[1][:2] == [True, True]
    assert hidden.sum() == 4


def test_a_single_row_hides_a_second_number():
    _, hidden = hide([[3, 20, 90]], 8)
    assert hidden[0].tolist() == [True, True, False, False]


@pytest.mark.parametrize("threshold", [5, 8, 10])
def test_the_threshold_itself_is_shown(threshold):
    _, hidden = hide([[threshold, 50], [60, 70]], threshold)
    assert not hidden.any()
    _, hidden = hide([[threshold - 1, 50], [60, 70]], threshold)
    assert hidden[0, 0]


@pytest.mark.parametrize("threshold", [0, 1, 3, 7, 11, -5])
def test_other_thresholds_are_refused(threshold):
    with pytest.raises(PublishError, match="choose one of 5, 8, 10"):
        hide([[1]], threshold)


def test_numbers_that_do_not_add_up_are_refused():
    with pytest.raises(PublishError, match="add up"):
        suppress(np.array([1, 2, 4]), two_way(0, 2), 8)


def test_the_same_table_is_hidden_alike():
    inner = np.random.default_rng(3).integers(0, 40, (6, 4))
    first = hide(inner, 10)[1]
    assert (first == hide(inner, 10)[1]).all()


def test_rounding_to_the_nearest_five():
    counts = np.array([0, 8, 10, 12, 13, 17, 18, 1_854])
    assert rounded(counts).tolist() == [0, 10, 10, 10, 15, 15, 20, 1_855]
