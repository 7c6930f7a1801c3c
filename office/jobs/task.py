"""What a kind of job is: its parameters, its work, and how what it left is read back.

::

    @dataclass(frozen=True)
    class Greeting(Task[Greeted]):
        kind = "greeting"
        name: str

        def run(self, store, job, heart): ...       # a worker calls it, in a process apart
        @classmethod
        def load(cls, store, job): ...              # a page reads what it left

A file in :mod:`office.jobs.tasks` with such a class is all that a new kind needs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from solver.errors import HomeroundsError, PlanError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from office.jobs.heart import Heart
    from office.store.database import Store
    from office.store.records import Job


@dataclass(frozen=True)
class Left:
    """Names in the store of what a task left, and how it ended in one line.

    Parameters
    ----------
    result_hash, plan_hash
        As :mod:`office.store.results` and :mod:`office.store.plans` name them; empty for none.
    message
        For the officer who asked.
    """

    result_hash: str
    plan_hash: str
    message: str


class Found(Protocol):
    """What a task left, read back."""

    @property
    def input_hash(self) -> str:
        """Hash of the files that it was worked out from."""


FoundT = TypeVar("FoundT", bound=Found, covariant=True)


@dataclass(frozen=True)
class Task(ABC, Generic[FoundT]):
    """One kind of job, with what it was asked for as its fields."""

    kind: ClassVar[str]
    """Name of the kind in the store: never changed."""

    title: ClassVar[str] = "{scenario}, {day}"
    """What a page calls a job of this kind while it runs."""

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> Self:
        """Read a task out of a job's row; what this version does not know is left out.

        Raises
        ------
        TypeError
            When a parameter that is needed is not there.
        """
        names = {field.name for field in fields(cls)}
        known = {name: value for name, value in parameters.items() if name in names}
        return cls(**{name: _frozen(value) for name, value in known.items()})

    def parameters(self) -> dict[str, Any]:
        """Write the task for a job's row, as JSON has it; :meth:`read` reads it back equal."""
        return asdict(self)

    @abstractmethod
    def run(self, store: Store, job: Job, heart: Heart) -> Left:
        """Do the work, and keep what comes of it in the store.

        Raises
        ------
        HomeroundsError
            When it cannot be done, with a sentence for the officer.
        Cancelled
            When somebody cancelled the job.
        """

    @classmethod
    @abstractmethod
    def load(cls, store: Store, job: Job) -> FoundT:
        """Read back what a finished job left.

        Raises
        ------
        PlanError
            When it is gone or damaged.
        """


def asked_for(task: type[Task[FoundT]], job: Job) -> Task[FoundT]:
    """Read what a job was asked for out of its row.

    Raises
    ------
    PlanError
        When that can no longer be read.
    """
    try:
        return task.read(job.parameters)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, HomeroundsError):
            raise
        raise PlanError(
            "What this job was asked for can no longer be read in the store. Start it again."
        ) from error


def _frozen(value: Any) -> Any:
    """JSON knows lists only; a task is frozen."""
    return tuple(value) if isinstance(value, list) else value
