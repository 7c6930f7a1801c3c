"""Worlds are kept, listed, and deleted for good."""

from __future__ import annotations

import io

import pytest

from office.jobs.runner import Runner
from office.jobs.startup import close_stores, open_store
from office.store import StoreError, exports, plans, results, scenarios, settings, staging, worlds
from office.store.job_rows import add, get
from solver.domain import Plan, Round, Scenario, Stop, Unserved
from solver.errors import PlanError

PLAN = Plan(
    day="tue",
    rounds=(
        Round("007", 0, (Stop("v1", 28_800), Stop("v2", 30_600))),
        Round("007", 1, ()),
        Round("NA", 0, (Stop("v1", 28_800),)),
    ),
    unserved=(Unserved("v3", "no-room", "No carer is free between 08:00 and 09:00."),),
)


@pytest.fixture
def demo(tmp_path, monkeypatch):
    """Stand-in for the shipped demo: the same files, wherever the real one is at the moment."""
    shipped = tmp_path / "shipped"
    (shipped / worlds.DEMO / "scenarios").mkdir(parents=True)
    (shipped / worlds.DEMO / "world.toml").write_text(
        'name = "Leicestershire, invented packages"\ndata_date = "2020-01-20"\ninvented = true\n'
    )
    monkeypatch.setattr(worlds, "SHIPPED", shipped)
    yield shipped / worlds.DEMO
    close_stores()


def test_a_world_is_moved_in_and_listed(store, world):
    assert worlds.every(store) == (world,)
    assert (world.name, world.data_date, world.invented) == ("Testshire", "2026-01-05", True)
    assert (world.folder / "people.csv").is_file()
    assert world.folder.is_relative_to(store.folder)
    assert list((store.folder / "staging").iterdir()) == []


def test_what_was_not_kept_leaves_no_trace(store):
    with pytest.raises(RuntimeError), staging.staged(store) as folder:
        staging.put(folder, "people.csv", io.BytesIO(b"person_id\nsecret\n"))
        raise RuntimeError("the upload was refused")
    assert list((store.folder / "staging").iterdir()) == []
    assert worlds.every(store) == ()


@pytest.mark.parametrize(
    "name",
    ["../people.csv", "a/b.csv", "a\\b.csv", "C:people.csv", "..", "", "x\0.csv", "people.csv ."],
)
def test_a_path_in_a_name_is_refused(store, name):
    with staging.staged(store) as folder, pytest.raises(StoreError, match="no path"):
        staging.put(folder, name, io.BytesIO(b"x"))


def test_an_upload_that_is_too_large_is_cut_short_and_removed(store):
    with staging.staged(store) as folder:
        with pytest.raises(StoreError, match=r"people\.csv is larger than 1 MB"):
            staging.put(folder, "people.csv", io.BytesIO(b"x" * 3_000_000), largest_bytes=1 << 20)
        assert list(folder.iterdir()) == []


def test_scenarios_are_put_in_their_own_folder(store):
    with staging.staged(store) as folder:
        staging.put(folder, "world.toml", io.BytesIO(b""))
        staging.put(folder, "option b.toml", io.BytesIO(b""))
        found = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.toml"))
        with pytest.raises(StoreError, match="twice"):
            staging.put(folder, "world.toml", io.BytesIO(b""))
    assert found == ["scenarios/option b.toml", "world.toml"]


def test_stale_uploads_go(store):
    folder = store.folder / "staging" / "left"
    folder.mkdir(parents=True)
    staging.clear_stale(store)
    assert folder.exists()
    staging.clear_stale(store, older_than_s=-1)
    assert not folder.exists()


def test_the_demo_is_there_on_the_first_start_and_read_where_it_lies(demo, tmp_path):
    store = open_store(tmp_path / "data")
    (world,) = worlds.every(store)
    assert (world.id, world.folder, world.origin) == ("leicestershire", demo, "shipped")
    assert not world.cache.is_relative_to(demo)
    assert scenarios.every(store, world.id)[0].name == "Starting scenario"
    assert open_store(tmp_path / "data") is store


def test_a_deleted_demo_stays_away_until_it_is_asked_for(demo, tmp_path):
    store = open_store(tmp_path / "data")
    Runner(store).delete_world("leicestershire")
    assert (demo / "world.toml").is_file()
    close_stores()
    store = open_store(tmp_path / "data")
    assert worlds.every(store) == ()
    assert worlds.register_demo(store, again=True) is not None
    assert len(worlds.every(store)) == 1


def test_a_changed_input_is_noticed(store, world):
    assert not worlds.opened(store, world.id, "abc")
    assert worlds.opened(store, world.id, "def")
    assert worlds.get(store, world.id).input_hash == "def"


