"""Compiled code of other sources is thrown away, and of the same sources kept."""

from __future__ import annotations

from solver.compiled import drop_stale


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
