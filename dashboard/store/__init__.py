"""Worlds, scenarios, jobs and exports, kept in one private data folder.

::

    store = open_store()
    worlds.every(store), scenarios.every(store, world_id)
    with staging.staged(store) as folder:          # an upload
        staging.put(folder, name, file)
        ...                                        # solver.intake checks it
        worlds.add(store, folder, owner=...)

Jobs are asked for through :mod:`dashboard.jobs`. Every function may be called
from several threads and processes at once.
"""

from dashboard.store import exports, plans, results, scenarios, settings, staging, worlds
from dashboard.store.database import Store
from dashboard.store.errors import StaleScenario, StoreError
from dashboard.store.records import Export, Job, Solved, StoredScenario, StoredWorld, Version
from dashboard.store.startup import open_store

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
    "open_store",
    "plans",
    "results",
    "scenarios",
    "settings",
    "staging",
    "worlds",
]
