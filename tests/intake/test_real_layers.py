"""Layers and postcodes as statistics offices publish them."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from solver.intake import read_tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.data
def test_lsoas_and_published_postcodes_make_a_world(folder: Path, shared_data: Path) -> None:
    """634 LSOAs are areas by way of a mapping; 24,188 postcodes load with their extra columns."""
    for name in ("areas.geojson", "population.csv"):
        (folder / name).unlink()
    shutil.copyfile(shared_data / "geo" / "lsoa21_leics_rutland.geojson", folder / "areas.geojson")
    published = shared_data / "postcodes" / "postcodes_leics_rutland.csv.gz"
    (folder / "postcodes.csv").unlink()
    shutil.copyfile(published, folder / "postcodes.csv.gz")
    (folder / "mapping.toml").write_text(
        '[areas.columns]\narea_id = "lsoa21_code"\nname = "lsoa21_name"\n'
        'population = "residents_2021"\npopulation_75 = "pop75_2020"\n'
    )
    attributes = pd.read_csv(shared_data / "geo" / "lsoa21_attributes.csv", dtype=str)
    ids = attributes["lsoa21_code"].tolist()
    for name, words in (("zone", ("North", "South")), ("band", ("Urban", "Rural"))):
        with (folder / f"{name}s.csv").open("w", newline="") as stream:
            rows = [[item, words[i % 2]] for i, item in enumerate(ids)]
            csv.writer(stream).writerows([["area_id", name], *rows])
    known = pd.read_csv(published, dtype=str)
    here = known[known["postcode"].str.startswith("LE15 6")].iloc[[0, -1]]
    lines = [f"p00{i + 1},{row.postcode}" for i, row in enumerate(here.itertuples())]
    (folder / "people.csv").write_text("\n".join(["person_id,postcode", *lines]) + "\n")
    (folder / "carers.csv").write_text(
        "carer_id,provider_id,postcode,days,shifts\n"
        f"c001,v001,{here['postcode'].iloc[0]},daily,07:00-14:00\n"
        f"c002,v001,{here['postcode'].iloc[0]},daily,07:00-11:00; 16:00-22:30\n"
    )
    tables = read_tables(folder)
    assert len(tables.areas) == 634
    assert tables.areas["population"].tolist()[0] == 2_171
    assert len(tables.postcodes) == 24_188
    # Code-Point Open says in which LSOA each postcode lies; borders here are generalised
    assert tables.people["area_id"].tolist() == here["LSOA21CD"].tolist()
