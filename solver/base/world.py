"""A world: the loaded base that scenarios share and nobody changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

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
"""Values kept of each derivation; the oldest goes first."""


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
    """

    folder: Path
    tables: Tables
    roads: Roads
    rates: RateBook
    input_hash: str
    _derived: dict[Any, dict[Any, Any]] = field(default_factory=dict, init=False, repr=False)

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
        values = world._derived.setdefault(kept, {})
        key = (args, tuple(sorted(choices.items())))
        found: list[Derived] | None = values.get(key)
        if found is None:
            found = [build(world, *args, **choices)]
            values[key] = found
            for oldest in list(values)[:-MOST_KEPT]:  # sessions share a world: others tidy too
                values.pop(oldest, None)
        return found[0]

    return kept


def once_for(
    step: Step,
) -> Callable[
    [Callable[Concatenate[World, Chosen, Choices], Derived]],
    Callable[Concatenate[World, Chosen, Choices], Derived],
]:
    """Work a step of the chain out once for each world and all that the step reads.

    The function takes a world and a scenario (or a part of one), and gets it cut to what the
    step reads (:data:`solver.domain.reads.READS`): what stands nowhere in the table cannot
    bear on the value.
    """

    def of(
        build: Callable[Concatenate[World, Chosen, Choices], Derived],
    ) -> Callable[Concatenate[World, Chosen, Choices], Derived]:
        kept: Any = once(build)

        @wraps(build)
        def asked(
            world: World, choices: Chosen, /, *args: Choices.args, **others: Choices.kwargs
        ) -> Derived:
            return kept(world, cut(step, choices), *args, **others)

        return asked

    return of
