"""Zones that are drawn: propose some, and keep them to be accepted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar

from office.jobs.opening import open_world
from office.jobs.task import Left, Task
from office.store import results
from solver.domain import Scenario
from solver.stop import Progress
from solver.zones.proposals import Proposal, Wish, ensemble, propose

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from office.jobs.heart import Heart
    from office.store.database import Store
    from office.store.records import Job

SEARCH_S = 600.0
"""Longest search; a county of the usual size takes some seconds."""


@dataclass(frozen=True)
class ZonesFound:
    """Zones that were drawn, and the hash of the files that they were drawn for."""

    input_hash: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class Zones(Task[ZonesFound]):
    """Zones as wished for; ``several`` for alternatives to choose from."""

    kind: ClassVar[str] = "zones"
    title: ClassVar[str] = "Zones"

    wish: Wish
    several: bool = False
    seed: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> Self:
        """Read a task out of a job's row."""
        names = {field.name for field in fields(Wish)}
        wish = Wish(**{name: value for name, value in parameters.items() if name in names})
        return super().read({**parameters, "wish": wish})

    def parameters(self) -> dict[str, Any]:
        """Write the task for a job's row, the wish's fields beside the others."""
        return {**asdict(self.wish), "several": self.several, "seed": self.seed}

    def run(self, store: Store, job: Job, heart: Heart) -> Left:
        """Open the world, draw the zones that were asked for, and keep them."""
        world = open_world(store, job, heart)
        stop = heart.stop_after(SEARCH_S)
        heart.progress(Progress(0.0, "Measuring the roads between packages"))
        wish, seed, progress = self.wish, self.seed, heart.progress
        found: tuple[Proposal, ...]
        if self.several:
            found = ensemble(world, job.scenario, wish, seed=seed, stop=stop, progress=progress)
        else:
            one = propose(world, job.scenario, wish, seed=seed, stop=stop, progress=progress)
            found = (one,)
        heart.check()
        kept = {"input_hash": world.input_hash, "proposals": [_plain(one) for one in found]}
        name = results.save(store, job.world_id, kept)
        return Left(result_hash=name, plan_hash="", message=_in_words(found))

    @classmethod
    def load(cls, store: Store, job: Job) -> ZonesFound:
        """Read the proposals back.

        Raises
        ------
        PlanError
            When they are gone or damaged.
        ScenarioError
            When they were kept by another version and cannot be read.
        """
        kept = results.load(store, job.world_id, job.result_hash)
        proposals = tuple(_proposal(one) for one in kept["proposals"])
        return ZonesFound(str(kept["input_hash"]), proposals)


def _plain(one: Proposal) -> dict[str, Any]:
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    return {**values, "choices": Scenario(zones=one.choices).to_toml(), "notes": list(one.notes)}


def _proposal(values: Mapping[str, Any]) -> Proposal:
    choices = Scenario.from_toml(values["choices"]).zones
    return Proposal(**{**values, "choices": choices, "notes": tuple(values["notes"])})


def _in_words(found: tuple[Proposal, ...]) -> str:
    if len(found) == 1:
        return "Zones are drawn"
    return f"{len(found)} sets of zones are drawn"
