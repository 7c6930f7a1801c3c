"""A few hundred small towns at random, planned and judged twice; and what a run remembers."""

from __future__ import annotations

import json

import pytest

from benchmarks.fuzz import town_worker, towns
from benchmarks.fuzz.small_town import town


def test_a_town_is_the_same_whenever_it_is_drawn() -> None:
    one, two = town(3, 17), town(3, 17)
    assert (one.workload, one.today, one.choices) == (two.workload, two.today, two.choices)
    assert any(town(3, k).workload != one.workload for k in range(3))


def test_what_is_in_the_results_is_not_planned_again(tmp_path, capsys, monkeypatch) -> None:
    planned = []

    class Pretended:
        def __init__(self, seed: int) -> None:
            pass

        def plan(self, number: int) -> dict:
            planned.append(number)
            return {"town": number, **({"crash": "exit code -11"} if number == 2 else {})}

        def close(self) -> None:
            pass

    monkeypatch.setattr(towns, "Worker", Pretended)
    results = tmp_path / "towns.jsonl"
    counts = towns.main(4, 1, results=results)
    assert planned == [0, 1, 2, 3]
    assert (counts["towns"], counts["crash"], counts["hang"]) == (4, 1, 0)
    with results.open("a", encoding="utf-8") as file:
        file.write('{"seed": 1, "tow')  # cut short
    assert towns.main(6, 1, results=results)["crash"] == 1
    assert planned == [0, 1, 2, 3, 4, 5]
    assert towns.main(1, 2, results=results)["towns"] == 1  # another draw
    assert planned[-1] == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["seed"] == 2


@pytest.mark.slow
def test_towns_at_random_show_nothing(capsys) -> None:
    counts = towns.main(300, 7, seconds=60)
    shown = capsys.readouterr().out
    assert not any(counts[name] for name in towns.COLUMNS), shown
    assert counts["towns"] > 0


def test_a_crew_whose_driver_has_most_hours_starts_late_rather_than_not_at_all() -> None:
    """A wait that was free time for the rider alone had to stay one: nothing fitted both."""
    assert not set(town_worker.tried(11, 3475)) & set(towns.COLUMNS)
