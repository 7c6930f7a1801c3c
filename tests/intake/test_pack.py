"""A county packed as one archive, and the archives that only look like one."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from solver.errors import InputError
from solver.intake import read_tables
from solver.intake.apart.safely import unpack_safely
from solver.intake.files.pack import is_pack, unpack

if TYPE_CHECKING:
    from pathlib import Path


def packed(tmp_path: Path, files: dict[str, bytes | str], **how: int) -> Path:
    path = tmp_path / "county.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def opened(tmp_path: Path, path: Path) -> dict[str, bytes]:
    out = tmp_path / "out"
    out.mkdir()
    contents = unpack(path, "county.zip", out)
    return {name: (out / str(i)).read_bytes() for i, name in enumerate(contents.names)}


def refusal(tmp_path: Path, path: Path) -> str:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(InputError) as caught:
        unpack(path, "county.zip", out)
    assert str(tmp_path) not in str(caught.value)
    return str(caught.value)


def test_layers_are_no_packs() -> None:
    assert is_pack("Leicestershire 2026.zip")
    assert not is_pack("areas.zip") and not is_pack("Zones.ZIP") and not is_pack("people.csv")


@pytest.mark.parametrize("top", ["", "rutland/", "export/rutland/"])
def test_a_packed_county_reads_as_its_folder(folder: Path, tmp_path: Path, top: str) -> None:
    files = {f"{top}{path.name}": path.read_bytes() for path in folder.iterdir()}
    files |= {f"{top}scenarios/wage.toml": "name = 'Wage'", f"{top}.DS_Store": "x"}
    files |= {f"__MACOSX/{top}._people.csv": "x", f"{top}~$people.xlsx": "x"}
    out = tmp_path / "out"
    contents = unpack_safely(packed(tmp_path, files), out)
    again = tmp_path / "again"
    again.mkdir()
    for place, name in enumerate(contents.names):
        if name != "wage.toml":
            (again / name).write_bytes((out / str(place)).read_bytes())
    assert "wage.toml" in contents.names
    assert contents.left_out == ()
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert read_tables(again).content_hash == read_tables(folder).content_hash


def test_what_is_no_part_of_a_county_is_named(tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = packed(tmp_path, {"w/people.csv": "a", "w/notes/READ ME.docx": "b", "w/map.png": "c"})
    assert unpack_safely(path, out).left_out == ("notes/READ ME.docx", "map.png")


@pytest.mark.parametrize(
    "name", ["../people.csv", "/etc/people.csv", "a/../../people.csv", "..\\people.csv", "C:/x.csv"]
)
def test_no_path_leads_out(tmp_path: Path, name: str) -> None:
    said = refusal(tmp_path, packed(tmp_path, {"world.toml": "x", name: "x"}))
    assert "has a path that leads out of the archive" in said
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["county.zip", "out"]


def test_a_name_with_a_nul_is_not_cut_short(tmp_path: Path) -> None:
    path = packed(tmp_path, {"people.csvX.exe": "x"})
    path.write_bytes(path.read_bytes().replace(b"people.csvX.exe", b"people.csv\0.exe"))
    assert "leads out of the archive" in refusal(tmp_path, path)


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "county.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, kind in (("people.csv", stat.S_IFLNK), ("visits.csv", stat.S_IFIFO)):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (kind | 0o777) << 16
            archive.writestr(entry, "/etc/passwd")
    said = refusal(tmp_path, path)
    assert "“people.csv” inside is a link or a device" in said
    assert "“visits.csv” inside is a link or a device" in said  # all faults at once


def test_a_bomb_is_not_lit(tmp_path: Path) -> None:
    said = refusal(tmp_path, packed(tmp_path, {"people.csv": bytes(60_000_000)}))
    assert "unfolds from" in said and "to 60 MB" in said


def test_a_file_that_says_it_is_small_is_read_no_further(tmp_path: Path) -> None:
    path = packed(tmp_path, {"people.csv": bytes(5_000_000)})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 5_000_000), struct.pack("<L", 10)))
    assert "“people.csv” inside is damaged" in refusal(tmp_path, path)
    assert all(file.stat().st_size <= 10 for file in (tmp_path / "out").iterdir())


def test_too_many_files_and_too_much_in_all_are_refused(tmp_path: Path) -> None:
    many = {f"n{i}.csv": "" for i in range(501)}
    assert "It holds 501 files" in refusal(tmp_path, packed(tmp_path, many))


def test_sizes_add_up_before_anything_is_read(tmp_path: Path) -> None:
    path = packed(tmp_path, {f"t{i}.osm": b"x" for i in range(3)})
    data = bytearray(path.read_bytes())
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:  # the directory's word for 1 byte
        data[at + 20 : at + 28] = struct.pack("<LL", 900_000_000, 900_000_000)
    path.write_bytes(bytes(data))
    assert "It unfolds to 2,700 MB" in refusal(tmp_path, path)


def test_a_password_is_asked_to_be_left_off(tmp_path: Path) -> None:
    path = packed(tmp_path, {"people.csv": "x"})
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(bytes(data))
    assert "protected by a password" in refusal(tmp_path, path)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a/world.toml": "", "b/world.toml": ""}, "It holds several counties: “a/world.toml”"),
        ({"world.toml": "", "old/people.csv": ""}, "“old/people.csv” lies in a folder inside"),
        ({"world.toml": "", "People.csv": "", "people.csv": ""}, "“people.csv” is there twice"),
        ({"world.toml": "", "more.zip": ""}, "“more.zip” is an archive inside the archive"),
        ({"photo.jpg": ""}, "It holds no file of a county"),
        ({}, "It holds no file of a county"),
    ],
)
def test_what_else_will_not_do(tmp_path: Path, files: dict[str, str], words: str) -> None:
    assert words in refusal(tmp_path, packed(tmp_path, files))


def test_damage_is_said_wherever_it_is(tmp_path: Path) -> None:
    path = tmp_path / "county.zip"
    path.write_bytes(b"PK\x03\x04 this is no archive")
    assert "damaged, or no .zip" in refusal(tmp_path, path)


def test_a_wrong_checksum_is_damage(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("people.csv", "person_id\np001\n")
    path = tmp_path / "county.zip"
    path.write_bytes(buffer.getvalue().replace(b"p001", b"p002"))
    assert "“people.csv” inside is damaged" in refusal(tmp_path, path)


def test_the_upload_is_named_in_the_process_apart_too(tmp_path: Path) -> None:
    path = packed(tmp_path, {"../x.csv": ""})
    with pytest.raises(InputError, match=r"My county\.zip: “\.\./x\.csv” inside has a path"):
        unpack_safely(path, tmp_path / "out", shown="My county.zip")
    assert not (tmp_path / "out").exists()
