"""A plan as the new today: the county once more, with the plan's calls as its rounds.

A world is never changed: the new one is a copy with another ``rounds`` file,
so that the cap, every figure and every job of it count from the committed
starts, and going back is opening the former one.
"""

from __future__ import annotations

import csv
import shutil
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import tomli_w

from office.store import scenarios, settings, staging, worlds
from office.store.database import now
from office.store.errors import StoreError, told
from office.store.folder import make_private
from solver.intake import read_tables

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from office.store.database import Store
    from office.store.records import StoredWorld
    from solver.domain import Day

TABLE_ENDINGS = (".csv", ".csv.gz", ".xlsx")


@dataclass(frozen=True, slots=True)
class Commit:
    """Where a county's rounds of one day come from.

    Parameters
    ----------
    world_id, world_name
        The county from which the plan was committed.
    day
        Whose rounds the plan replaced.
    plan_hash
        The plan, in the store of that county.
    owner, at
        Who committed it, and when (UTC).
    """

    world_id: str
    world_name: str
    day: Day
    plan_hash: str
    owner: str
    at: datetime


def commit(
    store: Store, source: StoredWorld, rows: pd.DataFrame, *, day: Day, plan_hash: str, owner: str
) -> StoredWorld:
    """Keep a copy of a county in which ``rows`` are today's rounds, with all its scenarios.

    Parameters
    ----------
    rows
        The whole rounds table (:func:`solver.demand.committed`).

    Raises
    ------
    InputError
        When the rows and the county's other tables do not fit together; nothing
        is kept then.
    StoreError
        When the county is being deleted.
    """
    at = now()
    with told(store.folder, writing=True), staging.staged(store) as folder:
        shutil.copytree(source.folder, folder, dirs_exist_ok=True)
        _write_scenarios(store, source.id, folder / "scenarios")
        for ending in TABLE_ENDINGS:
            (folder / f"rounds{ending}").unlink(missing_ok=True)
        with (folder / "rounds.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(rows.columns)
            writer.writerows(rows.itertuples(index=False))
        _unmap_rounds(folder)
        _rename(folder / "world.toml", day, at)
        read_tables(folder)
        made = worlds.add(store, folder, owner=owner)
    with suppress(OSError):  # roads prepared anew where the disk is full: slower, no other harm
        shutil.copytree(source.cache, make_private(made.cache), dirs_exist_ok=True)
    said = {
        "world_id": source.id,
        "world_name": source.name,
        "day": day,
        "plan_hash": plan_hash,
        "owner": owner,
        "at": at.isoformat(),
    }
    settings.remember(store, _key(made.id), said)
    return worlds.get(store, made.id)


def committed_from(store: Store, world_id: str) -> Commit | None:
    """Say where the rounds of a county come from; ``None`` where they are as loaded.

    Raises
    ------
    StoreError
        When that can no longer be read.
    """
    said = settings.recall(store, _key(world_id))
    if said is None:
        return None
    try:
        return Commit(**{**said, "at": datetime.fromisoformat(said["at"])})
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(
            "Where this county's rounds come from can no longer be read in the store. The rounds "
            "themselves are as committed; open the county before on the Data page to go back."
        ) from error


def _key(world_id: str) -> str:
    return f"world:{world_id}:commit"


def _rename(path: Path, day: Day, at: datetime) -> None:
    about = tomllib.loads(path.read_text(encoding="utf-8"))
    about["name"] = f"{about['name']} ({day} committed {at:%d/%m/%Y %H:%M})"
    path.write_text(tomli_w.dumps(about), encoding="utf-8")


def _unmap_rounds(folder: Path) -> None:
    """Take the mapping of a rostering export's columns away: the new file has ours."""
    path = folder / "mapping.toml"
    if path.is_file():
        mapping = tomllib.loads(path.read_text(encoding="utf-8"))
        mapping.pop("rounds", None)
        path.write_text(tomli_w.dumps(mapping), encoding="utf-8")


def _write_scenarios(store: Store, world_id: str, folder: Path) -> None:
    """Put the scenarios as they now stand beside the files; the new county begins with them."""
    shutil.rmtree(folder, ignore_errors=True)
    make_private(folder)
    for i, item in enumerate(scenarios.every(store, world_id)):
        (folder / f"{i:04d}.toml").write_text(item.toml, encoding="utf-8")
