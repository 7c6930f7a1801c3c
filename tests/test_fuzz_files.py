"""Files of a small world changed at random: each loads, or ends in a sentence, and in good time."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from benchmarks.fuzz.files import KINDS, failed, outcomes, run
from benchmarks.fuzz.worker import mutated
from benchmarks.fuzz.world import forms

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_change_follows_from_its_number() -> None:
    """The same seed and number change the same file in the same way; others do not."""
    found = forms()
    assert mutated(found, 7, 3) == mutated(found, 7, 3)
    assert len({mutated(found, 7, number)[:2] for number in range(20)}) > 15


def test_changed_files_load_or_are_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sixty changes, none of which ends in a traceback or goes beyond 20 s or 1 GB."""
    results = tmp_path / "results.jsonl"
    assert run(_options(60, results)) == 0
    (counts,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert counts["loaded"] > 0
    assert counts["loaded"] + counts["refused"] == 60
    assert not any(counts[kind] for kind in KINDS[2:])
    # what is known already is not run again
    assert run(_options(60, results)) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["loaded"] == counts["loaded"]
    assert again["seconds"] < 5


def test_a_number_is_run_again_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A failure can be run again by its number, and its files kept."""
    options = _options(1, tmp_path / "none")
    options.only, options.keep = 11, tmp_path / "kept"
    assert run(options) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[0])
    file, change, files = mutated(forms(), options.seed, 11)
    assert (found["file"], found["change"]) == (file, change)
    assert (options.keep / file).read_bytes() == files[file]


def test_a_worker_over_its_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reading that goes on for too long counts as a hang, and as over the time."""
    monkeypatch.setattr("benchmarks.fuzz.files.SECONDS", -1_000.0)
    monkeypatch.setattr("benchmarks.fuzz.files._LOOK_S", 0.0)
    (found,) = outcomes(2, [11])
    assert found["outcome"] == "hang"
    assert failed(found) == ["over_time"]


def _options(files: int, results: Path) -> argparse.Namespace:
    return argparse.Namespace(
        files=files, seed=20261129, first=0, only=None, keep=None, results=results
    )
