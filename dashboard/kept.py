"""What all sessions share is kept within one budget of bytes, which a setting names.

``HOMEROUNDS_CACHE_MB`` is the budget of all shelves together; each has a share of it. Matrices of
travel are mapped from files without a name in the world's private folder: they count in full.
"""

from __future__ import annotations

import hashlib
import inspect
import os
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from solver.base.keeper import Keeper, travel_size
from solver.base.kept import Cache, size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

SETTING = "HOMEROUNDS_CACHE_MB"
DEFAULT_MB = 1_000
LEAST_MB, MOST_MB = 1, 1_000_000

Kind = Literal["travel", "days", "figures", "layers", "drawn", "lines"]
SHARES: Mapping[Kind, float] = {
    "travel": 0.45,  # matrices between the doors of a day
    "days": 0.15,  # cases and scores
    "figures": 0.15,  # what the solver keeps by scenario
    "layers": 0.15,  # map layers
    "drawn": 0.05,  # tables, charts and pictures as they are written
    "lines": 0.05,  # ways along the roads
}
WORLDS = 3
"""Counties open at once: what they hold is the base of everything and outside the budget."""

Value = TypeVar("Value")
Given = ParamSpec("Given")


def budget_mb() -> int:
    """Read the budget of all shelves together, megabytes; what is no number counts as unset."""
    said = os.environ.get(SETTING, "").strip()
    if not said.isdecimal():
        return DEFAULT_MB
    return min(max(int(said), LEAST_MB), MOST_MB)


@dataclass(frozen=True)
class _Shelves:
    """The shelves of this process, each with its share of the budget."""

    by_kind: Mapping[Kind, Cache[Any]]


@cache
def _shelves() -> _Shelves:
    most = budget_mb() * 1_000_000
    return _Shelves(
        {
            kind: Cache(int(share * most), travel_size if kind == "travel" else size_of)
            for kind, share in SHARES.items()
        }
    )


def shelf(kind: Kind) -> Cache[Any]:
    """Give a shelf of this process."""
    return _shelves().by_kind[kind]


def keeper(folder: Path) -> Keeper:
    """Let a world keep its figures and travel on the shelves that all worlds share."""
    return Keeper(figures=shelf("figures"), travel=shelf("travel"), folder=folder)


def held() -> dict[str, tuple[int, int]]:
    """Say of each shelf what it holds and what it may hold at most, bytes."""
    return {kind: (one.held, one.most) for kind, one in _shelves().by_kind.items()}


def forget() -> None:
    """Empty every shelf."""
    for one in _shelves().by_kind.values():
        one.clear()


def stamp_of(*frames: pd.DataFrame) -> str:
    """Hash the content of some tables, row by row."""
    digest = hashlib.sha256()
    for frame in frames:
        digest.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
        digest.update(b"\0")
    return digest.hexdigest()


def start_anew() -> None:
    """Empty every shelf and read the setting again: for tests."""
    forget()
    _shelves.cache_clear()


def kept(
    kind: Kind,
    words: str = "",
    *,
    shared: Callable[..., Iterable[Iterable[Any]]] | None = None,
) -> Callable[[Callable[Given, Value]], Callable[Given, Value]]:
    """Keep what a function gives, by its arguments; those that begin with ``_`` are not read.

    Parameters
    ----------
    kind
        The shelf.
    words
        Said on the page while it is worked out; nothing where empty.
    shared
        Of the function's arguments: collections whose items are kept elsewhere, and weigh nothing.
    """

    def of(build: Callable[Given, Value]) -> Callable[Given, Value]:
        names = inspect.signature(build).parameters
        placed = [name for name, one in names.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
        unread = {i for i, name in enumerate(placed) if name.startswith("_")}
        passed_on = {name for name in names if name.startswith("_")}

        @wraps(build)
        def asked(*given: Given.args, **named: Given.kwargs) -> Value:
            key = (
                build.__module__,
                build.__qualname__,
                *(value for i, value in enumerate(given) if i not in unread),
                *((name, named[name]) for name in sorted(named.keys() - passed_on)),
            )
            place: Cache[tuple[Value]] = shelf(kind)
            said = words and key not in place and get_script_run_ctx(suppress_warning=True)

            def weigh(found: tuple[Value]) -> int:
                return size_of(found, *(shared(*given, **named) if shared else ()))

            with st.spinner(words) if said else nullcontext():
                return place.get(key, lambda: (build(*given, **named),), weigh)[0]

        return asked

    return of
