"""Addresses, areas, roads, and what messages may say of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from solver.domain import MODES
from solver.errors import InputError
from solver.intake import catchments, check_against_roads, read_tables
from solver.intake.catchments import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.domain import Mode, Place

DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True)
class Snapped:
    """Only how far the road is."""

    walk_m: np.ndarray


@dataclass(frozen=True)
class Roads:
    """Roads of which only the bounds are known, and how far each place is from one, by mode."""

    bounds: tuple[float, float, float, float]
    walk_m: dict[tuple[str, str], float] = field(default_factory=dict)

    def snap(self, places: Sequence[Place], mode: Mode) -> Snapped:
        """Return 20 m where nothing else is said."""
        return Snapped(np.array([self.walk_m.get((place.id, mode), 20.0) for place in places]))


HERE = Roads((-0.78, 52.5, -0.68, 52.72))


def rewrite(folder: Path, table: str, old: str, new: str) -> None:
    """Change the text of a table's file."""
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_postcode_is_looked_up_and_forgotten(folder: Path) -> None:
    """The point of the postcode is kept, the postcode is not."""
    tables = read_tables(folder)
    assert tables.people[["lon", "lat"]].to_numpy().tolist()[0] == [-0.731, 52.669]
    assert "postcode" not in tables.people
    assert "postcode" not in tables.carers


def test_coordinates_go_before_a_postcode(folder: Path) -> None:
    """Where both are filled the point counts."""
    path = folder / "people.csv"
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace("LE15 6AA,,", "LE15 6AA,-0.75,52.66")
    )
    assert read_tables(folder).people["lon"].tolist()[0] == -0.75


@pytest.mark.parametrize(("lon", "fits"), [(-0.6935, True), (-0.6925, False)])
def test_nearest_area_within_500_metres(folder: Path, lon: float, fits: bool) -> None:
    """The border is at -0.70: 440 m and 507 m from these points (1° of longitude = 67.6 km)."""
    rewrite(folder, "people", "-0.7304", str(lon))
    if fits:
        assert read_tables(folder).people["area_id"].tolist() == ["oakham", "oakham"]
    else:
        with pytest.raises(InputError, match="nor within 500 m of one"):
            read_tables(folder)


def test_a_point_on_a_border_belongs_to_the_first_area(folder: Path) -> None:
    """Two areas share the parallel 52.64; the answer does not depend on chance."""
    rewrite(folder, "people", "52.6705", "52.64")
    assert read_tables(folder).people["area_id"].tolist() == ["oakham", "oakham"]


def test_no_message_repeats_where_a_person_lives() -> None:
    """No case of a bad address, in tests/data, gives away a postcode or a coordinate."""
    address = (
        *("bad-postcode", "unknown-postcode", "unknown-district", "bad-numbers"),
        *("swapped-lon-lat", "swapped-home", "swapped-in-every-row", "half-an-address"),
        *("coordinates-outside-areas", "coordinates-off-the-globe"),
    )
    for case in address:
        text = (DATA / case / "faults.txt").read_text(encoding="utf-8")
        for secret in ("6AA.", "LEI5", "6AB", "LE51 6", "0.73", "52.67", "526705", "eighty"):
            assert secret not in text, case


def test_roads_of_the_county_fit(folder: Path) -> None:
    """Tables pass, without a notice, where all doors lie by the roads."""
    tables = read_tables(folder)
    checked = check_against_roads(tables, HERE)
    assert checked.content_hash == tables.content_hash
    assert checked.report.notices == ()


def test_roads_of_another_county(folder: Path) -> None:
    """One fault a table, not one a row, says that the roads are elsewhere."""
    with pytest.raises(InputError) as caught:
        check_against_roads(read_tables(folder), Roads((0.0, 52.1, 0.3, 52.3)))
    assert [(fault.file, fault.row) for fault in caught.value.faults] == [
        ("carers.csv", None),
        ("people.csv", None),
    ]
    assert "from longitude 0.00 to 0.30" in caught.value.faults[0].cure


