"""Columns of an export are matched once: what is asked, what is begun with, what is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from office.loading import mappings
from office.store.database import Store
from solver.intake import TABLES
from solver.intake.mapping.mapping import ColumnMapping, TableMapping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXPORT = ("Call Ref", "Package Ref", "Visit days", "Planned Start", "Planned Duration", "Carers")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "data")
    yield store
    store.close()


def test_a_file_like_the_template_is_not_asked_about() -> None:
    header = [column.name for column in TABLES["visits"].columns]
    assert mappings.to_ask({"visits": header}, []) == []
    assert mappings.to_ask({"visits": [name.upper() for name in header]}, []) == []


def test_an_export_is_asked_about_with_suggestions() -> None:
    (asked,) = mappings.to_ask({"visits": EXPORT}, [])
    assert asked.table == "visits" and not asked.remembered
    assert {"visit_id", "start"} <= set(asked.missing)
    assert asked.begin.columns["start"] == "Planned Start"


def test_people_need_a_place() -> None:
    (asked,) = mappings.to_ask({"people": ["person_id", "Home postcode"]}, [])
    assert asked.missing == ("postcode",)
    assert asked.begin.columns["postcode"] == "Home postcode"
    assert mappings.to_ask({"people": ["person_id", "lon", "lat"]}, []) == []


def test_a_choice_is_found_again_by_its_columns(store: Store) -> None:
    part = TableMapping({"visit_id": "Call Ref", "start": "Planned Start"}, {}, {"start": "%H:%M"})
    mappings.remember(store, ColumnMapping("first", {"visits": part}))
    mappings.remember(store, ColumnMapping("other", {"carers": TableMapping({"mode": "How"})}))
    (asked,) = mappings.to_ask({"visits": EXPORT}, mappings.saved(store))
    assert asked.remembered and asked.begin == part
    (other,) = mappings.to_ask({"visits": ["Visit Ref"]}, mappings.saved(store))
    assert not other.remembered


def test_the_newest_choice_counts_and_few_are_kept(store: Store) -> None:
    for i in range(mappings.MOST_KEPT + 5):
        part = TableMapping({"visit_id": "Call Ref"}, {}, {}, {"carers": str(i)})
        mappings.remember(store, ColumnMapping("same", {"visits": part}))
    kept = mappings.saved(store)
    assert len(kept) == mappings.MOST_KEPT
    assert kept[0].tables["visits"].constants == {"carers": str(mappings.MOST_KEPT + 4)}


def test_words_are_read_in_pairs() -> None:
    assert mappings.words_of("Single = 1; Double=2 ;nonsense; = 3") == {
        "Single": "1",
        "Double": "2",
    }
    assert mappings.words_of("") == {}
