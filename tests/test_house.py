"""The house keeps its shape: full folders, long functions and forbidden imports are found.

``docs/design.md`` says why. A limit that a change breaks is a question about the change, not
about the limit.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ("solver", "office", "dashboard", "pages", "benchmarks")
MOST_MODULES, MOST_FILE, MOST_PAGE = 15, 300, 80
MOST_LINES, MOST_PARAMETERS = 60, 7
COMPILED = {"njit", "kernel", "inlined", "maker"}
"""Decorators of functions that numba compiles."""


class Function(NamedTuple):
    place: str
    lines: int
    parameters: int
    compiled: bool

    @property
    def long(self) -> bool:
        return self.lines > MOST_LINES or self.parameters > MOST_PARAMETERS


def sources() -> list[Path]:
    return sorted(path for room in HOUSE for path in (ROOT / room).rglob("*.py"))


def functions(path: Path) -> list[Function]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            given = [one.arg for one in given if one.arg not in ("self", "cls")]
            by = {
                part.id if isinstance(part, ast.Name) else part.attr
                for decorator in node.decorator_list
                for part in ast.walk(decorator)
                if isinstance(part, ast.Name | ast.Attribute)
            }
            place = f"{path.relative_to(ROOT).as_posix()} {node.name}"
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            found.append(Function(place, lines, len(given), bool(by & COMPILED)))
    return found


def test_no_folder_is_crowded() -> None:
    folders: dict[str, int] = {}
    for path in sources():
        if path.name != "__init__.py":
            folder = path.parent.relative_to(ROOT).as_posix()
            folders[folder] = folders.get(folder, 0) + 1
    assert {name: count for name, count in folders.items() if count > MOST_MODULES} == {}


def test_no_file_is_long() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources()
    }
    most = {name: MOST_PAGE if name.startswith("pages/") else MOST_FILE for name in lengths}
    assert {name: length for name, length in lengths.items() if length > most[name]} == {}


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if len(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") < 12
    ]
    assert silent == []


def test_no_function_is_long() -> None:
    long = [one for path in sources() for one in functions(path) if one.long and not one.compiled]
    assert long == []


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = {}
    for path in sources():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_the_list_of_long_compiled_functions_only_shrinks() -> None:
    """``docs/design.md`` lists them; one that grew, or is new there, has to be split instead."""
    page = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    listed = {
        f"{file} {name}": (int(lines), int(parameters))
        for file, name, lines, parameters in re.findall(
            r"^\| `([\w/]+\.py)` \| `(\w+)` \| (\d+) \| (\d+) \|$", page, re.MULTILINE
        )
    }
    now = {
        one.place: (one.lines, one.parameters)
        for path in sources()
        for one in functions(path)
        if one.long and one.compiled
    }
    assert now.keys() == listed.keys()
    grown = {
        place: size
        for place, size in now.items()
        if size[0] > listed[place][0] or size[1] > listed[place][1]
    }
    assert grown == {}


FORBIDDEN = {
    "house": ("solver/domain/words.py", "import office.store"),
    "screen": ("office/store/errors.py", "import streamlit"),
    "ways": ("dashboard/state.py", "import networkx"),
    "solver": ("solver/zones/shapes.py", "import solver.costs.bands"),
    "check": ("solver/check/cover.py", "import solver.score.run"),
    "search": ("solver/search/cut.py", "import solver.domain.visits"),
    "roads": ("solver/roads/read/osm.py", "import solver.roads.travel"),
    "office": ("office/store/plans.py", "import office.jobs.runner"),
    "pages": ("dashboard/costs/bands.py", "import dashboard.zones.edit"),
    "dashboard": ("dashboard/show/text.py", "import dashboard.rounds.result"),
}
"""Contract → an import that it forbids, and where it is tried (for type checking alone, too)."""


def contracts() -> dict[str, str]:
    """Names of the contracts by their ids."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    return {one["id"]: one["name"] for one in tools["importlinter"]["contracts"]}


def test_every_contract_is_tried() -> None:
    assert FORBIDDEN.keys() == contracts().keys()


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [False, True], ids=["plain", "for-types-only"])
def test_a_forbidden_import_is_found_by_each_contract(tmp_path: Path, hidden: bool) -> None:
    for room in ("solver", "office", "dashboard", "pages"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for place, line in FORBIDDEN.values():
        path = tmp_path / place
        tried = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {line}\n"
        text = path.read_text(encoding="utf-8")
        path.write_text(text + "\n" + (tried if hidden else line + "\n"), encoding="utf-8")
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    found = subprocess.run(
        [*command, "--no-cache", "--no-logo"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "COLUMNS": "300", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1, found.stdout + found.stderr
    for name, (place, line) in FORBIDDEN.items():
        importer = place.removesuffix(".py").replace("/", ".")
        imported = line.removeprefix("import ")
        assert f"{contracts()[name]} BROKEN" in found.stdout, name
        assert f"{importer} -> {imported}" in found.stdout, name