def test_one_door_off_the_roads(folder: Path) -> None:
    """Uppingham's carer lives south of these roads."""
    rewrite(folder, "carers", "52.6705", "52.45")
    with pytest.raises(InputError) as caught:
        check_against_roads(read_tables(folder), HERE)
    (fault,) = caught.value.faults
    assert (fault.file, fault.row) == ("carers.csv", 3)


def test_a_base_off_the_roads(folder: Path) -> None:
    """The first provider's base lies south of these roads."""
    rewrite(folder, "providers", "52.6700", "52.45")
    with pytest.raises(InputError) as caught:
        check_against_roads(read_tables(folder), HERE)
    (fault,) = caught.value.faults
    assert (fault.file, fault.row, fault.column) == ("providers.csv", 2, "base_lon")


def test_doors_far_from_a_road_are_noticed(folder: Path) -> None:
    """A person by the nearest mode in use (car, bicycle), a carer by their own (bicycle)."""
    walk_m = {
        ("p001", "car"): 900.0,  # but 20 m from a cycle way
        ("p002", "car"): 900.0,
        ("p002", "bicycle"): 350.4,
        ("p002", "foot"): 10.0,  # nobody walks here
        ("c001", "bicycle"): 900.0,  # drives
        ("c002", "bicycle"): math.inf,
    }
    tables = check_against_roads(read_tables(folder), Roads(HERE.bounds, walk_m))
    assert [(notice.file, notice.row, notice.message) for notice in tables.report.notices] == [
        ("carers.csv", 3, "No road lies within reach of the door: nothing can be planned there."),
        ("people.csv", 3, "The nearest road is 350 m from the door."),
    ]


def test_roads_that_reach_hardly_anybody_are_another_places(folder: Path) -> None:
    """Bounds that hold the county are not enough: most doors must have a road."""
    nowhere = {(person, mode): math.inf for person in ("p001", "p002") for mode in MODES}
    with pytest.raises(InputError) as caught:
        check_against_roads(read_tables(folder), Roads(HERE.bounds, nowhere))
    (fault,) = caught.value.faults
    assert (fault.file, fault.row) == ("people.csv", None)
    assert "2 of 2 doors have no road within reach" in fault.message


def test_catchment_is_the_nearest_settlement() -> None:
    """Every postcode lies in the catchment of the settlement nearest to it."""
    rng = np.random.default_rng(7)
    villages, doors = scattered(rng, 12), scattered(rng, 300)
    settlements = villages.assign(settlement=[f"Village {i}" for i in range(12)])
    areas = catchments(settlements, doors)
    assert areas["settlement"].tolist() == settlements["settlement"].tolist()
    shapes = areas.to_crs(27700).geometry.to_numpy()
    apart = np.linalg.norm(metres(doors)[:, None] - metres(villages)[None], axis=2)
    nearest = shapes[apart.argmin(axis=1)]
    assert shapely.distance(nearest, shapely.points(metres(doors))).max() < 0.5  # metres
    county = shapely.union_all(shapes)
    assert county.geom_type == "Polygon"  # no gaps
    assert abs(shapely.area(shapes).sum() - county.area) < 1.0  # square metres: no overlap


def scattered(rng: np.random.Generator, count: int) -> pd.DataFrame:
    """Scatter points over a county."""
    lon, lat = rng.uniform(-1.4, -0.6, count), rng.uniform(52.4, 52.9, count)
    return pd.DataFrame({"lon": lon, "lat": lat})


def metres(points: pd.DataFrame) -> np.ndarray:
    """Return points in British National Grid: (n, 2)."""
    placed = gpd.GeoSeries.from_xy(points["lon"], points["lat"], crs=4326).to_crs(27700)
    return shapely.get_coordinates(placed.to_numpy())


def test_settlements_of_one_name_get_ids_of_their_own() -> None:
    """Slugs are told apart by number."""
    settlements = pd.DataFrame(
        {
            "settlement": ["Newton", "NEWTON", "Newton!"],
            "lon": [-1.0, -1.1, -1.2],
            "lat": [52.5] * 3,
        }
    )
    areas = catchments(settlements, pd.DataFrame({"lon": [-1.1], "lat": [52.6]}))
    assert areas["area_id"].tolist() == ["newton", "newton-2", "newton-3"]
    assert slug("Stoney Stanton & Sapcote") == "stoney-stanton-sapcote"
