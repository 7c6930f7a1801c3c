"""Small things remembered between starts, such as the column mapping of an export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete
from sqlalchemy.dialects.sqlite import insert

from office.store.schema import SettingRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from office.store.database import Store


def remember(store: Store, name: str, value: Mapping[str, Any]) -> None:
    """Keep a value under a name; what is of one world is named ``world:<id>:…``."""
    with store.write() as session:
        put(session, name, value)


def recall(store: Store, name: str) -> dict[str, Any] | None:
    """Return what was kept under a name, or ``None``."""
    with store.read() as session:
        return take(session, name)


def put(session: Session, name: str, value: Mapping[str, Any]) -> None:
    """Keep a value inside a transaction that is already open.

    What was kept under that name is not read: a damaged one is mended by a new one.
    """
    row = {"name": name, "value": dict(value)}
    kept = insert(SettingRow).values(row)
    session.execute(kept.on_conflict_do_update(index_elements=["name"], set_=row))


def take(session: Session, name: str) -> dict[str, Any] | None:
    """Return a value inside a transaction that is already open."""
    row = session.get(SettingRow, name)
    return None if row is None else dict(row.value)


def forget(session: Session, prefix: str) -> None:
    """Forget every name that begins with ``prefix``."""
    session.execute(delete(SettingRow).where(SettingRow.name.startswith(prefix, autoescape=True)))
