"""What one officer has on the desk: a world and a scenario of it.

The session keeps two ids and no content. Scenarios live in the store, each
change as a version, so that undo, redo, a page refresh and a restart of the
server all find the same thing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.escape import plain
from office import people
from office.jobs.startup import open_store
from office.store import Store, scenarios, settings, worlds
from office.store.errors import StoreError
from solver.errors import HomeroundsError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from office.store.records import StoredScenario, StoredWorld
    from solver.base.world import World
    from solver.domain import Scenario

KEY = "desk"
FIRST_EDIT_NAME = "Scenario 1"


@dataclass(frozen=True, slots=True)
class Desk:
    """A world and a scenario of it, as now stored.

    Parameters
    ----------
    world
        The world that is open.
    stored
        The scenario that is open, with its version.
    base
        The world's base scenario, which is never edited.
    """

    world: StoredWorld
    stored: StoredScenario
    base: StoredScenario

    @property
    def scenario(self) -> Scenario:
        """The scenario that is open."""
        return self.stored.scenario

    @property
    def is_base(self) -> bool:
        """True where the open scenario is the base itself."""
        return self.stored.id == self.base.id


@dataclass(frozen=True, slots=True)
class Open:
    """What a page works on: the desk, its world opened, and the scenario."""

    desk: Desk
    world: World
    scenario: Scenario

    @property
    def provider_names(self) -> pd.Series:
        """The name of each provider, by ``provider_id``."""
        return self.world.tables.providers.set_index("provider_id")["name"]

    def named(self, provider_ids: pd.Series) -> list[str]:
        """Name providers; what is none of the county's (such as a sum) keeps its own word."""
        names = self.provider_names
        return [str(names.get(key, key)) for key in provider_ids]

    @property
    def area_names(self) -> pd.Series:
        """The name of each area, by ``area_id``."""
        names: pd.Series = self.world.tables.areas.set_index("area_id")["name"]
        return names


def store() -> Store:
    """Return the store of this installation; the demo county is in it from the first day."""
    return open_store()


def owner() -> str:
    """Who works here: the signed-in user, else the account on this machine."""
    if getattr(st.user, "is_logged_in", False):
        return str(st.user.get("email") or st.user.get("name") or "signed in")
    return people.here().name


def desk() -> Desk | None:
    """Return what is on the desk; ``None`` where no world is loaded at all."""
    found = _found(st.session_state.get(KEY) or _remembered() or {})
    if found is not None:
        _keep(found.world.id, found.stored.id)
    return found


def _found(kept: dict[str, str]) -> Desk | None:
    """Look the kept ids up; where one is gone, the first world or its base stands in."""
    every = {world.id: world for world in worlds.every(store())}
    if not every:
        return None
    world = every.get(kept.get("world", "")) or next(iter(every.values()))
    listed = scenarios.every(store(), world.id)
    stored = next((item for item in listed if item.id == kept.get("scenario")), listed[0])
    return Desk(world, stored, listed[0])


def last_open() -> tuple[StoredWorld, Scenario] | None:
    """Return the world and scenario that were open last on this machine, outside any session."""
    found = _found(settings.recall(store(), f"last:{people.here().name}") or {})
    return None if found is None else (found.world, found.scenario)


def open_world(world_id: str) -> None:
    """Put another world on the desk, with its base scenario."""
    _keep(world_id, "")
    desk()


def open_scenario(scenario_id: str) -> None:
    """Put another scenario of the same world on the desk."""
    found = scenarios.get(store(), scenario_id)
    _keep(found.world_id, found.id)


def edit(change: Callable[[Scenario], Scenario]) -> None:
    """Change the open scenario; the base is left alone and a new scenario takes the change.

    To be called from a widget's callback: the page then runs with the change.
    """
    now = desk()
    if now is None:
        return
    try:
        changed = change(now.scenario)
        if changed == now.scenario:
            return
        if now.is_base:
            note = "" if changed.note == now.base.note else changed.note
            same = replace(now.scenario, name=FIRST_EDIT_NAME, note="")
            new = scenarios.create(store(), now.world.id, same, owner=owner(), numbered=True)
            wanted = replace(changed, name=new.name, note=note)  # a step of its own, to be undone
            scenarios.save(store(), new.id, wanted, owner=owner(), expected=new.version)
            _keep(now.world.id, new.id)
            notice(f"Your change is in a new scenario, {new.name}. {now.base.name} stays as it is.")
        else:
            scenarios.save(
                store(), now.stored.id, changed, owner=owner(), expected=now.stored.version
            )
    except HomeroundsError as error:
        notice(str(error))


def undo() -> None:
    """Take the last change of the open scenario back."""
    _step(scenarios.undo)


def redo() -> None:
    """Make the change again that was taken back."""
    _step(scenarios.redo)


def notice(sentence: str) -> None:
    """Say something at the next drawing of the page, once."""
    st.session_state.setdefault("notices", []).append(sentence)


def show_notices() -> None:
    """Show what is to be said, once."""
    for sentence in st.session_state.pop("notices", []):
        st.toast(plain(sentence), duration="long")


def _step(move: Callable[[Store, str], StoredScenario]) -> None:
    now = desk()
    if now is None:
        return
    try:
        move(store(), now.stored.id)
    except StoreError as error:
        notice(str(error))


def _remembered() -> dict[str, str] | None:
    """Recall what was open last; where that cannot be read, the first county is opened."""
    try:
        return settings.recall(store(), _last())
    except StoreError as error:
        notice(f"What was open last is not known any more. {error}")
        return None


def _last() -> str:
    return f"last:{owner()}"


def _keep(world_id: str, scenario_id: str) -> None:
    kept = {"world": world_id, "scenario": scenario_id}
    if st.session_state.get(KEY) != kept:
        st.session_state[KEY] = kept
        with suppress(StoreError):  # only the next start would use it; what is edited is said
            settings.remember(store(), _last(), kept)
