"""Loading a county: sound files are kept and open, faulty ones leave everything as it was."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from dashboard.data import mapping
from office.jobs.startup import open_store
from office.loading import uploads
from office.store import StoreError, worlds
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


class Given(io.BytesIO):
    """A file as the browser sends it."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name
        self.file_id = name


def packed(files: dict[str, bytes]) -> Given:
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return Given("Rutland.zip", pack.getvalue())


def test_a_packed_county_is_the_same_as_its_files(tmp_path: Path, data_folder: Path) -> None:
    write_templates(tmp_path / "w")
    files = {path.name: path.read_bytes() for path in (tmp_path / "w").iterdir()}
    given = packed({f"rutland/{name}": content for name, content in files.items()})
    found = mapping.files_to_load([given])
    assert {name: stream.read() for name, stream in found} == files
    rooms = list((data_folder / "staging").iterdir())
    assert len(rooms) == 1 and rooms[0].stat().st_mode & 0o077 == 0
    mapping.files_to_load([])  # taken out of the uploader again
    assert list((data_folder / "staging").iterdir()) == []


def test_a_hostile_archive_leaves_nothing_behind() -> None:
    with pytest.raises(InputError, match=r"Rutland\.zip: .*leads out of the archive"):
        mapping.files_to_load([packed({"../../people.csv": b"person_id"})])
