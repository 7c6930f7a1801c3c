"""The work of jobs, a file a kind: whatever :class:`~office.jobs.task.Task` lies here is done."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any

from office.jobs.task import Task

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def kinds() -> Mapping[str, type[Task[Any]]]:
    """Give the tasks of this folder by the name of their kind."""
    found = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for one in vars(importlib.import_module(module.name)).values():
            if isinstance(one, type) and issubclass(one, Task) and one.__module__ == module.name:
                found[one.kind] = one
    return found
