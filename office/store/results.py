"""Results beside the plans: ``results/<hash>/summary.json``, named by what it says."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from office.store.folder import make_private, written_whole
from office.store.worlds import home
from solver.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from office.store.database import Store


def save(store: Store, world_id: str, summary: Mapping[str, Any]) -> str:
    """Write a summary and return the hash of its text; the same one twice makes one file."""
    text = json.dumps(summary, indent=1, sort_keys=True, ensure_ascii=False).encode()
    name = hashlib.sha256(text).hexdigest()
    with written_whole(make_private(folder(store, world_id, name)) / "summary.json") as draft:
        draft.write_bytes(text)
    return name


def load(store: Store, world_id: str, name: str) -> dict[str, Any]:
    """Read a summary back.

    Raises
    ------
    PlanError
        When it is gone, or no longer says what its name says.
    """
    try:
        text = (folder(store, world_id, name) / "summary.json").read_bytes()
    except OSError as error:
        raise PlanError(
            "The result of this job is no longer stored. Solve the day again."
        ) from error
    if hashlib.sha256(text).hexdigest() != name:
        raise PlanError("The result of this job is damaged and is not used. Solve the day again.")
    return json.loads(text)  # type: ignore[no-any-return]  # what save wrote: an object


def folder(store: Store, world_id: str, name: str) -> Path:
    """Return where a result lies.

    Raises
    ------
    PlanError
        When the name cannot be that of a result.
    """
    if not name.isalnum():
        raise PlanError("That is not the name of a result.")
    make_private(home(store, world_id) / "results")
    return home(store, world_id) / "results" / name
