"""Whatever happens to a file, the answer is tables or a list of faults, never a crash."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from solver.errors import InputError
from solver.intake import read_tables, write_templates

CSVS = (
    *("people", "packages", "contracts", "visits", "carers", "providers", "rounds"),
    *("settlements", "postcodes", "zones", "bands"),
)
often = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def reads_or_lists_faults(folder: Path) -> None:
    """Read; anything but tables or faults fails the test."""
    try:
        tables = read_tables(folder)
    except InputError as error:
        assert error.faults
        for fault in error.faults:
            assert fault.file
            assert fault.message
    else:
        assert len(tables.content_hash) == 64


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of a right world."""
    folder = tmp_path_factory.mktemp("right")
    write_templates(folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def with_file(originals: dict[str, bytes], name: str, content: bytes, *, without: str = "") -> None:
    """Read the right world with one file changed, and perhaps one left out."""
    with tempfile.TemporaryDirectory() as room:
        for other, right in originals.items():
            if other == without:
                continue
            (Path(room) / other).write_bytes(content if other == name else right)
        reads_or_lists_faults(Path(room))


@often
@given(st.sampled_from(CSVS), st.data())
def test_cells_replaced_by_anything(
    originals: dict[str, bytes], table: str, data: st.DataObject
) -> None:
    """One cell of one table holds any text at all, with a layer of areas or with catchments."""
    name = f"{table}.csv"
    rows = [line.split(",") for line in originals[name].decode("utf-8-sig").splitlines()]
    i = data.draw(st.integers(0, len(rows) - 1))
    j = data.draw(st.integers(0, len(rows[i]) - 1))
    odd = st.sampled_from(
        ["", "-1", "1e400", "9" * 40, "0x10", "١٢", "24:00", "26:59", "nan", "inf", ";", "-", "007",
         "NA", "mon-sun", "07:00-06:59", "90.0001", "-0.0", "''", '"', "£", "p001;", "\u202e"]
    )  # fmt: skip
    rows[i][j] = data.draw(st.one_of(odd, st.text(max_size=12)))
    text = "\n".join(",".join(row) for row in rows)
    layer = data.draw(st.sampled_from(["", "areas.geojson"]))
    with_file(originals, name, text.encode("utf-8", "surrogatepass"), without=layer)


@often
@given(st.data())
def test_bytes_cut_and_changed(originals: dict[str, bytes], data: st.DataObject) -> None:
    """Any file is cut short, and some of its bytes are changed."""
    name = data.draw(st.sampled_from(sorted(originals)))
    content = bytearray(originals[name])
    del content[data.draw(st.integers(0, len(content))) :]
    for _ in range(data.draw(st.integers(0, 3)) if content else 0):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with_file(originals, name, bytes(content))


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@often
@given(st.data())
def test_layer_with_any_json_in_it(originals: dict[str, bytes], data: st.DataObject) -> None:
    """A GeoJSON may hold any JSON where a geometry, a property or a system should stand."""
    layer = json.loads(originals["areas.geojson"])
    feature = layer["features"][data.draw(st.integers(0, 1))]
    parts: list[tuple[dict[str, Any], str]] = [
        (layer, "crs"), (layer, "features"), (feature, "geometry"), (feature, "properties"),
        (feature["geometry"], "coordinates"), (feature["geometry"], "type"),
        (feature["properties"], "area_id"), (feature["properties"], "population"),
    ]  # fmt: skip
    where, key = data.draw(st.sampled_from(parts))
    where[key] = data.draw(json_values)
    with_file(originals, "areas.geojson", json.dumps(layer).encode())


@often
@given(
    st.dictionaries(st.sampled_from(["name", "data_date", "current_rate", "sources"]), json_values)
)
def test_settings_of_any_kind(originals: dict[str, bytes], values: dict[str, Any]) -> None:
    """Keys of world.toml hold values of any kind."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    with_file(originals, "world.toml", "\n".join(lines).encode())
