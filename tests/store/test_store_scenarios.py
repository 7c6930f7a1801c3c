"""Scenarios are named, saved, undone, and there again after a restart."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from office.store import StaleScenario, StoreError, scenarios, worlds
from office.store.database import Store
from office.store.earlier.starting import rename_starting
from office.store.schema import ScenarioRow, VersionRow
from solver.domain import RoundChoices, Scenario, ZoneChoices
from solver.domain.scenario import FORMERLY
from solver.errors import ScenarioError

MOVED = ZoneChoices(moves=(("husbands-bosworth", "Z7"),), transfer="primes")


def test_a_new_world_has_a_starting_scenario(store, world):
    (base,) = scenarios.every(store, world.id)
    assert base.name == "Starting scenario"
    assert base.scenario == Scenario()
    assert not base.can_undo


def test_scenario_files_of_a_world_come_with_it(add_world, store):
    world = add_world(
        cap=Scenario(name="Cap 15", rounds=RoundChoices(cap_s=900)).to_toml(),
        today=Scenario(name="Today", note="as loaded").to_toml(),
        twin=Scenario(name="Cap 15").to_toml(),
    )
    found = scenarios.every(store, world.id)
    assert [one.name for one in found] == ["Starting scenario", "Cap 15", "Cap 15 (2)"]
    assert found[0].note == "as loaded"
    assert found[1].scenario.rounds.cap_s == 900


def called_today(store, scenario_id: str) -> None:
    """Give a scenario the name that an earlier version gave it."""
    toml = replace(scenarios.get(store, scenario_id).scenario, name=FORMERLY).to_toml()
    with store.write() as session:
        row = session.get(ScenarioRow, scenario_id)
        row.name, row.toml = FORMERLY, toml
        session.get(VersionRow, (scenario_id, 1)).toml = toml


def test_a_starting_scenario_that_was_called_today_gets_its_present_name(store, world):
    (base,) = scenarios.every(store, world.id)
    called_today(store, base.id)
    rename_starting(store)
    (again,) = scenarios.every(store, world.id)
    assert (again.id, again.name) == (base.id, "Starting scenario")
    assert again.scenario == Scenario() == Scenario.from_toml(again.toml)
    assert [Scenario.from_toml(one.toml).name for one in scenarios.history(store, base.id)] == [
        "Starting scenario"
    ]
    rename_starting(store)  # once and for all
    assert scenarios.every(store, world.id) == (again,)


def test_a_scenario_that_an_officer_calls_today_keeps_its_name(store, world):
    (base,) = scenarios.every(store, world.id)
    own = scenarios.create(store, world.id, Scenario(name="Today"), owner="x")
    rename_starting(store)
    assert [one.name for one in scenarios.every(store, world.id)] == [base.name, "Today"]
    assert scenarios.get(store, own.id).scenario.name == "Today"


def test_a_name_that_is_taken_is_numbered(store, world):
    (base,) = scenarios.every(store, world.id)
    called_today(store, base.id)
    scenarios.create(store, world.id, Scenario(), owner="x")
    rename_starting(store)
    assert scenarios.get(store, base.id).name == "Starting scenario (2)"


def test_a_file_that_is_no_scenario_keeps_the_world_out(add_world, store):
    with pytest.raises(ScenarioError, match=r"scenarios/bad\.toml"):
        add_world(bad="[rounds]\ncap_s = 'long'")
    assert worlds.every(store) == ()
    assert list((store.folder / "staging").iterdir()) == []


def test_a_restart_reopens_what_was_saved(store, world):
    made = scenarios.create(store, world.id, Scenario(name="South", note="why"), owner="Ann")
    scenarios.save(store, made.id, replace(made.scenario, zones=MOVED), owner="Bob")
    store.close()
    again = Store(store.folder)
    try:
        reopened = scenarios.get(again, made.id)
        assert reopened.scenario == Scenario(name="South", note="why", zones=MOVED)
        assert reopened.owner == "Ann"
        assert [one.saved_by for one in scenarios.history(again, made.id)] == ["Bob", "Ann"]
    finally:
        again.close()


def test_undo_and_redo_walk_the_versions(store, world):
    made = scenarios.create(store, world.id, Scenario(name="A"), owner="x")
    second = scenarios.save(store, made.id, Scenario(name="A", zones=MOVED), owner="x")
    assert (second.version, second.can_undo, second.can_redo) == (2, True, False)
    back = scenarios.undo(store, made.id)
    assert back.scenario == Scenario(name="A")
    assert (back.can_undo, back.can_redo) == (False, True)
    assert scenarios.redo(store, made.id).scenario.zones == MOVED
    with pytest.raises(StoreError, match="nothing to redo"):
        scenarios.redo(store, made.id)


def test_a_change_after_undo_drops_what_was_undone(store, world):
    made = scenarios.create(store, world.id, Scenario(name="A"), owner="x")
    scenarios.save(store, made.id, Scenario(name="A", zones=MOVED), owner="x")
    scenarios.undo(store, made.id)
    other = Scenario(name="A", rounds=RoundChoices(cap_s=600))
    now = scenarios.save(store, made.id, other, owner="x")
    assert (now.version, now.can_redo) == (2, False)
    assert now.scenario == other
    assert len(scenarios.history(store, made.id)) == 2


def test_saving_the_same_makes_no_version(store, world):
    made = scenarios.create(store, world.id, Scenario(name="A"), owner="x")
    assert scenarios.save(store, made.id, Scenario(name="A"), owner="x").version == 1


def test_two_windows_do_not_overwrite_each_other(store, world):
    made = scenarios.create(store, world.id, Scenario(name="A"), owner="x")
    scenarios.save(store, made.id, Scenario(name="A", zones=MOVED), owner="x", expected=1)
    with pytest.raises(StaleScenario, match="another window"):
        scenarios.save(store, made.id, Scenario(name="A", note="mine"), owner="y", expected=1)
    assert scenarios.get(store, made.id).scenario.zones == MOVED


def test_names_are_asked_for_and_kept_apart(store, world):
    scenarios.create(store, world.id, Scenario(name="A"), owner="x")
    with pytest.raises(StoreError, match="already"):
        scenarios.create(store, world.id, Scenario(name=" A "), owner="x")
    with pytest.raises(StoreError, match="Give the scenario a name"):
        scenarios.create(store, world.id, Scenario(name=" \n"), owner="x")
    with pytest.raises(StoreError, match="at most 80"):
        scenarios.create(store, world.id, Scenario(name="x" * 81), owner="x")


def test_a_hostile_name_is_text(store, world):
    name = "Robert'); DROP TABLE scenarios;-- <img onerror=x>"
    made = scenarios.create(store, world.id, Scenario(name=name), owner="x")
    assert scenarios.get(store, made.id).name == name
    assert len(scenarios.every(store, world.id)) == 2


def test_duplicates_get_the_next_free_name(store, world):
    (base,) = scenarios.every(store, world.id)
    first = scenarios.duplicate(store, base.id, owner="x")
    second = scenarios.duplicate(store, base.id, owner="x")
    named = scenarios.duplicate(store, base.id, name="Option B", owner="x")
    names = ["Starting scenario (2)", "Starting scenario (3)", "Option B"]
    assert [first.name, second.name, named.name] == names


def test_the_last_scenario_stays(store, world):
    (base,) = scenarios.every(store, world.id)
    other = scenarios.duplicate(store, base.id, owner="x")
    scenarios.delete(store, other.id)
    with pytest.raises(StoreError, match="at least one"):
        scenarios.delete(store, base.id)
    with pytest.raises(StoreError, match="not here any more"):
        scenarios.get(store, other.id)


def test_only_so_many_versions_are_kept(store, world, monkeypatch):
    monkeypatch.setattr(scenarios, "KEPT_VERSIONS", 3)
    made = scenarios.create(store, world.id, Scenario(name="A"), owner="x")
    for number in range(6):
        scenarios.save(store, made.id, Scenario(name="A", note=str(number)), owner="x")
    assert [one.number for one in scenarios.history(store, made.id)] == [7, 6, 5, 4]


def test_two_who_save_under_one_name_at_once_get_two_names(store, world) -> None:
    """Both saw the name free; the number is chosen as it is written."""
    begin = threading.Barrier(4)
    found: list[str] = []

    def save() -> None:
        begin.wait()
        new = scenarios.create(store, world.id, Scenario(name="Mine"), owner="a", numbered=True)
        found.append(new.name)

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["Mine", "Mine (2)", "Mine (3)", "Mine (4)"]


def test_a_copy_of_a_copy_has_a_name_however_often(store, world) -> None:
    one = scenarios.every(store, world.id)[0]
    for _ in range(30):
        one = scenarios.duplicate(store, one.id, name=f"{one.name} copy", owner="a", numbered=True)
    assert len({found.name for found in scenarios.every(store, world.id)}) == 31
