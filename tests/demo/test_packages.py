"""Packages add up exactly, and the hours of zones and bands fit both margins."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from solver.invent.land.targets import cell_hours, hours_from_postcodes, largest_remainders
from solver.invent.packages import PackageMaker


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 4_000), st.sampled_from(["maintenance", "other"]), st.integers(0, 99))
def test_packages_add_up_to_the_minute(fives: int, service: str, seed: int) -> None:
    packages = PackageMaker(np.random.default_rng(seed)).fill(service, fives * 5)
    assert sum(package.carer_minutes for package in packages) == fives * 5
    for package in packages:
        assert (package.service == "maintenance") == (service == "maintenance")
        for visit in package.visits:
            assert 5 <= visit.minutes <= 75
            assert visit.minutes % 5 == 0
            assert visit.days


def test_double_handed_share_is_held() -> None:
    packages = PackageMaker(np.random.default_rng(3)).fill("maintenance", 60 * 4_000)
    visits = [visit for package in packages for visit in package.visits]
    a_week = sum(visit.visits_a_week for visit in visits)
    double = sum(visit.visits_a_week for visit in visits if visit.carers == 2)
    assert double / a_week == pytest.approx(0.44, abs=0.01)


@pytest.mark.parametrize("minutes", [0, 5, 10, 62])
def test_what_no_visit_can_make_is_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match=f"{minutes} minutes a week"):
        PackageMaker(np.random.default_rng(1)).fill("maintenance", minutes)


def test_cells_fit_both_margins() -> None:
    weights = pd.DataFrame(
        {"Urban": [100, 0, 50], "Rural": [10, 20, 5]}, index=["North", "South", "East"]
    )
    cells = cell_hours(
        weights, {"North": 500, "South": 40, "East": 260}, {"Urban": 560, "Rural": 70}
    )
    zone: dict[str, int] = {}
    band: dict[str, int] = {}
    for cell in cells:
        zone[cell.zone] = zone.get(cell.zone, 0) + cell.carer_minutes
        if cell.service == "maintenance":
            band[cell.band] = band.get(cell.band, 0) + cell.carer_minutes
        assert weights.loc[cell.zone, cell.band] > 0
    assert zone == {"North": 500 * 60, "South": 40 * 60, "East": 260 * 60}
    assert band == {"Urban": 560 * 60, "Rural": 70 * 60}


def test_margins_that_cannot_be_fitted_are_named() -> None:
    weights = pd.DataFrame({"Urban": [10, 0], "Rural": [0, 10]}, index=["North", "South"])
    with pytest.raises(ValueError, match=r"(South|North)'s bands"):
        cell_hours(weights, {"North": 10, "South": 90}, {"Urban": 70, "Rural": 8})
    with pytest.raises(ValueError, match="South has hours but no postcodes"):
        cell_hours(
            weights.mul([1, 0], axis=0), {"North": 10, "South": 90}, {"Urban": 70, "Rural": 8}
        )


def test_hours_follow_postcodes_where_nothing_is_published() -> None:
    weights = pd.DataFrame({"Urban": [1_000], "Rural": [0]}, index=["North"])
    cells = hours_from_postcodes(weights)
    assert sum(cell.carer_minutes for cell in cells) == 1_400 * 60
    assert {cell.band for cell in cells} == {"Urban"}


@given(st.lists(st.floats(0, 50), min_size=1, max_size=12), st.integers(0, 500))
def test_largest_remainders_add_up(values: list[float], total: int) -> None:
    array = np.array(values)
    if array.sum() <= 0:
        if total:
            with pytest.raises(ValueError, match="No cell"):
                largest_remainders(array, total)
        return
    whole = largest_remainders(array, total)
    assert whole.sum() == total
    exact = array / array.sum() * total
    assert (np.abs(whole - exact) <= 1 + 1e-6).all()
