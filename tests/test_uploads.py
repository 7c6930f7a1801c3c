"""Loading a county as the Data page does: whatever is wrong, nothing that is here changes."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_county import small_county, streets

from office.jobs.runner import Runner
from office.loading import uploads
from office.store import StoreError, worlds
from office.store.database import Store
from solver import study
from solver.errors import MOST_SHOWN, HomeroundsError, InputError, ScenarioError
from solver.intake.checks import mending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from office.store import StoredWorld

DEMO_ROADS = (
    Path(__file__).resolve().parents[1] / "assets" / "demo" / "leicestershire" / "roads.osm.pbf"
)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    """Give the files of a small county that loads, by name."""
    return small_county(tmp_path / "county")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "data")
    yield store
    store.close()


def load(store: Store, files: dict[str, bytes]) -> StoredWorld:
    given = [(name, io.BytesIO(content)) for name, content in files.items()]
    return uploads.load(store, given, owner="Ann Officer")


def refused(store: Store, files: dict[str, bytes]) -> HomeroundsError:
    """Load files that will not do; the world that is here stays, and nothing else is kept."""
    before = worlds.every(store)
    with pytest.raises(HomeroundsError) as caught:
        load(store, files)
    assert worlds.every(store) == before
    assert list((store.folder / "staging").iterdir()) == []
    return caught.value


def test_a_county_is_kept_private_and_opens_from_the_roads_that_were_prepared_apart(
    store: Store, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = load(store, files)
    assert world.name == "Exampleshire"
    if sys.platform != "win32":
        kept = [*(store.folder / "worlds").rglob("*"), store.folder]
        assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in kept)
    monkeypatch.setattr("solver.roads.roads.read_roads", _never)
    opened = study.open_world(world.folder, cache=world.cache)
    assert opened.input_hash == world.input_hash
    Runner(store).delete_world(world.id)
    assert not (store.folder / "worlds" / world.id).exists()


def _never(_path: Path) -> None:
    raise AssertionError("the extract was read again, outside the process apart")


def test_capitals_in_a_name_do_not_matter(store: Store, files: dict[str, bytes]) -> None:
    files["People.CSV"] = files.pop("people.csv")
    assert load(store, files).name == "Exampleshire"


def cut_between_blocks(data: bytes) -> bytes:
    """Cut a .osm.pbf after its last block but one."""
    at, ends = 0, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        header = data[at + 4 : at + 4 + length]
        size, shift = 0, 0  # the last field of a block's header is the size of its data
        for byte in header[header.rindex(b"\x18") + 1 :]:
            size |= (byte & 127) << shift
            shift += 7
        at += 4 + length + size
        ends.append(at)
    assert ends[-1] == len(data)
    return data[: ends[-2]]


ROADS = {
    "not OpenStreetMap": (lambda _: b"no map at all " * 99, "is not an OpenStreetMap .osm.pbf"),
    "empty": (lambda _: b"", "roads.osm.pbf"),
    "cut in a block": (lambda data: data[: len(data) // 2], "ends in the middle of a block"),
    "cut between blocks": (cut_between_blocks, "damaged or cut short"),
}


@pytest.mark.parametrize("name", list(ROADS))
def test_roads_that_are_none(store: Store, files: dict[str, bytes], name: str) -> None:
    spoil, message = ROADS[name]
    del files["roads.osm"]
    files["roads.osm.pbf"] = spoil(DEMO_ROADS.read_bytes())
    error = refused(store, files)
    assert isinstance(error, InputError)
    assert len(error.faults) == 1
    assert message in str(error)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"roads.osm": streets("footway")}, "no road that a car may use"),
        ({"roads.osm": b'<!DOCTYPE a [<!ENTITY b "c">]><osm/>'}, "declares a document type"),
        ({"roads.graphml": b"<graphml/>"}, "There are several roads"),
        ({"people.csv": b""}, "The file is empty"),
        ({"people.csv": b"person_id,lon\nP\x001,2\n"}, "NUL byte"),
        ({"people.xlsm": b"PK", "people.csv": None}, "has macros"),
        ({"peeple.csv": b"x", "people.csv": None}, "Is it “peeple.csv”? Save it as people.csv"),
        ({"people.csv.gz": gzip.compress(b" " * 300_000_000), "people.csv": None}, "unfolds to"),
        ({"world.toml": b"name = ["}, "not TOML"),
    ],
)
def test_one_clear_message(
    store: Store, files: dict[str, bytes], change: dict[str, bytes | None], message: str
) -> None:
    for name, content in change.items():
        if content is None:
            del files[name]
        else:
            files[name] = content
    error = refused(store, files)
    assert isinstance(error, InputError)
    assert len(error.faults) == 1
    assert message in str(error)


@pytest.mark.parametrize("name", ["../people.csv", "C:\\people.csv", "people\0.csv", ""])
def test_a_path_in_a_name(store: Store, files: dict[str, bytes], name: str) -> None:
    assert isinstance(refused(store, files | {name: b"x"}), StoreError)


def test_a_scenario_that_is_none(store: Store, files: dict[str, bytes]) -> None:
    assert isinstance(refused(store, files | {"plan b.toml": b"nonsense = 1"}), ScenarioError)


def test_a_file_of_two_gigabytes_is_refused_while_it_arrives(
    store: Store, files: dict[str, bytes], tmp_path: Path
) -> None:
    huge = tmp_path / "huge"
    huge.touch()
    os.truncate(huge, 2_000_000_000)  # sparse: takes no room on the disk
    given = [(name, io.BytesIO(content)) for name, content in files.items()]
    with huge.open("rb") as stream, pytest.raises(StoreError, match="larger than 1,024 MB"):
        uploads.load(store, [("roads.osm.pbf", stream), *given], owner="Ann Officer")
    assert worlds.every(store) == ()
    assert list((store.folder / "staging").iterdir()) == []


def test_ten_thousand_faults_are_counted_and_the_first_are_listed(
    store: Store, files: dict[str, bytes]
) -> None:
    rows = "\n".join(f"q{number},LE15 6AA,,,-1," for number in range(10_000))
    files["people.csv"] += f"{rows}\n".encode()
    error = refused(store, files)
    assert isinstance(error, InputError)
    assert len(error.faults) == 10_000
    lines = str(error).splitlines()
    assert lines[0] == "10,000 faults found."
    assert len(lines) == MOST_SHOWN + 2
    assert lines[-1] == "… and 9,950 more."


def test_named_roads_without_internet(
    store: Store, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody answers there
    del files["roads.osm"]
    files["roads.toml"] = b'place = "Rutland, England"\n'
    assert "there is no internet here" in str(refused(store, files))


def test_a_layer_with_flaws_loads_once_its_repairs_are_asked_for(
    store: Store, files: dict[str, bytes], root: Path
) -> None:
    crossed = root / "tests" / "data" / "crossed-border" / "areas.geojson"
    files["areas.geojson"] = crossed.read_bytes()
    error = refused(store, files)
    assert isinstance(error, InputError)
    repairs = mending.repairs_for(error.faults)
    assert repairs == ("self-crossing",)
    world = load(store, files | {"repairs.toml": mending.repairs_toml(repairs).encode()})
    opened = study.open_world(world.folder, cache=world.cache)
    assert opened.tables.areas.is_valid.all()
    files["people.csv"] += b"broken,row\n"  # another fault beside it: nothing is offered
    error = refused(store, files)
    assert isinstance(error, InputError)
    assert mending.repairs_for(error.faults) == ()
