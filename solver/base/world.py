"""A world: the loaded base that scenarios share and nobody changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from solver.base.keeper import Keeper
from solver.base.kept import Cache
from solver.domain.reads import Chosen, Step, cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from solver.intake.tables import Tables
    from solver.rates import RateBook
    from solver.roads import Roads

Derived = TypeVar("Derived")
Choices = ParamSpec("Choices")

MOST_KEPT = 8
"""Values kept of each derivation from a world alone, such as one a day; the oldest goes first."""


@dataclass(frozen=True, eq=False)
class World:
    """A county as loaded: tables, roads and rates.

    Parameters
    ----------
    folder
        Where it was read from.
    tables
        Checked input tables (columns in ``docs/data.md``).
    roads
        The road network, routable by car, bicycle and foot.
    rates
        Dated rates: the shipped ones, with the world's own on top.
    input_hash
        Hash of every input file: two worlds with the same hash give the same
        figures.
    keeper
        Where what follows from the world and a scenario is kept, and for how many bytes.
    mark
        Its own in every world: by it, a keeper that several worlds share tells them apart.
    """

    folder: Path
    tables: Tables
    roads: Roads
    rates: RateBook
    input_hash: str
    keeper: Keeper = field(default_factory=Keeper, repr=False)
    _derived: dict[Any, Cache[Any]] = field(default_factory=dict, init=False, repr=False)
    mark: object = field(default_factory=object, init=False, repr=False)

    @property
    def name(self) -> str:
        """Name of the county, as its ``world.toml`` gives it."""
        return self.tables.about.name


def once(
    build: Callable[Concatenate[World, Choices], Derived],
) -> Callable[Concatenate[World, Choices], Derived]:
    """Work a function of a world out once for each world and choice.

    A world never changes, so what follows from it alone (indices, borders that
    touch, travel between areas) is kept with it, by the function and its
    hashable arguments. The value is shared: nobody writes to it. The last few
    (:data:`MOST_KEPT`) of each function are kept.
    """

    @wraps(build)
    def kept(world: World, /, *args: Choices.args, **choices: Choices.kwargs) -> Derived:
        values: Cache[list[Derived]] | None = world._derived.get(kept)
        if values is None:
            values = world._derived.setdefault(kept, Cache(MOST_KEPT, _one))
        key = (args, tuple(sorted(choices.items()))) if choices else args
        return values.get(key, lambda: [build(world, *args, **choices)])[0]

    return kept


def _one(_: object) -> int:
    return 1


def once_for(
    step: Step,
) -> Callable[
    [Callable[Concatenate[World, Chosen, Choices], Derived]],
    Callable[Concatenate[World, Chosen, Choices], Derived],
]:
    """Work a step of the chain out once for each world and all that the step reads.

    The function takes a world and a scenario (or a part of one), and gets it cut to what the
    step reads (:data:`solver.domain.reads.READS`): what stands nowhere in the table cannot
    bear on the value. It is kept within the budget of the world's keeper. The value is shared:
    nobody writes to it; a table is given as a copy that shares its columns until it is written to.
    """

    def of(
        build: Callable[Concatenate[World, Chosen, Choices], Derived],
    ) -> Callable[Concatenate[World, Chosen, Choices], Derived]:
        @wraps(build)
        def asked(
            world: World, choices: Chosen, /, *args: Choices.args, **others: Choices.kwargs
        ) -> Derived:
            read = cut(step, choices)
            key = (world.mark, build, read, args, tuple(sorted(others.items())))
            found: list[Derived] = world.keeper.figures.get(
                key, lambda: [build(world, read, *args, **others)]
            )
            value = found[0]
            if isinstance(value, pd.DataFrame):
                return value.copy(deep=False)
            return value

        return asked

    return of
