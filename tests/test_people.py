"""Who works here may do everything; the places that would have to ask do ask."""

from __future__ import annotations

import getpass
import io

import pytest

from office import jobs, people
from office.jobs.tasks.solve import Solve
from office.loading import uploads
from office.store.database import Store
from solver.domain import Scenario


def test_who_is_at_this_machine_may_do_everything() -> None:
    assert people.here().name == getpass.getuser()
    assert people.may(people.here(), "delete a county")
    assert people.may(people.Actor("somebody else"), "ask for work")


def test_a_machine_without_accounts_has_an_officer(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert people.here() == people.Actor("officer")


def test_where_somebody_might_not_nothing_is_done(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("office.people.actors.may", lambda _actor, _act: False)
    store = Store(tmp_path / "data")
    try:
        with pytest.raises(people.NotAllowed, match="Ann may not load a county here"):
            uploads.load(store, [("people.csv", io.BytesIO(b"x"))], owner="Ann")
        with pytest.raises(people.NotAllowed, match="Ann may not ask for work"):
            jobs.ask("any", Scenario(), "mon", Solve(1.0), owner="Ann", store=store)
        with pytest.raises(people.NotAllowed, match="may not delete a county"):
            jobs.delete_world("any", store=store)
    finally:
        store.close()
