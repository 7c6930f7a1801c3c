"""Compiled code of other sources is thrown away, and of the same sources kept."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest
from numba.core.dispatcher import Dispatcher

from solver.__main__ import main
from solver.compiled import drop_stale
from solver.search.compiled import FOLDER, sources

ROOT = Path(__file__).resolve().parents[1]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def test_every_file_of_the_search_that_is_compiled_is_looked_at():
    """A change to any of them must throw the compiled code of all away."""
    for path in FOLDER.rglob("*.py"):
        if path.name != "__init__.py":
            name = module_of(path)
            own = vars(importlib.import_module(name)).values()
            if any(isinstance(it, Dispatcher) and it.__module__ == name for it in own):
                assert path in sources()


@pytest.mark.parametrize("path", sources(), ids=module_of)
def test_what_compiled_code_takes_in_is_looked_at(path: Path):
    """Constants, and functions, that a compiled file has from another file of the project."""
    looked_at = {module_of(one) for one in sources()}
    outer = [it for it in ast.parse(path.read_text()).body if isinstance(it, ast.ImportFrom)]
    for taken in outer:
        if str(taken.module).startswith("solver.") and taken.module != "solver.compiled":
            assert taken.module in looked_at | {"solver.search.compiled", "solver.errors"}


def test_compiled_code_goes_when_any_source_of_its_folder_changes(tmp_path):
    (tmp_path / "a.py").write_text("one")
    (tmp_path / "b.py").write_text("two")
    kept = tmp_path / "__pycache__"
    kept.mkdir()
    assert drop_stale(tmp_path)  # nothing says what it was made from
    compiled = kept / "a.f-1.py311.nbi"
    compiled.touch()
    assert not drop_stale(tmp_path)
    assert compiled.exists()
    (tmp_path / "b.py").write_text("three")
    assert drop_stale(tmp_path)
    assert not compiled.exists()
    assert not drop_stale(tmp_path)


def test_a_folder_that_cannot_be_written_to_is_left_alone(tmp_path):
    (tmp_path / "a.py").write_text("one")
    (tmp_path / "__pycache__").write_text("not a folder")
    assert not drop_stale(tmp_path)


def test_set_up_compiles_every_room_that_is_compiled(capsys):
    assert main(["compile"]) == 0
    said = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    assert said == [["compiled", "roads"], ["compiled", "rounds"], ["compiled", "zones"]]
