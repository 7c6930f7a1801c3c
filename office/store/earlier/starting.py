"""The starting scenario of each world, in stores where an earlier version called it Today."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import select

from office.store.schema import JobRow, ScenarioRow, VersionRow
from solver.domain import Scenario
from solver.domain.scenario import FORMERLY, STARTING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from office.store.database import Store


def rename_starting(store: Store) -> None:
    """Give starting scenarios that were called Today the name that they have now.

    Only the oldest scenario of a world is one: another that an officer calls Today keeps its name.
    Where the new name is taken it is numbered. Jobs that ran it are renamed with it.
    """
    with store.write() as session:
        oldest: dict[str, ScenarioRow] = {}
        by_age = select(ScenarioRow).order_by(ScenarioRow.created_at, ScenarioRow.id)
        for row in session.scalars(by_age):
            oldest.setdefault(row.world_id, row)
        for row in oldest.values():
            if row.name == FORMERLY:
                _rename(session, row)


def _rename(session: Session, row: ScenarioRow) -> None:
    of_world = select(ScenarioRow.name).where(ScenarioRow.world_id == row.world_id)
    taken = set(session.scalars(of_world))
    names = (STARTING if n == 1 else f"{STARTING} ({n})" for n in count(1))
    name = next(one for one in names if one not in taken)
    row.name, row.toml = name, _renamed(row.toml, name)
    for version in session.scalars(select(VersionRow).where(VersionRow.scenario_id == row.id)):
        version.toml = _renamed(version.toml, name)
    ran = select(JobRow).where(JobRow.world_id == row.world_id, JobRow.scenario_name == FORMERLY)
    for job in session.scalars(ran):
        job.scenario_name, job.scenario_toml = name, _renamed(job.scenario_toml, name)


def _renamed(toml: str, name: str) -> str:
    return replace(Scenario.from_toml(toml), name=name).to_toml()
