"""Bands from a Rural-Urban Classification: of areas, of postcodes, and what does not fit."""

from __future__ import annotations

import gzip

import pandas as pd
import pytest
from villages import EAST, NORTH, _degrees, village_world

from solver.domain import Scenario
from solver.errors import InputError, ScenarioError
from solver.zones.banding.classes import CODES, RUC_2011, RUC_2021, from_classes, read_classes

BANDS = {"Urban", "Fringe", "Rural", "Isolated"}
WORLD = village_world()


def test_the_class_names_of_both_years_lead_to_the_four_bands():
    assert set(RUC_2011.values()) == set(RUC_2021.values()) == BANDS
    assert RUC_2011["Rural town and fringe"] == "Fringe"  # the heads of para 39's table
    assert RUC_2011["Rural hamlet and isolated dwellings"] == "Isolated"
    assert set(CODES.values()) == set(RUC_2021)


def test_bands_from_classes_of_areas():
    text = "LSOA11CD,RUC11\nr0c0,Rural village\nr0c1,Urban city and town\nelsewhere,Rural village\n"
    found = read_classes(WORLD, text)
    assert found.of_area == {"r0c0": "Rural village", "r0c1": "Urban city and town"}
    assert found.names == ("Urban city and town", "Rural village")
    assert len(found.missed) == 10
    table = from_classes(WORLD, Scenario(), found, RUC_2011)
    assert list(table["suggested"]) == ["Rural", "Urban"]
    assert list(table["band"]) == ["Urban", "Urban"]
    assert table["sentence"].iloc[0] == "Area 00: it is classed as Rural village: Rural."


def test_an_area_takes_the_class_of_most_of_its_postcodes():
    rows = [("AA1 1AA", 0, 0), ("AA1 1AB", 0, 0), ("AA1 1AC", 0, 0), ("AA1 1AD", 1, 1)]
    at = [_degrees(EAST + 1000 * c + 500, NORTH - 1000 * r - 500) for _, r, c in rows]
    postcodes = pd.DataFrame(
        {"postcode": [p for p, *_ in rows], "lon": [a for a, _ in at], "lat": [b for _, b in at]}
    )
    world = village_world(postcodes=postcodes)
    lines = ("aa11aa,RSN1", "AA1 1AB,UN1", "AA1 1AC,RSN1", "AA1 1AD,UF1", "ZZ9 9ZZ,UN1")
    text = "\n".join(("pcds,ruc21", *lines))
    found = read_classes(world, text)
    assert found.of_area == {
        "r0c0": "Smaller rural: Nearer to a major town or city",
        "r1c1": "Urban: Further from a major town or city",
    }
    table = from_classes(world, Scenario(), found, RUC_2021)
    assert table["sentence"].iloc[0] == (
        "Area 00: 2 of its 3 postcodes are classed as Smaller rural: Nearer to a major town or "
        "city: Rural."
    )


def test_a_list_that_is_none_is_refused_with_both_cures():
    with pytest.raises(InputError) as error:
        read_classes(WORLD, "a,b\n1,2\n")
    assert "No column holds ids of areas or postcodes" in str(error.value)
    assert "No column holds classes" in str(error.value)
    with pytest.raises(InputError):
        read_classes(WORLD, "")


def test_a_class_of_the_councils_own_needs_a_band():
    found = read_classes(WORLD, "area_id,class\nr0c0,Fen edge\n")
    with pytest.raises(ScenarioError, match="no class 'Fen edge'"):
        from_classes(WORLD, Scenario(), found, RUC_2011)
    table = from_classes(WORLD, Scenario(), found, {"Fen edge": "Isolated"})
    assert list(table["suggested"]) == ["Isolated"]


@pytest.mark.data
def test_the_onss_own_lookup_of_postcodes_is_read(shared_data):
    text = gzip.decompress(
        (shared_data / "postcodes" / "postcodes_leics_rutland.csv.gz").read_bytes()
    ).decode()
    corner = _degrees(EAST, NORTH)
    frame = pd.DataFrame(
        {
            "postcode": ["B79 0PJ", "CV10 0RY"],
            "lon": [corner[0] + 0.003] * 2,
            "lat": [corner[1] - 0.003] * 2,
        }
    )
    found = read_classes(village_world(postcodes=frame), text)
    assert found.of_area == {"r0c0": "Smaller rural: Nearer to a major town or city"}
    assert found.seen == {"r0c0": (2, 2)}