def fill(store, world):
    """Give a world something of every kind, each with a word that must not survive."""
    scenario = Scenario(name="SecretScenario", note="SecretNote")
    scenarios.create(store, world.id, scenario, owner="x")
    job = add(
        store, world.id, scenario, kind="solve", day="mon", parameters={}, owner="SecretOwner"
    )
    plans.save(store, world.id, Plan(day="mon", rounds=(Round("SecretCarer", 0, ()),)))
    results.save(store, world.id, {"note": "SecretResult"})
    exports.log(
        store,
        world.id,
        who="SecretWho",
        what="map.pdf",
        audience="public",
        threshold=8,
        scenario=scenario,
    )
    settings.remember(store, f"world:{world.id}:draft", {"note": "SecretDraft"})
    world.cache.mkdir(exist_ok=True)
    (world.cache / "roads.npy").write_bytes(b"SecretCache")
    return job


def test_deleting_leaves_nothing(store, add_world):
    kept, gone = add_world(), add_world()
    job = fill(store, gone)
    settings.remember(store, f"world:{kept.id}:draft", {"note": "mine"})
    Runner(store).delete_world(gone.id)
    assert worlds.every(store) == (kept,)
    with pytest.raises(StoreError, match="not here any more"):
        get(store, job)
    assert exports.recent(store, gone.id) == ()
    assert settings.recall(store, f"world:{gone.id}:draft") is None
    assert settings.recall(store, f"world:{kept.id}:draft") == {"note": "mine"}
    assert not (store.folder / "worlds" / gone.id).exists()
    bytes_left = b"".join(
        path.read_bytes()
        for path in store.folder.rglob("*")
        if path.is_file() and not path.is_relative_to(kept.folder)
    )
    assert kept.id.encode() in bytes_left
    assert b"Secret" not in bytes_left
    assert gone.id.encode() not in bytes_left


def test_a_deletion_cut_short_is_ended_at_the_next_start(demo, tmp_path, store, world):
    fill(store, world)
    worlds.mark_deleting(store, world.id)  # and then the machine lost power
    assert worlds.every(store) == ()
    with pytest.raises(StoreError):
        worlds.get(store, world.id)
    open_store(store.folder)
    assert not (store.folder / "worlds" / world.id).exists()
    assert worlds.half_deleted(store) == ()


def test_a_plan_comes_back_equal(store, world):
    name = plans.save(store, world.id, PLAN)
    assert plans.load(store, world.id, name) == PLAN
    assert plans.save(store, world.id, PLAN) == name
    empty = Plan(day="sun", rounds=())
    assert plans.load(store, world.id, plans.save(store, world.id, empty)) == empty


def test_a_different_plan_has_a_different_name(store, world):
    moved = Plan(day="tue", rounds=PLAN.rounds[:1], unserved=PLAN.unserved)
    assert plans.content_hash(moved) != plans.content_hash(PLAN)


def damage_middle(data: bytes) -> bytes:
    return data[: len(data) // 2] + b"\xff\xfe\xfd" + data[len(data) // 2 + 3 :]


@pytest.mark.parametrize(
    "damage",
    [damage_middle, lambda data: data[:-40], lambda _data: b"", lambda data: b"x" * len(data)],
    ids=["bytes-changed", "cut", "emptied", "overwritten"],
)
def test_a_damaged_plan_is_reported_and_not_trusted(store, world, damage):
    name = plans.save(store, world.id, PLAN)
    path = worlds.home(store, world.id) / "plans" / f"{name}.parquet"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(PlanError, match="damaged"):
        plans.load(store, world.id, name)


def test_a_sound_file_under_a_wrong_name_is_not_trusted(store, world):
    name = plans.save(store, world.id, PLAN)
    other = plans.save(store, world.id, Plan(day="sun", rounds=()))
    folder = worlds.home(store, world.id) / "plans"
    (folder / f"{other}.parquet").replace(folder / f"{name}.parquet")
    with pytest.raises(PlanError, match="damaged"):
        plans.load(store, world.id, name)


def test_a_missing_plan_and_a_strange_name_are_refused(store, world):
    for name in ["0" * 64, "../../etc/passwd", ""]:
        with pytest.raises(PlanError, match="no longer stored"):
            plans.load(store, world.id, name)


def test_a_damaged_summary_is_not_trusted(store, world):
    name = results.save(store, world.id, {"served": 99})
    assert results.load(store, world.id, name) == {"served": 99}
    path = results.folder(store, world.id, name) / "summary.json"
    path.write_text('{"served": 100}')
    with pytest.raises(PlanError, match="damaged"):
        results.load(store, world.id, name)


def test_exports_are_listed_newest_first(store, world):
    for what, threshold in [("map.pdf", 8), ("plan INTERNAL.csv", None)]:
        exports.log(
            store,
            world.id,
            who="Ann",
            what=what,
            audience="internal" if threshold is None else "public",
            threshold=threshold,
            scenario=Scenario(),
        )
    found = exports.recent(store, world.id)
    assert [(one.what, one.threshold) for one in found] == [
        ("plan INTERNAL.csv", None),
        ("map.pdf", 8),
    ]
