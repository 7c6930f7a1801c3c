"""The demo reproduces the published hours, to the minute, and the shape of home care."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import shapely

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

ZONE_HOURS = {
    "Coalville and Ashby": 3600, "Charnwood North": 2925, "Charnwood South": 2875,
    "West Leicester": 2525, "Oadby and Wigston": 3050, "Hinckley": 3250, "Melton": 1500,
    "South Leicestershire": 1200, "Market Harborough": 900, "Castle Donington": 350,
    "Lutterworth": 300, "Bottesford": 100, "West Leicestershire Rural": 400,
    "Harborough Rural Free Zone": 175,
}  # fmt: skip
BAND_HOURS = {"Urban": 11_737, "Fringe": 4_648, "Rural": 1_301, "Isolated": 314}
BAND_PENCE = {"Urban": 1875, "Fringe": 2020, "Rural": 2300, "Isolated": 2635}


def test_hours_by_zone_are_those_of_appendix_c(visits: pd.DataFrame) -> None:
    hours = visits.groupby("zone")["carer_minutes"].sum() / 60
    assert hours.to_dict() == ZONE_HOURS
    assert hours.sum() == 23_150


def test_maintenance_hours_by_band_are_those_of_paragraph_39(visits: pd.DataFrame) -> None:
    kept = visits[visits["service"] == "maintenance"]
    hours = kept.groupby("band")["carer_minutes"].sum() / 60
    assert hours.to_dict() == BAND_HOURS
    weekly_pence = sum(hours[band] * BAND_PENCE[band] for band in BAND_HOURS)
    assert weekly_pence == 35_215_525
    assert round(weekly_pence / hours.sum() / 100, 2) == 19.56


def test_every_single_week_has_the_average_hours(visits: pd.DataFrame) -> None:
    """Fortnightly visits take turns, so week 1 and week 2 are alike."""
    days = visits["days"].map(lambda text: 7 if text == "daily" else len(text.split()))
    for week in (1, 2):
        made = (visits["every_n_weeks"] == 1) | (visits["first_week"] == week)
        minutes = (days * visits["minutes"] * visits["carers"])[made].sum()
        assert minutes == 23_150 * 60
    assert (visits["every_n_weeks"] == 2).sum() >= 20


def test_visits_calls_and_double_handed_share(visits: pd.DataFrame) -> None:
    a_week = visits["a_week"].sum()
    double = visits.loc[visits["carers"] == 2, "a_week"].sum()
    assert a_week == pytest.approx(27_600, rel=0.01)
    assert a_week + double == pytest.approx(39_700, rel=0.01)
    assert double / a_week == pytest.approx(0.44, abs=0.005)
    assert visits["person_id"].nunique() == pytest.approx(1_700, rel=0.02)


def test_lengths_and_times_of_day(visits: pd.DataFrame) -> None:
    weight = visits["a_week"] / visits["a_week"].sum()
    lengths = weight.groupby(visits["minutes"]).sum()
    for minutes, share in ((15, 0.016), (30, 0.72), (45, 0.18), (60, 0.084)):
        assert lengths[minutes] == pytest.approx(share, abs=0.02)
    part = pd.cut(visits["start_s"] / 3600, [0, 11, 15.5, 18.8, 24], labels=list("BLTN"))
    shares = weight.groupby(part, observed=True).sum()
    for name, share in zip("BLTN", (0.38, 0.22, 0.18, 0.22), strict=True):
        assert shares[name] == pytest.approx(share, abs=0.03)


def test_zone_names_are_the_reports(areas: gpd.GeoDataFrame, shared_data: Path) -> None:
    seed = shared_data.parent / "domain" / "seed_numbers.json"
    zones = json.loads(seed.read_text(encoding="utf-8"))["leics_zones"]["hours"]
    assert set(areas["zone"]) == set(zones) == set(ZONE_HOURS)


test_zone_names_are_the_reports = pytest.mark.data(test_zone_names_are_the_reports)


def test_areas_tile_the_county(areas: gpd.GeoDataFrame) -> None:
    assert areas["area_id"].is_unique
    assert areas[["zone", "band"]].notna().all(axis=None)
    assert shapely.coverage_is_valid(areas.to_crs(27700).geometry.to_numpy())
    assert areas.to_crs(27700).area.sum() / 1e6 == pytest.approx(2_083, rel=0.05)


def test_overrides_and_hand_made_settlements(areas: gpd.GeoDataFrame) -> None:
    for town in ("Castle Donington", "Lutterworth", "Market Harborough"):
        assert set(areas.loc[areas["settlement"] == town, "band"]) == {"Fringe"}
    assert {"Quorn", "Medbourne", "Ellistown", "Husbands Bosworth"} <= set(areas["settlement"])
    bosworth = areas.set_index("area_id").loc["husbands-bosworth"]
    assert bosworth["zone"] == "Harborough Rural Free Zone"


def test_everybody_lies_in_an_area(files: dict[str, pd.DataFrame], area_of: pd.DataFrame) -> None:
    assert sorted(area_of.index) == sorted(files["people"]["person_id"])
    assert area_of.index.is_unique
    assert np.isin(area_of["band"], list(BAND_HOURS)).all()
