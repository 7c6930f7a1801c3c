"""Uploads: read apart, within limits, and kept all or none."""

from __future__ import annotations

import json
import stat
import sys
from typing import TYPE_CHECKING

import pandas as pd
import psutil
import pytest

from solver.errors import InputError
from solver.intake import headers_safely, parse_safely, read_tables, stage_upload
from solver.intake.apart.calling import called_apart
from solver.intake.apart.process import BrokeOff, TooLong, run_apart
from solver.intake.tables import FRAMES, content_hash

if TYPE_CHECKING:
    from pathlib import Path


def faults_of(error: InputError) -> list[str]:
    """Return the faults as text."""
    return [str(fault) for fault in error.faults]


def uploads(folder: Path) -> list[tuple[str, bytes]]:
    """Return the files of a folder as a browser sends them."""
    return [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


def test_tables_come_back_equal(folder: Path) -> None:
    """What the other process read is what this one would have read."""
    visits = folder / "visits.csv"
    visits.write_text(visits.read_text(encoding="utf-8-sig").replace("19:15", "15:15"))
    (folder / "rounds.csv").unlink()
    here, apart = read_tables(folder), parse_safely(uploads(folder))
    assert len(here.report.notices) == 1  # a notice travels too
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(apart, name), getattr(here, name))
    assert (apart.about, apart.report) == (here.about, here.report)
    assert apart.areas.crs == here.areas.crs
    assert content_hash(apart) == apart.content_hash == here.content_hash
    for name, origin in here.origins.items():
        assert apart.origins[name].file == origin.file
        assert apart.origins[name].rows.tolist() == origin.rows.tolist()


def test_faults_come_back_in_the_same_words(folder: Path) -> None:
    """All of them, by file and row."""
    people = folder / "people.csv"
    people.write_text(people.read_text().replace("LE15 6AA", "LEI5 6AA").replace("84", "-1"))
    with pytest.raises(InputError) as here:
        read_tables(folder)
    with pytest.raises(InputError) as apart:
        parse_safely(folder)
    assert apart.value.faults == here.value.faults
    assert len(apart.value.faults) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of memory")
def test_too_much_memory_is_one_clear_message(folder: Path) -> None:
    """A table that does not fit within the limit takes only its own process down."""
    rows = "\n".join(f"LE{i % 90 + 10} {i % 9}AA,0.1,52.1" for i in range(400_000))
    (folder / "postcodes.csv").write_text(f"postcode,lon,lat\n{rows}\n")
    with pytest.raises(InputError) as caught:
        parse_safely(folder, memory_mb=560)
    (text,) = faults_of(caught.value)
    assert text.startswith("files: Reading the files needed more than 560 MB of memory")


def test_headers_of_an_export_can_be_looked_at() -> None:
    """Columns that no table of ours has are listed as written, to be mapped."""
    headers = headers_safely([("visits.csv", b"Visit Ref;Planned Start\nV1;x\n")])
    assert headers == {"visits": ["Visit Ref", "Planned Start"]}


def test_too_long_is_one_clear_message(folder: Path) -> None:
    """The clock stops what does not end."""
    with pytest.raises(InputError) as caught:
        parse_safely(folder, seconds=0.05)
    (text,) = faults_of(caught.value)
    assert text.startswith("files: Reading the files took longer than 0.05 seconds")


def test_a_process_that_is_stopped_is_gone(tmp_path: Path) -> None:
    """Nothing is left running after its time."""
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with pytest.raises(TooLong):
        run_apart("solver.intake.apart.child", [], memory_mb=1024, seconds=0)
    after = {child.pid for child in psutil.Process().children(recursive=True)}
    assert after <= before


def test_a_call_that_ends_without_a_word_leaves_nothing(tmp_path: Path) -> None:
    """A reader that a file broke is told from one that found faults."""
    with (
        pytest.raises(BrokeOff) as caught,
        called_apart(json.loads, tmp_path, memory_mb=1024, seconds=60),  # it takes no folder
    ):
        raise AssertionError("there is something to read")
    assert caught.value.code == 1


def test_upload_appears_whole_and_private(folder: Path, tmp_path: Path) -> None:
    """The folder is for its owner only and reads as it was sent."""
    target = stage_upload(uploads(folder), tmp_path / "worlds" / "new")
    assert read_tables(target).content_hash == read_tables(folder).content_hash
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o700
    assert [path.name for path in target.parent.iterdir()] == ["new"]


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("../people.csv", "has a path in its name"),
        ("/etc/people.csv", "has a path in its name"),
        ("C:\\data\\people.csv", "has a path in its name"),
        ("people.csv\0.xlsx", "has a path in its name"),
        ("people.xlsm", "may have macros"),
        ("people.xls", "format that is not read"),
        ("peeple.csv", "Did you mean “people.csv”?"),
        (".people.csv", "No file of a world has this name"),
        ("", "has a path in its name"),
    ],
)
def test_names_that_will_not_do(folder: Path, tmp_path: Path, name: str, phrase: str) -> None:
    """Nothing is saved, not even the files that were right."""
    with pytest.raises(InputError) as caught:
        stage_upload([*uploads(folder), (name, b"x")], tmp_path / "worlds" / "new")
    (text,) = faults_of(caught.value)
    assert phrase in text
    assert not (tmp_path / "worlds").exists()


def test_file_given_twice(tmp_path: Path) -> None:
    """Capitals do not tell two files apart."""
    with pytest.raises(InputError, match="is there twice"):
        stage_upload([("people.csv", b"a"), ("People.CSV", b"b")], tmp_path / "new")


def test_empty_upload(tmp_path: Path) -> None:
    """A file of no bytes is refused before it is saved."""
    with pytest.raises(InputError, match=r"people\.csv: The file is empty"):
        stage_upload([("people.csv", b"")], tmp_path / "new")


def test_current_world_is_left_as_it_is(folder: Path, tmp_path: Path) -> None:
    """A world of that name is never written over."""
    before = uploads(folder)
    with pytest.raises(InputError, match="A world of this name exists"):
        stage_upload([("people.csv", b"x")], folder)
    assert uploads(folder) == before


def sparse(path: Path, size: int) -> Path:
    """Make a file that claims ``size`` bytes and takes up none."""
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx", "areas.gpkg", "roads.osm.pbf"])
def test_two_gigabytes_are_refused_unread(tmp_path: Path, name: str) -> None:
    """The size in the file system is enough."""
    big = sparse(tmp_path / name, 2_000_000_000)
    with pytest.raises(InputError, match=r"The file is 2,000 MB; files of this kind may have"):
        stage_upload([(name, big)], tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_two_gigabytes_in_a_folder_are_refused_unread(folder: Path) -> None:
    """Nor does reading a folder open such a file."""
    sparse(folder / "people.csv", 2_000_000_000)
    with pytest.raises(InputError, match=r"people\.csv: The file is 2,000 MB"):
        read_tables(folder)
