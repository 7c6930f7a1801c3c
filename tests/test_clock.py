"""Clock times are read as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from solver.domain.clock import clock, seconds_of


@given(st.integers(0, 86_399))
def test_what_is_written_exactly_is_read_back(seconds: int) -> None:
    assert seconds_of(clock(seconds, exact=True)) == seconds
    assert seconds_of(clock(seconds)) == seconds - seconds % 60


def test_past_midnight_says_so() -> None:
    assert clock(86_400 + 1_800) == "00:30 +1"
    assert clock(86_400 + 1_815, exact=True) == "00:30:15 +1"


@pytest.mark.parametrize("text", ["", "7", "24:00", "07:60", "7:5", "noon", "07:30 am"])
def test_what_is_not_a_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        seconds_of(text)
