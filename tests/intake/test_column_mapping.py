"""Exports of other systems become our tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from solver.errors import InputError
from solver.intake import TABLES, read_tables
from solver.intake.mapping import mapping as mappings
from solver.intake.mapping.mapping import ColumnMapping, TableMapping, mapping_from_toml, recall
from solver.intake.mapping.suggest import as_mapping, suggest

EXAMPLES = sorted((Path(mappings.__file__).parent / "examples").glob("*.toml"))

ROSTER = (
    "Visit Ref,Care Package Id,Planned Start,Planned Duration,Carers Required,Priority,Comment\n"
    "V1,k001,06/04/2026 07:30,00:30,Single,Critical,back door\n"
    "V2,k002,08/04/2026 19:15,00:45,Double,Flexible,\n"
)
ROUNDS = "Visit Ref,Staff Id,Planned Start\nV1,c001,06/04/2026 07:30\n"


def roster(folder: Path) -> None:
    """Put a rostering export in place of visits and rounds."""
    (folder / "visits.csv").write_text(ROSTER)
    (folder / "rounds.csv").write_text(ROUNDS)
    example = next(path for path in EXAMPLES if "rostering" in path.name)
    (folder / "mapping.toml").write_text(example.read_text(encoding="utf-8"))


def test_a_rostering_export_reads_through_its_mapping(folder: Path) -> None:
    """6 April 2026 is a Monday; dates give days, times and lengths."""
    roster(folder)
    tables = read_tables(folder)
    read = tables.visits[["visit_id", "days", "start_s", "service_s", "carers_required"]]
    assert read.to_numpy().tolist() == [["V1", 1, 27_000, 1_800, 1], ["V2", 4, 69_300, 2_700, 2]]
    assert tables.visits["time_critical"].tolist() == [True, False]
    assert tables.rounds[["day", "shift", "start_s"]].to_numpy().tolist() == [["mon", 0, 27_000]]
    assert [notice.column for notice in tables.report.notices] == ["Comment"]


def test_a_cell_in_another_format_is_a_fault_with_its_row(folder: Path) -> None:
    """An American date among British ones is not guessed at."""
    roster(folder)
    (folder / "visits.csv").write_text(ROSTER.replace("08/04/2026", "04/28/2026"))
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (3, "days"),
        (3, "start"),
    ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_labelled_and_fit_the_schema(path: Path) -> None:
    """Each says that it is invented, reads, and maps every column that a table needs."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# INVENTED EXAMPLE")
    mapping = mapping_from_toml(text)
    assert "invented example" in mapping.name
    for name, part in mapping.tables.items():
        needed = {column.name for column in TABLES[name].columns if column.required}
        assert needed <= {*part.columns, *part.constants}, name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_what_would_be_suggested(path: Path) -> None:
    """The columns of the examples are found by name, but for those used twice or by an odd name."""
    mapping = mapping_from_toml(path.read_text(encoding="utf-8"))
    for name, part in mapping.tables.items():
        header = list(dict.fromkeys(part.columns.values()))
        found = as_mapping(suggest(TABLES[name], header)).columns
        assert found.items() <= part.columns.items() | {("start", "Planned Start")}
        assert len(found) >= len(header) - 1


def test_a_layer_of_statistics_offices_reads_through_a_mapping(folder: Path) -> None:
    """Layers come with codes of their own: LSOA21CD is the id, LSOA21NM the name."""
    layer = (folder / "areas.geojson").read_text()
    layer = layer.replace('"area_id"', '"LSOA21CD"').replace('"name"', '"LSOA21NM"')
    (folder / "areas.geojson").write_text(layer)
    (folder / "mapping.toml").write_text(
        '[areas.columns]\narea_id = "LSOA21CD"\nname = "lsoa21nm"\n'
        '[areas.values.name]\nOakham = "Oakham town"\n'
    )
    areas = read_tables(folder).areas
    assert areas["area_id"].tolist() == ["oakham", "uppingham"]
    assert areas["name"].tolist() == ["Oakham town", "Uppingham"]


def test_suggestions_take_the_likeliest_pairs_once() -> None:
    """No column of the export serves two of ours."""
    header = ["Client Ref", "Post Code", "Latitude", "Longitude", "Favourite colour"]
    pairs = {pair.ours: pair.theirs for pair in suggest(TABLES["people"], header)}
    assert pairs == {
        "person_id": "Client Ref",
        "postcode": "Post Code",
        "lon": "Longitude",
        "lat": "Latitude",
    }


def test_a_saved_mapping_is_recalled_for_the_same_columns(folder: Path) -> None:
    """It is found by the columns it takes, whatever others there are."""
    part = TableMapping(columns={"person_id": "Client Ref", "postcode": "PC"})
    mapping = ColumnMapping("ours", {"people": part})
    mapping.save(folder)
    saved = [ColumnMapping(), mapping_from_toml((folder / "mapping.toml").read_text())]
    assert recall(saved, "people", ["client_ref", "pc", "more"]) == part
    assert recall(saved, "people", ["client_ref"]) is None
    assert recall(saved, "visits", ["client_ref", "pc"]) is None


words = st.text(min_size=1, max_size=12).filter(lambda text: text.isprintable())
columns = st.sampled_from(sorted(TABLES["visits"].by_name))
parts = st.builds(
    TableMapping,
    columns=st.dictionaries(columns, words),
    values=st.dictionaries(columns, st.dictionaries(words, words, min_size=1)),
    formats=st.dictionaries(columns, words),
    constants=st.dictionaries(columns, words),
)


@given(st.builds(ColumnMapping, name=words, tables=st.fixed_dictionaries({"visits": parts})))
def test_mapping_survives_its_file(mapping: ColumnMapping) -> None:
    """Whatever the names, the TOML reads back equal."""
    assert mapping_from_toml(mapping.to_toml()) == mapping


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("[visits.columns", "is not TOML"),
        ('[visits.columns]\nvisit_id = ""\nnope = "x"\n', "There is no such column"),
        ("[visits.columns]\nvisit_id = 3\n", "The value is not text"),
        ('[visits.colums]\nvisit_id = "x"\n', "There is no part “colums”"),
        ('visits = "x"\n', "There is no such table"),
        ('[visits]\ncolumns = "x"\n', "is not a table"),
        ('[visits.values]\ntime_critical = "x"\n', "is not a table"),
    ],
)
def test_wrong_mappings_are_refused(text: str, phrase: str) -> None:
    """A mapping that an officer edited by hand says what is wrong with it."""
    with pytest.raises(InputError, match=phrase):
        mapping_from_toml(text)
