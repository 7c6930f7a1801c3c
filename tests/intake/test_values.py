"""Text of a cell → value."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

from solver.domain import DAYS
from solver.intake import TABLES
from solver.intake.cells.limits import BadValue
from solver.intake.cells.values import read_value
from solver.intake.cells.words import is_error
from solver.intake.files.text import split_text
from solver.intake.findings import Findings
from solver.intake.schema.columns import Field, Kind
from solver.intake.typed import read_cells


def column(kind: Kind, **options: Any) -> Field:
    """Make a column of a kind."""
    return Field("cell", kind, "A cell.", ("", ""), **options)


GOOD: list[tuple[Kind, str, object]] = [
    ("time", "07:30", 27_000),
    ("time", "7:30", 27_000),
    ("time", "07:30:15", 27_015),
    ("time", "7:30 pm", 70_200),
    ("time", "12:05 am", 300),
    ("time", "12:05PM", 43_500),
    ("time", "24:30", 88_200),
    ("minutes", "30", 1_800),
    ("minutes", "22.5", 1_350),
    ("hours", "37.5", 135_000),
    ("hours", "37:30", 135_000),
    ("pounds", "19.56", 1_956),
    ("pounds", "£1,234.50", 123_450),
    ("pounds", "20.200000000000003", 2_020),
    ("days", "daily", 127),
    ("days", "mon tue wed", 7),
    ("days", "Mon, Wed; FRI", 21),
    ("days", "mon - fri", 31),
    ("days", "sat-mon", 97),
    ("days", "Thursday/sunday", 72),
    ("days", "weekends", 96),
    ("yesno", "Yes", True),
    ("yesno", "0", False),
    ("list", " a; b ;a;", "a;b"),
    ("shifts", "07:00-11:00; 16:00-22:30", "25200-39600;57600-81000"),
    ("shifts", "22:00–07:00", "79200-111600"),
    ("whole", "2.0", 2),
    ("postcode", "le15  6aa", "LE15 6AA"),
    ("postcode", "EC1A1BB", "EC1A 1BB"),
]

BAD: list[tuple[Kind, str]] = [
    ("time", "7.30"),
    ("time", "0730"),
    ("time", "13:00 pm"),
    ("time", "07:60"),
    ("time", "27:01"),
    ("time", "-1:00"),
    ("minutes", "30 min"),
    ("minutes", "inf"),
    ("hours", "37:75"),
    ("pounds", "19.565"),
    ("pounds", "nan"),
    ("pounds", "1_000"),
    ("pounds", "£"),
    ("days", "mon tues wednes"),
    ("days", ";"),
    ("yesno", "maybe"),
    ("shifts", "07:00"),
    ("shifts", "07:00-07:00"),
    ("shifts", "07:00-12:00; 11:00-13:00"),
    ("shifts", "25:00-26:00"),
    ("shifts", ";"),
    ("whole", "2.5"),
    ("whole", "1_0"),
    ("degrees", "52,67"),
    ("postcode", "LE15"),
    ("postcode", "not known"),
]


@pytest.mark.parametrize(("kind", "text", "value"), GOOD)
def test_reads(kind: Kind, text: str, value: object) -> None:
    """What officers write is understood."""
    assert read_value(text, column(kind, most=27 if kind == "time" else None)) == value


@pytest.mark.parametrize(("kind", "text"), BAD)
def test_refuses(kind: Kind, text: str) -> None:
    """What could mean two things, or nothing, is not guessed at."""
    with pytest.raises(BadValue) as caught:
        read_value(text, column(kind, most=27 if kind == "time" else None))
    assert caught.value.cure


@given(st.integers(0, 27 * 3_600))
def test_every_second_of_the_day_survives(seconds: int) -> None:
    """A time written as HH:MM:SS reads back, past midnight too."""
    text = f"{seconds // 3_600:02d}:{seconds % 3_600 // 60:02d}:{seconds % 60:02d}"
    assert read_value(text, column("time", most=27)) == seconds


@given(st.integers(0, 10**9))
def test_every_penny_survives(pence: int) -> None:
    """Pounds with thousands parted by commas read back to the penny."""
    assert read_value(f"£{pence // 100:,}.{pence % 100:02d}", column("pounds")) == pence


@given(st.integers(1, 127))
def test_every_set_of_days_survives(mask: int) -> None:
    """Any set of days, by name."""
    text = " ".join(day for i, day in enumerate(DAYS) if mask >> i & 1)
    assert read_value(text, column("days")) == mask


@given(
    st.lists(st.integers(0, 1_439), min_size=2, max_size=8, unique=True).filter(
        lambda minutes: len(minutes) % 2 == 0
    )
)
def test_every_list_of_shifts_survives(minutes: list[int]) -> None:
    """Shifts in order come out as seconds, in the same order."""
    ends = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in sorted(minutes)]
    text = "; ".join(f"{a}-{b}" for a, b in zip(ends[::2], ends[1::2], strict=True))
    expected = sorted(minute * 60 for minute in minutes)
    pairs = zip(expected[::2], expected[1::2], strict=True)
    assert read_value(text, column("shifts")) == ";".join(f"{a}-{b}" for a, b in pairs)


names = (
    st.text(min_size=1, max_size=20).map(str.strip).filter(lambda text: text and "\0" not in text)
)


@given(st.lists(names, min_size=1, max_size=6, unique=True), st.sampled_from(",;\t|"))
def test_any_id_survives_any_delimiter(ids: list[str], delimiter: str) -> None:
    """Ids with quotes, delimiters, line ends and accents come out as they went in."""
    assume(not any(is_error(item) for item in ids))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(["area_id", "zone"])
    writer.writerows([[item, "North"] for item in ids])
    findings = Findings()
    cells = split_text(stream.getvalue(), "zones.csv", findings)
    assert cells is not None
    typed = read_cells(TABLES["zones"], cells, findings)
    assert typed is not None
    assert typed.frame["area_id"].tolist() == ids
    assert findings.faults == []
