"""What is out: the numbers of each published pack, and every public file with its hash.

The numbers stand here as they were published, rounded and with ``*``: no person is in them.
They are kept when a world is deleted, since what was published stays out.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from office.store.database import Store, now
from office.store.errors import StoreError
from office.store.schema import ExportRow, PackRow, PublishedRow
from solver.publish.disclosure.history import PublicPack

if TYPE_CHECKING:
    from datetime import datetime

    from office.store.records import Export
    from solver.domain import Scenario


class OtherPackError(StoreError):
    """Another pack went out while this one was made: it has to be checked again."""


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A public file that is about to leave.

    Parameters
    ----------
    who, what
        Who takes it away, and the name of the file.
    content
        Its bytes; their SHA-256 is kept, not they.
    scenario, scenario_version
        What it shows; the version that was open, where it is a saved one.
    input_hash
        Hash of the county's files.
    """

    who: str
    what: str
    content: bytes
    scenario: Scenario
    scenario_version: int | None
    input_hash: str


@dataclass(frozen=True, slots=True)
class Published:
    """A line of the log of public files."""

    who: str
    what: str
    sha256: str
    threshold: int
    scenario_name: str
    scenario_key: str
    scenario_version: int | None
    input_hash: str
    published_at: datetime


def packs(store: Store, population: str) -> tuple[PublicPack, ...]:
    """List what is out of a population, oldest first.

    Raises
    ------
    PublishError
        When a line cannot be read: then nothing may be published.
    """
    with store.read() as session:
        rows = session.scalars(
            select(PackRow).where(PackRow.population == population).order_by(PackRow.id)
        )
        return tuple(PublicPack.from_dict(row.pack) for row in rows)


def keep(store: Store, world_id: str, file: PublicFile, pack: PublicPack, *, beside: int) -> None:
    """Write down that a public file leaves: in the log of exports and here, both or neither.

    Parameters
    ----------
    pack
        The numbers that the file shows.
    beside
        How many packs of the population it was checked against.

    Raises
    ------
    OtherPackError
        When another pack of the population went out meanwhile.
    """
    content = json.dumps(pack.as_dict(), sort_keys=True)
    name = hashlib.sha256(content.encode()).hexdigest()
    at = now()
    with store.write() as session:
        there = session.scalar(
            select(func.count()).select_from(PackRow).where(PackRow.population == pack.population)
        )
        known = session.scalar(select(PackRow.id).where(PackRow.hash == name))
        if known is None and there != beside:
            raise OtherPackError("Another export of this county went out meanwhile. Try again.")
        if known is None:
            session.add(
                PackRow(hash=name, population=pack.population, pack=pack.as_dict(), published_at=at)
            )
        session.add(
            PublishedRow(
                pack_hash=name,
                who=file.who,
                what=file.what,
                sha256=hashlib.sha256(file.content).hexdigest(),
                threshold=pack.threshold,
                scenario_name=file.scenario.name,
                scenario_key=file.scenario.key,
                scenario_version=file.scenario_version,
                input_hash=file.input_hash,
                world_id=world_id,
                published_at=at,
            )
        )
        session.add(
            ExportRow(
                world_id=world_id,
                who=file.who,
                what=file.what,
                audience="public",
                threshold=pack.threshold,
                scenario_name=file.scenario.name,
                scenario_key=file.scenario.key,
                exported_at=at,
            )
        )


def of(store: Store, line: Export) -> Published | None:
    """Find what is kept of a public file of the log of exports."""
    with store.read() as session:
        row = session.scalar(
            select(PublishedRow).where(
                PublishedRow.world_id == line.world_id,
                PublishedRow.what == line.what,
                PublishedRow.published_at == line.exported_at,
            )
        )
        return None if row is None else _record(row)


def _record(row: PublishedRow) -> Published:
    return Published(**{name: getattr(row, name) for name in Published.__dataclass_fields__})
