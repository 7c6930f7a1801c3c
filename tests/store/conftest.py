"""A store in a folder of its own, and a tiny world to keep in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from office import jobs
from office.jobs.startup import close_stores, open_store
from office.jobs.tasks import kinds
from office.store import staging, worlds
from office.store.database import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from office.store import StoredWorld

WORLD_TOML = 'name = "Testshire"\ndata_date = 2026-01-05\ninvented = true\n'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "data")
    yield store
    store.close()


@pytest.fixture
def add_world(store: Store) -> Callable[..., StoredWorld]:
    def add(**files: str) -> StoredWorld:
        with staging.staged(store) as folder:
            (folder / "world.toml").write_text(WORLD_TOML, encoding="utf-8")
            (folder / "people.csv").write_text(
                "person_id,lon,lat\nSecretPerson,-1.1,52.6\n", encoding="utf-8"
            )
            for name, text in files.items():
                path = folder / "scenarios" / f"{name}.toml"
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return worlds.add(store, folder, owner="Ann Officer", input_hash="abc")

    return add


@pytest.fixture
def world(add_world: Callable[..., StoredWorld]) -> StoredWorld:
    return add_world()


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StoredWorld]:
    """Give the demo county in the one store of this process; its jobs end with the test."""
    monkeypatch.setenv("HOMEROUNDS_DATA", str(tmp_path / "data"))
    yield worlds.get(open_store(), worlds.DEMO)
    for kind in kinds():
        for job in jobs.recent(worlds.DEMO, kind=kind):
            jobs.cancel(job.id)
    close_stores()
