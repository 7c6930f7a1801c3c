"""What was worked out is kept within a budget of bytes; what was used longest ago goes first."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

Value = TypeVar("Value")

SAMPLED = 24
"""Items of a long collection that are weighed; the rest is taken to be like them."""

A_SHAPE = 200
"""Bytes of a shape beside its coordinates."""


def size_of(value: Any, *shared: Iterable[Any]) -> int:
    """Estimate the bytes that a value holds: arrays and tables by content, values all through.

    Items of ``shared`` are kept elsewhere and count for nothing. What has ``kept_bytes`` says its
    own weight.

    What two values share is counted in both, so that the sum is never too small by that. A file
    that is mapped into memory counts as an array does.
    """
    return _size(value, {id(item) for items in shared for item in items})


def _size(value: Any, seen: set[int]) -> int:
    if value is None or id(value) in seen or isinstance(value, type):
        return 0
    seen.add(id(value))
    said = getattr(value, "kept_bytes", None)
    if said is not None:
        return int(said)
    if isinstance(value, np.ndarray):
        return _array_size(value, seen)
    if isinstance(value, pd.DataFrame):
        parts = [value.iloc[:, i] for i in range(value.shape[1])]
        return sum(_series_size(part) for part in parts) + int(value.index.memory_usage(deep=False))
    if isinstance(value, pd.Series):
        return _series_size(value)
    if isinstance(value, shapely.Geometry):
        return A_SHAPE + 16 * int(shapely.get_num_coordinates(value))
    own = sys.getsizeof(value, 64)
    if isinstance(value, Mapping):
        return (
            own
            + _all_sizes(value.keys(), len(value), seen)
            + _all_sizes(value.values(), len(value), seen)
        )
    if isinstance(value, (tuple, list, set, frozenset)):
        return own + _all_sizes(value, len(value), seen)
    if is_dataclass(value):
        own += sum(_size(getattr(value, item.name, None), seen) for item in fields(value))
        return own + _size(getattr(value, "__dict__", None), seen)
    return own


def _array_size(value: np.ndarray[Any, Any], seen: set[int]) -> int:
    if value.dtype != object:
        return int(value.nbytes)
    return int(value.nbytes) + _all_sizes(value.ravel(), value.size, seen)


def _series_size(value: pd.Series) -> int:
    if value.dtype == "geometry":
        shapes = value.to_numpy()
        return A_SHAPE * len(shapes) + 16 * int(shapely.get_num_coordinates(shapes).sum())
    return int(value.memory_usage(index=False, deep=True))


def _all_sizes(items: Iterable[Any], count: int, seen: set[int]) -> int:
    if count <= SAMPLED:
        return sum(_size(item, seen) for item in items)
    step = count // SAMPLED
    some = [item for i, item in enumerate(items) if i % step == 0]
    return round(sum(_size(item, seen) for item in some) * count / len(some))


class Cache(Generic[Value]):
    """Values by key, in all no heavier than a budget; safe for several threads.

    Two threads that ask for one key wait for one computation. A value that is heavier than the
    whole budget is given and not kept.

    Parameters
    ----------
    most
        The budget: bytes, or what ``weigh`` counts.
    weigh
        How heavy a value is.
    least
        So many of the newest are kept, however heavy they are.
    """

    def __init__(
        self, most: int, weigh: Callable[[Value], int] = size_of, *, least: int = 0
    ) -> None:
        self.most = most
        self._weigh = weigh
        self._least = least
        self._kept: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._held = 0
        self._lock = Lock()
        self._at_work: dict[Hashable, tuple[RLock, list[int]]] = {}

    @property
    def held(self) -> int:
        """How heavy all that is kept is together."""
        return self._held

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def listed(self) -> list[Hashable]:
        """List the keys of what is kept, the one used longest ago first."""
        with self._lock:
            return list(self._kept)

    def get(
        self,
        key: Hashable,
        build: Callable[[], Value],
        weigh: Callable[[Value], int] | None = None,
    ) -> Value:
        """Give the value of a key; work it out where it is not kept, once for all who wait.

        ``weigh`` says how heavy it is where the shelf's own way would count what others keep.
        """
        found = self._found(key)
        if found is not None:
            return found[0]
        with self._alone(key):
            found = self._found(key)  # another thread may have worked it out meanwhile
            if found is not None:
                return found[0]
            value = build()
            self._keep(key, value, weigh or self._weigh)
            return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._held = 0

    def _found(self, key: Hashable) -> tuple[Value, int] | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _keep(self, key: Hashable, value: Value, weigh: Callable[[Value], int]) -> None:
        weight = weigh(value)
        with self._lock:
            if weight > self.most and not self._least:
                return
            self._kept[key] = (value, weight)
            self._held += weight
            while self._held > self.most and len(self._kept) > self._least:
                _, (_, gone) = self._kept.popitem(last=False)
                self._held -= gone

    @contextmanager
    def _alone(self, key: Hashable) -> Iterator[None]:
        """Let one thread at a time work a key out; a lock goes with the last who waits for it."""
        with self._lock:
            lock, waiting = self._at_work.setdefault(key, (RLock(), [0]))
            waiting[0] += 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                waiting[0] -= 1
                if not waiting[0]:
                    self._at_work.pop(key, None)
