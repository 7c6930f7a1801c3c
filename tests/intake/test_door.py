"""Postcodes without a place (field case 16), damaged files, and faults to act on."""

from __future__ import annotations

import argparse
import gzip
import time
from typing import TYPE_CHECKING

import pytest

from solver.errors import InputError
from solver.intake import read_tables, write_templates
from solver.shell.validate import add_parser

if TYPE_CHECKING:
    from pathlib import Path


def faults(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    return [str(fault) for fault in caught.value.faults]


def add(folder: Path, rows: str, *, header: str = "postcode,lon,lat,doterm") -> None:
    """Add rows to the postcodes of the templates."""
    known = "LE15 6AA,-0.7310,52.6690,\nLE15 9AA,-0.7225,52.5885,\n"
    (folder / "postcodes.csv").write_text(f"{header}\n{known}{rows}")


SKIPPED = "was skipped, as no place is known: 1"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("JE1 1AA,0.000000,99.999999,", "without a grid reference"),
        ("IM1 1AA,,,", "without a grid reference"),
        ("IM1 1AA,0,0,", "without a grid reference"),
        ("LE15 7ZZ,-0.73,52.66,201305", "no longer in use"),
    ],
)
def test_postcodes_without_a_place_are_skipped(folder: Path, row: str, why: str) -> None:
    add(folder, row)
    tables = read_tables(folder)
    assert tables.postcodes["postcode"].tolist() == ["LE15 6AA", "LE15 9AA"]
    assert [str(n.message) for n in tables.report.notices] == [f"1 row {SKIPPED} {why}."]


def test_one_notice_counts_them_all(folder: Path) -> None:
    add(folder, "JE1 1AA,0,99.999999,\nGY1 1AA,0,99.999999,\nLE15 7ZZ,-0.73,52.66,2013\n")
    (notice,) = read_tables(folder).report.notices
    assert notice.message == (
        "3 rows were skipped, as no place is known: 1 no longer in use, 2 without a grid reference."
    )


@pytest.mark.parametrize("row", ["ZZ9 9AA,0.0,0.0,", "ZZ99AA,-0.73,52.66,2013"])
def test_a_person_at_such_a_postcode_is_a_fault(folder: Path, row: str) -> None:
    add(folder, row)
    path = folder / "people.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("LE15 6AA", "ZZ9 9AA"))
    (fault,) = faults(folder)
    assert fault.startswith(
        "people.csv, row 2, column postcode: The postcode, in ZZ9, has no place"
    )


def test_a_postcode_that_is_in_use_again_is_known(folder: Path) -> None:
    add(folder, "LE15 6AA,-0.70,52.60,1998")
    assert len(read_tables(folder).people) == 2


def test_half_a_place_is_a_fault(folder: Path) -> None:
    add(folder, "LE15 7ZZ,,52.66,")
    assert faults(folder)[0].startswith("postcodes.csv, row 4, column lon: The cell is empty.")


DAMAGE = {
    "world.toml": ("a = " + "[" * 20_000 + "]" * 20_000, "nested too deep"),
    "rates.toml": ("a = " + "1" * 5_000, ""),
    "mapping.toml": ('[visits.formats]\nstart = "%d/%d %H:%M"', "has a code twice"),
    "repairs.toml": ("mend = " + "1" * 5_000, "a number that is too long"),
    # a list where a word belongs
    "repairs.toml ": ('mend = [["self-crossing"]]', "There is no repair"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_hostile_settings_end_in_a_sentence(folder: Path, name: str) -> None:
    text, said = DAMAGE[name]
    (folder / name.strip()).write_text(text)
    if said:
        (fault,) = faults(folder)
        assert fault.startswith(name.strip())
        assert said in fault
    else:
        assert validate(folder) == 1


@pytest.mark.parametrize("text", ["current_rate = 0", f"current_rate = 0x{'f' * 5_000}",
                                  'data_date = "0206-04-06"', f'name = "{"x" * 300}"'])  # fmt: skip
def test_bounds_of_settings(folder: Path, text: str) -> None:
    path = folder / "world.toml"
    key = text.split(" = ")[0]
    lines = [line for line in path.read_text().splitlines() if not line.startswith(f"{key} =")]
    path.write_text("\n".join([*lines, text]))
    (fault,) = faults(folder)
    assert fault.startswith(f"world.toml, column {key}:")


@pytest.mark.parametrize("at", range(20, 60, 8))
def test_a_damaged_gz_ends_in_a_sentence(folder: Path, at: int) -> None:
    raw = bytearray(gzip.compress((folder / "people.csv").read_bytes() * 40))
    raw[at] ^= 0xFF
    (folder / "people.csv").unlink()
    (folder / "people.csv.gz").write_bytes(raw)
    assert faults(folder)[0].startswith("people.csv.gz")


def test_a_workbook_whose_contents_are_damaged(folder: Path) -> None:
    write_templates(folder, "xlsx")
    for path in folder.glob("*.csv"):
        path.unlink()
    path = folder / "people.xlsx"
    raw = bytearray(path.read_bytes())
    begin = raw.find(b"[Content_Types].xml") + 25
    raw[begin : begin + 30] = bytes(30)
    path.write_bytes(raw)
    (fault,) = faults(folder)
    assert fault.startswith("people.xlsx: The workbook is damaged")


def test_without_zones_one_fault_stands(folder: Path) -> None:
    (folder / "zones.csv").unlink()
    (fault,) = faults(folder)
    assert fault.startswith("zones.csv: The file is missing, and no area of areas.geojson says")


def test_many_unknown_ids_take_no_time(folder: Path) -> None:
    """Spelling is looked up for the first few only; 40,000 rows here, 400,000 in ten seconds."""
    path = folder / "visits.csv"
    header = path.read_text(encoding="utf-8-sig").splitlines()[0]
    row = "daily,1,1,07:30,30,1,,,,no"
    path.write_text(header + "\n" + "".join(f"s{i:06},x{i},{row}\n" for i in range(40_000)))
    begun = time.process_time()
    assert len(faults(folder)) >= 40_000
    assert time.process_time() - begun < 10


def validate(folder: Path) -> int:
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    options = parser.parse_args(["validate", str(folder)])
    code: int = options.run(options)
    return code


def test_validate_lists_rates_and_scenarios_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "zones.csv").unlink()
    (folder / "rates.toml").write_text(
        '["band Urban"]\nvalues = [{ from = 2020-01-01, value = 0, source = "a slip" }]\n'
    )
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "a.toml").write_text("[prices]\nwages = 1\n")
    assert validate(folder) == 1
    said = capsys.readouterr().err
    assert "zones.csv: The file is missing" in said
    assert "rates.toml: [band Urban] from 2020-01-01 is 0 pounds an hour" in said
    assert "scenarios/a.toml: [prices] has no choice 'wages'" in said
