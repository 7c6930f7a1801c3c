"""A GeoPackage is a database: it is looked over before it is read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from solver.errors import InputError
from solver.intake import read_tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def package(folder: Path) -> Path:
    """Return a GeoPackage of the areas in a world that has them from there."""
    path = folder / "areas.gpkg"
    gpd.read_file(folder / "areas.geojson").to_file(path, layer="areas")
    (folder / "areas.geojson").unlink()
    return path


def change(package: Path, *statements: str) -> None:
    """Run statements on a GeoPackage."""
    with closing(sqlite3.connect(package)) as base:
        for statement in statements:
            base.execute(statement)
        base.commit()


def only_fault(package: Path) -> str:
    """Return the text of the one fault of the world."""
    with pytest.raises(InputError) as caught:
        read_tables(package.parent)
    (fault,) = caught.value.faults
    return str(fault)


ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT i AS fid, NULL AS geom, 'a' || i AS area_id FROM n"
)


def test_a_view_is_not_read(package: Path) -> None:
    """A view runs what it is written to run, for ever if need be; only tables are read."""
    change(package, "ALTER TABLE areas RENAME TO kept", f"CREATE VIEW areas AS {ENDLESS}")
    change(
        package,
        "UPDATE gpkg_geometry_columns SET table_name = 'areas'",
        "UPDATE gpkg_contents SET table_name = 'areas', identifier = 'areas'",
    )
    assert "The layer “areas” is a view; only tables are read." in only_fault(package)


def test_a_view_beside_the_layer_does_no_harm(package: Path) -> None:
    """Another view of the file is left alone."""
    change(package, f"CREATE VIEW busy AS {ENDLESS}")
    assert len(read_tables(package.parent).areas) == 2


def test_a_view_in_place_of_a_table_of_the_format(package: Path) -> None:
    """GDAL reads the tables of the format on opening; none of them may be a view."""
    change(
        package,
        "DROP TABLE gpkg_extensions",
        "CREATE VIEW gpkg_extensions AS SELECT 'a' AS table_name, 'b' AS column_name, "
        "'c' AS extension_name, 'd' AS definition, 'e' AS scope",
    )
    assert "a view in place of its table “gpkg_extensions”" in only_fault(package)


def test_a_column_that_is_worked_out_is_not_read(package: Path) -> None:
    """A generated column runs as a view does."""
    change(package, "ALTER TABLE areas ADD COLUMN more AS (hex(zeroblob(300000000)))")
    assert "only tables are read" in only_fault(package)


def test_a_damaged_database_is_said_to_be_damaged(package: Path) -> None:
    """Its pages are checked before GDAL opens it."""
    content = bytearray(package.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    for page in range(2, len(content) // size):
        content[page * size : page * size + 12] = b"\xff" * 12
    package.write_bytes(bytes(content))
    assert "damaged" in only_fault(package)


def test_a_system_whose_number_is_out_of_bounds(package: Path) -> None:
    """GDAL would cut the number to 32 bits, and take another system for it."""
    number = 2**32 + 27_700
    change(
        package,
        f"UPDATE gpkg_spatial_ref_sys SET srs_id = {number} WHERE srs_id = 4326",
        f"UPDATE gpkg_geometry_columns SET srs_id = {number}",
        f"UPDATE gpkg_contents SET srs_id = {number}",
    )
    assert "does not say in which reference system" in only_fault(package)
