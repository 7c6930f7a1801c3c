"""Choosing a door: a settlement, a service user or a carer's home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.kept import kept
from dashboard.show import controls
from solver.domain import Mode, Place

if TYPE_CHECKING:
    from dashboard.state import Open
    from solver.base.world import World

BY: dict[Mode, str] = {"foot": "On foot", "bicycle": "By bicycle", "car": "By car"}


def choose_door(page: Open, label: str, *, key: str) -> tuple[Place, str] | None:
    """Ask for a door; return it with its name, or ``None`` until one is chosen.

    No time is added on arriving there: the place counts as a home.
    """
    known = _doors(page.world.input_hash, page.world)
    chosen = controls.choose(label, {one: name for one, (name, *_) in known.items()}, key=key)
    if chosen is None or chosen not in known:
        return None
    name, lon, lat = known[chosen]
    return Place(f"home:{chosen}", lon, lat), name


@kept("drawn")
def _doors(input_hash: str, _world: World) -> dict[str, tuple[str, float, float]]:
    tables = _world.tables
    found: dict[str, tuple[str, float, float]] = {}
    for frame, column, words in (
        (tables.settlements.sort_values("settlement"), "settlement", ""),
        (tables.carers, "carer_id", "Home of carer "),
        (tables.people, "person_id", "Service user "),
    ):
        rows: Any = frame[[column, "lon", "lat"]].itertuples(index=False)
        for one, lon, lat in rows:
            found[f"{column} {one}"] = (f"{words}{one}", float(lon), float(lat))
    return found


def choose_mode(key: str, default: Mode) -> Mode:
    """Ask how one travels."""
    chosen: Mode = controls.choose_one("How", BY, key=key, default=default)
    return chosen
