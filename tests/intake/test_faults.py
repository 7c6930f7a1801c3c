"""Each folder of tests/data is a fault laid over the example world.

``faults.txt`` (or ``notices.txt``, where it still loads) is what the officer
then reads, to the letter.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from solver.errors import InputError
from solver.intake import read_tables

DATA = Path(__file__).resolve().parents[1] / "data"
FAULTY = sorted(path.parent.name for path in DATA.glob("*/faults.txt"))
NOTICED = sorted(path.parent.name for path in DATA.glob("*/notices.txt"))


def lay_over(folder: Path, case: str) -> None:
    """Copy the files of a case over a right world."""
    for path in (DATA / case).iterdir():
        if path.suffix != ".txt":
            shutil.copyfile(path, folder / path.name)


def test_every_folder_says_what_to_expect() -> None:
    """No case is left out of the two tests below."""
    assert sorted([*FAULTY, *NOTICED]) == sorted(path.name for path in DATA.iterdir())


@pytest.mark.parametrize("case", FAULTY)
def test_fault_is_listed_with_its_row_and_cure(folder: Path, case: str) -> None:
    """All faults of the folder are listed at once, in these words."""
    lay_over(folder, case)
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    assert f"{caught.value}\n" == (DATA / case / "faults.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", NOTICED)
def test_notice_loads_and_is_listed(folder: Path, case: str) -> None:
    """The world loads, and its quality report says so."""
    lay_over(folder, case)
    lines = [
        f"{notice.file}, {notice.row}, {notice.column}: {notice.message}\n"
        for notice in read_tables(folder).report.notices
    ]
    assert "".join(lines) == (DATA / case / "notices.txt").read_text(encoding="utf-8")
