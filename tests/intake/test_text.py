"""Delimited text, whatever wrote it."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from solver.errors import InputError
from solver.intake import read_tables

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = (
    "person_id,postcode,lon,lat,age,excluded_carers\n"
    "007,LE15 6AA,,,84,\nNA,,-0.7304,52.6705,,\nnull,,-0.7304,52.6705,,\n"
)
PACKAGES = (
    "package_id,person_id,service,contract_id\nk001,007,maintenance,t001\n"
    "k002,NA,respite,t002\nNaN,null,maintenance,t001\n"
)


def kept(folder: Path) -> None:
    """Put ids into the world that programs like to mangle."""
    (folder / "people.csv").write_text(PEOPLE)
    (folder / "packages.csv").write_text(PACKAGES)
    providers = (folder / "providers.csv").read_text(encoding="utf-8-sig")
    (folder / "providers.csv").write_text(providers.replace("Example Care", "NA"))


def test_ids_and_names_stay_as_written(folder: Path) -> None:
    """``007`` is not 7, and ``NA``, ``null`` and ``NaN`` are names."""
    kept(folder)
    tables = read_tables(folder)
    assert tables.people["person_id"].tolist() == ["007", "NA", "null"]
    assert tables.packages["package_id"].tolist() == ["k001", "k002", "NaN"]
    assert tables.providers["name"].tolist() == ["NA", "Sample Home Support"]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters(folder: Path, delimiter: str) -> None:
    """The delimiter is the one that the header uses."""
    expected = read_tables(folder).content_hash
    for name in ("people", "visits", "zones"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8-sig").replace(",", delimiter))
    assert read_tables(folder).content_hash == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(folder: Path, encoding: str, ending: str) -> None:
    """Byte-order marks and line ends of any system make no difference."""
    expected = read_tables(folder).content_hash
    path = folder / "people.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_bytes(text.replace("\n", ending).encode(encoding))
    assert read_tables(folder).content_hash == expected


def test_windows_1252_is_read_right(folder: Path) -> None:
    """Accents and pound signs come out as they went in."""
    path = folder / "providers.csv"
    text = path.read_text(encoding="utf-8-sig").replace("Example Care", "Café £ “Anna”")
    path.write_bytes(text.encode("cp1252"))
    assert read_tables(folder).providers["name"].tolist()[0] == "Café £ “Anna”"


def test_gzipped_text(folder: Path) -> None:
    """A .csv.gz is a .csv."""
    expected = read_tables(folder).content_hash
    path = folder / "visits.csv"
    (folder / "visits.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    assert read_tables(folder).content_hash == expected


def test_gzip_bomb(folder: Path) -> None:
    """Reading stops at the limit, however small the file."""
    (folder / "visits.csv").unlink()
    with gzip.open(folder / "visits.csv.gz", "wb", compresslevel=9) as stream:
        for _ in range(220):
            stream.write(bytes(1_000_000))
    assert (folder / "visits.csv.gz").stat().st_size < 1_000_000
    with pytest.raises(InputError, match=r"visits\.csv\.gz: The file unfolds to more than 200 MB"):
        read_tables(folder)


def test_cut_gzip(folder: Path) -> None:
    """Half a file cannot be unpacked."""
    path = folder / "visits.csv"
    whole = gzip.compress(path.read_bytes())
    (folder / "visits.csv.gz").write_bytes(whole[: len(whole) // 2])
    path.unlink()
    with pytest.raises(InputError, match="cannot be unpacked"):
        read_tables(folder)


def test_two_files_for_one_table(folder: Path) -> None:
    """Which of them counts is for the officer to say."""
    (folder / "people.xlsx").write_bytes(b"x")
    with pytest.raises(InputError, match=r"There are 2 files for people: people\.csv, people\.xls"):
        read_tables(folder)


def test_unknown_columns_are_not_stored(folder: Path) -> None:
    """What is not asked for is not kept, names least of all."""
    path = folder / "people.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text(
        "\n".join(
            f"{line},{extra}" for line, extra in zip(lines, ["Surname", "A", "B"], strict=True)
        )
    )
    tables = read_tables(folder)
    kept = ["person_id", "lon", "lat", "area_id", "age", "excluded_carers", "carer_gender"]
    assert list(tables.people) == kept
    assert [notice.column for notice in tables.report.notices] == ["Surname"]


def test_columns_in_any_order_and_spelling(folder: Path) -> None:
    """Capitals, spaces and hyphens do not matter."""
    expected = read_tables(folder).content_hash
    path = folder / "zones.csv"
    path.write_text("ZONE,Area ID\nNorth,oakham\nSouth,uppingham\n")
    assert read_tables(folder).content_hash == expected


def test_workbook_under_the_name_of_text(folder: Path) -> None:
    """A renamed workbook is named as such."""
    (folder / "people.csv").write_bytes(b"PK\x03\x04" + bytes(40))
    with pytest.raises(InputError, match=r"This is a workbook with the ending \.csv"):
        read_tables(folder)
