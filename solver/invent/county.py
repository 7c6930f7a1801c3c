"""Invent a whole world on a real extract: an officer's own roads, before any data is released."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.domain import BANDS, MODES, Place, RoadChoices
from solver.errors import Fault, InputError
from solver.invent.folder import AboutInvented, write_folder
from solver.invent.land.areas import divide, read_areas
from solver.invent.land.extract import read_settlements
from solver.invent.land.ground import Ground
from solver.invent.land.postcodes import read_postcodes
from solver.invent.land.targets import hours_from_postcodes
from solver.invent.tables import InventChoices, invent_tables
from solver.roads import open_roads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from solver.domain import TravelSet
    from solver.roads import Roads

NEAR_ROAD_M = 200.0
"""A postcode farther than this from the extract's roads lies outside it."""

HOURS_PER_PROVIDER = 270.0
"""Planned carer-hours a week per provider: 23,150 over 86."""

FEWEST_PROVIDERS = 6
FEWEST_POSTCODES = 50


@dataclass(frozen=True, slots=True)
class CountyChoices:
    """What to invent on an extract.

    Parameters
    ----------
    seed
        The same seed on the same files gives the same world.
    name
        Name of the county; empty takes the extract's file name.
    only
        Beginnings of postcodes to keep, such as ``LE15``; empty keeps all.
    providers
        How many providers; 0 lets the hours decide.
    """

    seed: int = 1
    name: str = ""
    only: tuple[str, ...] = ()
    providers: int = 0


@dataclass(frozen=True, slots=True)
class Invented:
    """What was invented, for a word to the officer.

    Parameters
    ----------
    folder
        The world folder.
    postcodes, areas, zones, people, visits, carers
        Counts; ``visits`` are the lines of the visits table.
    left_out
        Postcodes left out because no road of the extract is near them or no
        area holds them.
    """

    folder: Path
    postcodes: int
    areas: int
    zones: int
    people: int
    visits: int
    carers: int
    left_out: int


def invent_county(
    extract: Path,
    postcodes: Path,
    out: Path,
    choices: CountyChoices,
    *,
    areas: Path | None = None,
    cache: Path | None = None,
) -> Invented:
    """Invent a world on a real extract and write its folder.

    Parameters
    ----------
    extract
        OpenStreetMap extract; it is copied into the world.
    postcodes
        CSV of postcodes with positions.
    out
        World folder to write; it must not exist yet, or be empty.
    choices
        Seed, name, which postcodes.
    areas
        Optional polygons (LSOAs, wards, parishes) to use as areas; without
        them each settlement's catchment is an area.
    cache
        Where prepared roads are kept.

    Raises
    ------
    InputError
        When a file cannot be used, or too few postcodes lie on the roads.
    RoadsError
        When the extract cannot become a road network.
    """
    if out.exists() and any(out.iterdir()):
        raise _fault(out, "The folder is not empty.", "Choose a new folder.")
    every = read_postcodes(postcodes, choices.only)
    roads = open_roads(extract, cache=cache)
    near = _near_roads(every, roads, postcodes)
    settlements = read_settlements(extract)
    ground = _ground(extract, every, near, settlements, areas, choices)
    tables = _tables(ground, roads, choices)
    write_folder(out, _about(ground.name, areas), ground, tables)
    _copy_roads(extract, out)
    return Invented(
        folder=out,
        postcodes=len(ground.postcodes),
        areas=len(ground.areas),
        zones=ground.areas["zone"].nunique(),
        people=len(tables["people"]),
        visits=len(tables["visits"]),
        carers=len(tables["carers"]),
        left_out=len(every) - len(ground.postcodes),
    )


def _copy_roads(extract: Path, out: Path) -> None:
    whole = extract.suffixes[-2:] if extract.suffixes[-2:-1] == [".osm"] else [extract.suffix]
    shutil.copyfile(extract, out / f"roads{''.join(whole)}")


def _tables(ground: Ground, roads: Roads, choices: CountyChoices) -> dict[str, pd.DataFrame]:
    """Invent the tables for the hours that the ground's postcodes ask for."""
    cells = hours_from_postcodes(_weights(ground))
    hours = sum(cell.carer_minutes for cell in cells) / 60.0
    providers = choices.providers or max(FEWEST_PROVIDERS, round(hours / HOURS_PER_PROVIDER))
    primes = {cell.zone: 2 for cell in cells}

    def travel(places: Sequence[Place]) -> TravelSet:
        return roads.travel(places, MODES, RoadChoices())

    return invent_tables(ground, cells, primes, travel, InventChoices(choices.seed, providers))


def _fault(path: Path, message: str, cure: str) -> InputError:
    return InputError([Fault(path.name, None, "", message, cure)])


def _near_roads(every: pd.DataFrame, roads: Roads, postcodes: Path) -> np.ndarray:
    """Which postcodes lie near the extract's drivable roads: (n,) bool."""
    places = [
        Place(f"postcode:{row}", float(lon), float(lat))
        for row, (lon, lat) in enumerate(zip(every["lon"], every["lat"], strict=True))
    ]
    near = np.asarray(roads.snap(places, "car").walk_m <= NEAR_ROAD_M)
    if near.sum() < FEWEST_POSTCODES:
        told = f"Only {int(near.sum())} of {len(near)} postcodes lie near the extract's roads."
        raise _fault(postcodes, told, "Give postcodes of the place that the extract covers.")
    return near


def _ground(
    extract: Path,
    every: pd.DataFrame,
    near: np.ndarray,
    settlements: pd.DataFrame,
    areas: Path | None,
    choices: CountyChoices,
) -> Ground:
    name = choices.name or extract.name.split(".")[0].split("-")[0].title()
    if areas is None:
        kept = every[near].reset_index(drop=True)
        layer, area_id = divide(kept, settlements)
    else:
        layer, kept, area_id = read_areas(areas, every, near, settlements)
    kept = kept.assign(area_id=area_id)
    own = settlements[settlements["settlement"].isin(layer["settlement"])]
    return Ground(name, own.reset_index(drop=True), kept, layer)


def _weights(ground: Ground) -> pd.DataFrame:
    place = ground.areas.set_index("area_id").loc[ground.postcodes["area_id"]]
    table = pd.crosstab(place["zone"], place["band"])
    return table[[band for band in BANDS if band in table.columns]]


CURRENT_RATE = 19.00
"""Invented, pounds a carer-hour: no council's own rate stands on another county's page."""


def _about(name: str, areas: Path | None) -> AboutInvented:
    return AboutInvented(
        name=f"{name}, invented packages",
        data_date="2020-01-20",
        price_base="2020-01-20",
        roads_note="",
        sources=(
            "People, packages, visits, providers, carers and rounds are invented (seeded); so is "
            f"the current single rate of £{CURRENT_RATE:.2f}.",
            "Roads and settlements: © OpenStreetMap contributors, ODbL 1.0.",
            "Postcodes: Code-Point Open (OGL v3). Contains OS data © Crown copyright and "
            "database right. Contains Royal Mail data © Royal Mail copyright and database right.",
            f"Areas: {areas.name}."
            if areas
            else "Areas: catchments of settlements (illustrative).",
        ),
        current_rate=CURRENT_RATE,
    )
