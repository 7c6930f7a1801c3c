"""The work of a job that draws zones: propose some, and keep them to be accepted."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from office.jobs.heart import Outcome
from office.jobs.opening import open_world
from office.store import results
from solver.domain import Scenario
from solver.stop import Progress
from solver.zones.proposals import Proposal, Wish, ensemble, propose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from office.jobs.heart import Heart
    from office.store.database import Store
    from office.store.records import Job

SEARCH_S = 600.0
"""Longest search; a county of the usual size takes some seconds."""


def draw(store: Store, job: Job, heart: Heart) -> Outcome:
    """Open the world, draw the zones that were asked for, and keep them.

    Raises
    ------
    HomeroundsError
        What opening and drawing raise.
    Cancelled
        When somebody cancelled the job.
    """
    world = open_world(store, job, heart)
    wish, seed = wish_of(job.parameters), int(job.parameters["seed"])
    stop = heart.stop_after(SEARCH_S)
    heart.progress(Progress(0.0, "Measuring the roads between packages"))
    found: tuple[Proposal, ...]
    if job.parameters["several"]:
        found = ensemble(world, job.scenario, wish, seed=seed, stop=stop, progress=heart.progress)
    else:
        found = (propose(world, job.scenario, wish, seed=seed, stop=stop, progress=heart.progress),)
    heart.check()
    kept = {"input_hash": world.input_hash, "proposals": [_plain(one) for one in found]}
    name = results.save(store, job.world_id, kept)
    return Outcome(result_hash=name, plan_hash="", message=_in_words(found))


def wish_of(parameters: Mapping[str, Any]) -> Wish:
    """Read the wish out of a job's parameters."""
    names = {field.name for field in fields(Wish)}
    return Wish(**{name: value for name, value in parameters.items() if name in names})


def parameters_of(wish: Wish, *, several: bool, seed: int) -> dict[str, Any]:
    """Write a wish as a job's parameters; :func:`wish_of` reads it back equal."""
    return {**asdict(wish), "several": several, "seed": seed}


def load(store: Store, world_id: str, name: str) -> tuple[str, tuple[Proposal, ...]]:
    """Read back the input hash and the proposals that a job left.

    Raises
    ------
    PlanError
        When they are gone or damaged.
    ScenarioError
        When they were kept by another version and cannot be read.
    """
    kept = results.load(store, world_id, name)
    return str(kept["input_hash"]), tuple(_proposal(one) for one in kept["proposals"])


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
