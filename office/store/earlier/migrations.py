"""SQL that leads from each version of the database to the next; a fresh file needs none of it."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    # 1 → 2: a process is told by its start since the machine's, and silence by a count of beats.
    # ``lease_until`` stays in files of version 1: a job that runs through an update writes it.
    (
        "ALTER TABLE jobs ADD COLUMN boot VARCHAR NOT NULL DEFAULT ''",
        "ALTER TABLE jobs ADD COLUMN started_ticks INTEGER",
        "ALTER TABLE jobs ADD COLUMN beats INTEGER NOT NULL DEFAULT 0",
    ),
    # 2 → 3: what was published, so that the next pack is protected beside it.
    (
        "CREATE TABLE packs (id INTEGER NOT NULL PRIMARY KEY, hash VARCHAR NOT NULL UNIQUE, "
        "population VARCHAR NOT NULL, pack JSON NOT NULL, published_at VARCHAR(32) NOT NULL)",
        "CREATE TABLE published (id INTEGER NOT NULL PRIMARY KEY, pack_hash VARCHAR NOT NULL, "
        "who VARCHAR NOT NULL, what VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, "
        "threshold INTEGER NOT NULL, scenario_name VARCHAR NOT NULL, "
        "scenario_key VARCHAR NOT NULL, scenario_version INTEGER, input_hash VARCHAR NOT NULL, "
        "world_id VARCHAR NOT NULL, published_at VARCHAR(32) NOT NULL)",
    ),
)
"""Statements from version ``i + 1`` to ``i + 2``."""
