"""Scenarios: named, noted, saved with every version, undone, reopened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import delete as sql_delete, func, select

from office.store.database import Store, now
from office.store.errors import StaleScenario, StoreError
from office.store.records import StoredScenario, Version, new_id, record
from office.store.schema import ScenarioRow, VersionRow
from solver.domain import Scenario
from solver.domain.scenario import FORMERLY, STARTING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

KEPT_VERSIONS = 200
"""The oldest versions of a scenario go when there are more than this."""

LONGEST_NAME = 80
"""Characters of a scenario's name: it labels columns, maps and files."""


def every(store: Store, world_id: str) -> tuple[StoredScenario, ...]:
    """List a world's scenarios, oldest first (the starting scenario leads)."""
    with store.read() as session:
        rows = session.scalars(
            select(ScenarioRow)
            .where(ScenarioRow.world_id == world_id)
            .order_by(ScenarioRow.created_at, ScenarioRow.id)
        ).all()
        return tuple(_record(session, row) for row in rows)


def get(store: Store, scenario_id: str) -> StoredScenario:
    """Return one scenario.

    Raises
    ------
    StoreError
        When there is none with that id.
    """
    with store.read() as session:
        return _record(session, _row(session, scenario_id))


def create(
    store: Store, world_id: str, scenario: Scenario, *, owner: str, numbered: bool = False
) -> StoredScenario:
    """Save a new scenario under its own name; ``numbered`` where that is taken, for each at once.

    Raises
    ------
    StoreError
        When the name is empty, too long, or taken in this world.
    """
    with store.write() as session:
        free = _free_name(session, world_id, scenario.name) if numbered else scenario.name
        name = _good_name(free)
        _refuse_taken(session, world_id, name)
        scenario = replace(scenario, name=name)
        row = _new_row(world_id, scenario, owner)
        session.add(row)
        session.flush()
        session.add(_version(row, owner))
        session.flush()
        return _record(session, row)


def seed(session: Session, world_id: str, scenarios: Iterable[Scenario], *, owner: str) -> None:
    """Give a new world its starting scenario, and those that came with it.

    A file of that name, or of the name that it had before (Today), takes its place; of two of the
    same name the second is numbered. Runs inside the transaction that adds the world.
    """
    found = list(scenarios)
    base = next((one for one in found if one.name in (STARTING, FORMERLY)), Scenario())
    for scenario in [base, *(one for one in found if one is not base)]:
        wanted = STARTING if scenario is base else scenario.name
        name = _free_name(session, world_id, wanted)
        row = _new_row(world_id, replace(scenario, name=name), owner)
        session.add(row)
        session.flush()
        session.add(_version(row, owner))


def duplicate(
    store: Store, scenario_id: str, *, name: str = "", owner: str, numbered: bool = False
) -> StoredScenario:
    """Save a copy, under ``name`` or the next free one; ``numbered`` as in :func:`create`.

    Raises
    ------
    StoreError
        When there is no such scenario, or the name is taken.
    """
    source = get(store, scenario_id)
    scenario = replace(source.scenario, name=name or source.name)
    numbered = numbered or not name
    return create(store, source.world_id, scenario, owner=owner, numbered=numbered)


def save(
    store: Store,
    scenario_id: str,
    scenario: Scenario,
    *,
    owner: str,
    expected: int | None = None,
) -> StoredScenario:
    """Save a changed scenario as its next version; what was undone before it is dropped.

    Parameters
    ----------
    expected
        The version that the change started from; ``None`` does not ask.

    Raises
    ------
    StaleScenario
        When somebody saved another version in between.
    StoreError
        When there is no such scenario, or the new name is taken.
    """
    name = _good_name(scenario.name)
    toml = replace(scenario, name=name).to_toml()
    with store.write() as session:
        row = _row(session, scenario_id)
        if expected is not None and row.head != expected:
            raise StaleScenario(
                f"{row.name!r} was changed in another window. Reopen it, or save under a new name."
            )
        if toml == row.toml:
            return _record(session, row)
        if name != row.name:
            _refuse_taken(session, row.world_id, name)
        session.execute(
            sql_delete(VersionRow).where(
                VersionRow.scenario_id == row.id,
                (VersionRow.number > row.head) | (VersionRow.number <= row.head - KEPT_VERSIONS),
            )
        )
        row.head += 1
        _show(row, toml)
        session.add(_version(row, owner))
        session.flush()
        return _record(session, row)


