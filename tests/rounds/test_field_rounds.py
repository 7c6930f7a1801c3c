"""Cases from the field, as their notes say: a round of the night, and one person's visits."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tried(shared_data: Path, case: str, tmp_path: Path) -> dict[str, list[str]]:
    """Run a case; what it prints, by its worlds."""
    script = shared_data / "field" / case / "try.sh"
    if not script.is_file():
        pytest.skip(f"the field case {case} is absent")
    # the case calls the interpreter of .venv; the one that runs the tests has all it needs
    here = tmp_path / "project"
    here.mkdir()
    for name in ("solver", "assets"):
        (here / name).symlink_to(ROOT / name)
    python = here / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    done = subprocess.run(
        ["bash", str(script)],
        cwd=here,
        env={**os.environ, "PROJECT": str(here)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    worlds: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        if line.startswith("== "):
            worlds[line[3:]] = []
        else:
            worlds[next(reversed(worlds))].append(line)
    return worlds


def calls(lines: list[str]) -> list[dict[str, str]]:
    head = next(k for k, line in enumerate(lines) if line.startswith("Carer,"))
    return list(csv.DictReader(lines[head:]))


@pytest.mark.slow
def test_a_night_round_makes_the_visits_after_midnight(shared_data, tmp_path) -> None:
    found = tried(shared_data, "19-night-round", tmp_path)
    assert list(found) == ["as-exported", "counted-on", "split-shift", "only-to-26"]
    for world, lines in found.items():
        assert any(line.startswith("valid: 3 of 3 visits") for line in lines), world
        assert not any("No shift" in line or "fault found" in line for line in lines), world
    for world in ("as-exported", "counted-on"):
        starts = {call["Visit"]: call["Start"] for call in calls(found[world])}
        assert starts == {"a": "23:00:00", "b": "02:00:00 +1", "c": "05:00:00 +1"}


@pytest.mark.slow
def test_one_persons_visits_keep_their_order_and_do_not_overlap(shared_data, tmp_path) -> None:
    found = tried(shared_data, "20-same-person", tmp_path)
    for world, first, second in (("wash-breakfast", "w", "b"), ("lunch-tea", "l", "t")):
        call = {call["Visit"]: call for call in calls(found[world])}
        assert call[first]["End"] <= call[second]["Start"], world
        assert any(line.startswith(f"valid: {len(call)} of {len(call)}") for line in found[world])
    assert any(line.startswith("valid: 1 of 2 visits") for line in found["both-at-once"])
