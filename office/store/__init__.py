"""Worlds, scenarios, jobs and exports, kept in one private data folder.

::

    store = open_store()
    worlds.every(store), scenarios.every(store, world_id)
    with staging.staged(store) as folder:          # an upload
        staging.put(folder, name, file)
        ...                                        # solver.intake checks it
        worlds.add(store, folder, owner=...)

Jobs are asked for through :mod:`office.jobs`. Every function may be called
from several threads and processes at once.
"""

from office.store import exports, plans, results, scenarios, settings, staging, worlds
from office.store.database import Store
from office.store.errors import StaleScenario, StoreError
from office.store.records import Export, Job, Solved, StoredScenario, StoredWorld, Version

__all__ = [
    "Export",
    "Job",
    "Solved",
    "StaleScenario",
    "Store",
    "StoreError",
    "StoredScenario",
    "StoredWorld",
    "Version",
    "exports",
    "plans",
    "results",
    "scenarios",
    "settings",
    "staging",
    "worlds",
]