def undo(store: Store, scenario_id: str) -> StoredScenario:
    """Go back to the version before.

    Raises
    ------
    StoreError
        When there is none, or another scenario has its name by now.
    """
    return _step(store, scenario_id, -1, "There is nothing to undo.")


def redo(store: Store, scenario_id: str) -> StoredScenario:
    """Go forward again to the version after.

    Raises
    ------
    StoreError
        When there is none, or another scenario has its name by now.
    """
    return _step(store, scenario_id, +1, "There is nothing to redo.")


def history(store: Store, scenario_id: str) -> tuple[Version, ...]:
    """List the saved versions, newest first."""
    with store.read() as session:
        rows = session.scalars(
            select(VersionRow)
            .where(VersionRow.scenario_id == scenario_id)
            .order_by(VersionRow.number.desc())
        )
        return tuple(record(Version, row) for row in rows)


def delete(store: Store, scenario_id: str) -> None:
    """Delete a scenario with its versions; jobs that ran it keep their own copy.

    Raises
    ------
    StoreError
        When there is no such scenario, or it is the last one of its world.
    """
    with store.write() as session:
        row = _row(session, scenario_id)
        others = session.scalar(
            select(func.count()).where(
                ScenarioRow.world_id == row.world_id, ScenarioRow.id != row.id
            )
        )
        if not others:
            raise StoreError("A world needs at least one scenario. Make another one first.")
        session.delete(row)


def _step(store: Store, scenario_id: str, by: int, none_left: str) -> StoredScenario:
    with store.write() as session:
        row = _row(session, scenario_id)
        version = session.get(VersionRow, (row.id, row.head + by))
        if version is None:
            raise StoreError(none_left)
        name = Scenario.from_toml(version.toml).name
        if name != row.name:
            _refuse_taken(session, row.world_id, name)
        row.head += by
        _show(row, version.toml)
        session.flush()
        return _record(session, row)


def _show(row: ScenarioRow, toml: str) -> None:
    scenario = Scenario.from_toml(toml)
    row.toml, row.name, row.note, row.updated_at = toml, scenario.name, scenario.note, now()


def _new_row(world_id: str, scenario: Scenario, owner: str) -> ScenarioRow:
    moment = now()
    return ScenarioRow(
        id=new_id(),
        world_id=world_id,
        name=scenario.name,
        note=scenario.note,
        toml=scenario.to_toml(),
        head=1,
        owner=owner,
        created_at=moment,
        updated_at=moment,
    )


def _version(row: ScenarioRow, owner: str) -> VersionRow:
    return VersionRow(
        scenario_id=row.id, number=row.head, toml=row.toml, saved_by=owner, saved_at=now()
    )


def _row(session: Session, scenario_id: str) -> ScenarioRow:
    row = session.get(ScenarioRow, scenario_id)
    if row is None:
        raise StoreError("This scenario is not here any more. Choose another one.")
    return row


def _record(session: Session, row: ScenarioRow) -> StoredScenario:
    around = set(
        session.scalars(
            select(VersionRow.number).where(
                VersionRow.scenario_id == row.id,
                VersionRow.number.in_([row.head - 1, row.head + 1]),
            )
        )
    )
    return record(
        StoredScenario,
        row,
        version=row.head,
        can_undo=row.head - 1 in around,
        can_redo=row.head + 1 in around,
    )


def _free_name(session: Session, world_id: str, wanted: str) -> str:
    wanted = " ".join(wanted.split())[:LONGEST_NAME].rstrip() or "Unnamed"
    taken = set(session.scalars(select(ScenarioRow.name).where(ScenarioRow.world_id == world_id)))
    number, name = 1, wanted
    while name in taken:
        number += 1
        tail = f" ({number})"
        name = wanted[: LONGEST_NAME - len(tail)].rstrip() + tail
    return name


def _good_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise StoreError("Give the scenario a name.")
    if len(name) > LONGEST_NAME:
        raise StoreError(f"A scenario's name has at most {LONGEST_NAME} characters.")
    return name


def _refuse_taken(session: Session, world_id: str, name: str) -> None:
    taken = session.scalar(
        select(ScenarioRow.id).where(ScenarioRow.world_id == world_id, ScenarioRow.name == name)
    )
    if taken is not None:
        raise StoreError(f"There is a scenario named {name!r} already. Choose another name.")
