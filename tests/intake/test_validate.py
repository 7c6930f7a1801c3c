"""``python -m solver validate`` and ``templates``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from solver.intake import read_tables
from solver.shell.validate import add_parser

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def run(*arguments: str) -> int:
    """Run the command as ``__main__`` does."""
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    options = parser.parse_args(arguments)
    code: int = options.run(options)
    return code


def test_demo_has_no_faults(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped county validates, on its roads."""
    assert run("validate", str(root / "assets" / "demo" / "leicestershire")) == 0
    out = capsys.readouterr().out
    assert "no faults" in out
    assert "areas: 1" in out


def test_faults_go_to_stderr_all_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two faults in two files, and exit code 1."""
    for name, old, new in (("people", "84", "-1"), ("zones", "North", "")):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8-sig").replace(old, new))
    assert run("validate", str(folder)) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "people.csv, row 2, column age: The value is negative." in captured.err
    assert "zones.csv, row 2, column zone: The cell is empty." in captured.err


def test_a_world_without_roads(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tables alone are no world."""
    assert run("validate", str(folder)) == 1
    assert "The world has no roads." in capsys.readouterr().err


def test_no_such_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped name is said to be one."""
    assert run("validate", str(tmp_path / "nowhere")) == 1
    assert "There is no such folder." in capsys.readouterr().err


def test_templates_are_written_and_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each file written is named, and together they read."""
    assert run("templates", str(tmp_path / "t"), "--kind", "xlsx") == 0
    written = capsys.readouterr().out.split()
    assert len(written) == len(list((tmp_path / "t").iterdir())) == 14
    assert len(read_tables(tmp_path / "t").people) == 2


def test_flaws_of_a_layer_are_mended_only_when_asked(
    root: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A crossed border stops the load and names its place; --mend says so in the folder."""
    crossed = root / "tests" / "data" / "crossed-border"
    (folder / "areas.geojson").write_bytes((crossed / "areas.geojson").read_bytes())
    assert run("validate", str(folder)) == 1
    said = capsys.readouterr().err
    assert "'Oakham' crosses or touches itself. Near 52.6700, -0.7300." in said
    assert "1 of these can be mended: run it again with --mend (self-crossing)." in said
    assert not (folder / "repairs.toml").exists()
    assert run("validate", str(folder), "--mend") == 1  # the template has no roads, and no more
    assert capsys.readouterr().err.count("fault") == 1
    assert (folder / "repairs.toml").read_text() == 'mend = ["self-crossing"]\n'
    tables = read_tables(folder)
    assert tables.areas.is_valid.all()
    assert any("mended, as asked" in notice.message for notice in tables.report.notices)
