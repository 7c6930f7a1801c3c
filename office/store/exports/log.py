"""The log of what was taken away: who, what, for whom, at which threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from office.store.database import Store, now
from office.store.records import Audience, Export, record
from office.store.schema import ExportRow

if TYPE_CHECKING:
    from solver.domain import Scenario


def log(
    store: Store,
    world_id: str,
    *,
    who: str,
    what: str,
    audience: Audience,
    threshold: int | None,
    scenario: Scenario,
) -> None:
    """Write a line; ``what`` is the name of the file, never its content.

    Parameters
    ----------
    threshold
        Smallest number of people that the file shows; ``None`` for internal
        files, which show each person.
    """
    with store.write() as session:
        session.add(
            ExportRow(
                world_id=world_id,
                who=who,
                what=what,
                audience=audience,
                threshold=threshold,
                scenario_name=scenario.name,
                scenario_key=scenario.key,
                exported_at=now(),
            )
        )


def recent(store: Store, world_id: str, *, limit: int = 50) -> tuple[Export, ...]:
    """List the last exports of a world, newest first."""
    with store.read() as session:
        rows = session.scalars(
            select(ExportRow)
            .where(ExportRow.world_id == world_id)
            .order_by(ExportRow.id.desc())
            .limit(limit)
        )
        return tuple(record(Export, row) for row in rows)
