"""The page docs/data.md says what the schema says."""

from __future__ import annotations

from solver.intake import TABLES
from solver.intake.schema.document import PAGE, data_page
from solver.intake.schema.layers import LAYERS


def test_page_is_up_to_date() -> None:
    """Write it afresh by ``python -m solver.intake.schema.document`` when the schema changes."""
    assert PAGE.read_text(encoding="utf-8") == data_page()


def test_page_names_every_column() -> None:
    """No column of a file, and no stored name, is missing; nothing is left to fill in."""
    page = data_page()
    for table in (*TABLES.values(), *LAYERS.values()):
        for column in table.columns:
            assert f"| `{column.name}` |" in page
            assert column.lookup_only or f"| `{column.stored}` |" in page
    assert "{{" not in page
