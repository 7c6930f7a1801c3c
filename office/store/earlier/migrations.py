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
)
"""Statements from version ``i + 1`` to ``i + 2``."""
