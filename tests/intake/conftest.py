"""A small world to spoil: the templates, written afresh for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from solver.intake import write_templates

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that reads without a fault or a notice."""
    world = tmp_path / "world"
    write_templates(world)
    return world
