"""Loading a county: sound files are kept and open, faulty ones leave everything as it was."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from dashboard import uploads
from dashboard.store import StoreError, open_store, worlds
from solver.errors import InputError
from solver.intake import write_templates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("data_folder")


@pytest.fixture(autouse=True)
def nothing_left_behind(data_folder: Path) -> Iterator[None]:
    yield
    staging = data_folder / "staging"
    assert not staging.exists() or list(staging.iterdir()) == []


def files_of(folder: Path) -> list[tuple[str, io.BytesIO]]:
    return [
        (path.name, io.BytesIO(path.read_bytes())) for path in folder.iterdir() if path.is_file()
    ]


def test_the_demo_countys_own_files_load(root: Path) -> None:
    store = open_store()
    world = uploads.load(store, files_of(root / "assets/demo/leicestershire"), owner="officer")
    assert world.origin == "loaded"
    assert world.input_hash
    assert any(world.cache.iterdir()), "the roads were prepared for nothing"
    assert world in worlds.every(store)


@pytest.mark.parametrize("roads", ["roads.osm.pbf", ""])
def test_faulty_roads_leave_everything_as_it_was(tmp_path: Path, roads: str) -> None:
    store = open_store()
    before = worlds.every(store)
    write_templates(tmp_path / "w")
    files = files_of(tmp_path / "w")
    if roads:
        files.append((roads, io.BytesIO(b"this is not an extract")))
    with pytest.raises(InputError) as caught:
        uploads.load(store, files, owner="officer")
    assert caught.value.faults
    assert worlds.every(store) == before


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    store = open_store()
    before = worlds.every(store)
    write_templates(tmp_path / "w")
    (tmp_path / "w" / "people.csv").write_text("person_id,lon\nP1,-1.1\n", encoding="utf-8")
    (tmp_path / "w" / "carers.csv").write_text("", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        uploads.load(store, files_of(tmp_path / "w"), owner="officer")
    assert {fault.file for fault in caught.value.faults} >= {"people.csv", "carers.csv"}
    assert worlds.every(store) == before


@pytest.mark.parametrize("name", ["../people.csv", "a\0.csv", "/etc/passwd"])
def test_a_path_in_a_name_is_refused(name: str) -> None:
    with pytest.raises(StoreError):
        uploads.load(open_store(), [(name, io.BytesIO(b"x"))], owner="officer")


def test_no_file_at_all() -> None:
    with pytest.raises(StoreError, match="Choose the files"):
        uploads.load(open_store(), [], owner="officer")
