"""A workload: the visits and carers of one day, ready to be planned."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.domain.carers import Carer
    from solver.domain.visits import Visit
    from solver.domain.words import Day, Place


@dataclass(frozen=True)
class Workload:
    """What has to be planned on one day under one scenario.

    Parameters
    ----------
    day
        Day of the week.
    visits, carers
        Visits to make and carers on duty, in id order.
    places
        Every place that a visit or a carer names, in id order, each once.
    """

    day: Day
    visits: tuple[Visit, ...]
    carers: tuple[Carer, ...]
    places: tuple[Place, ...]

    @cached_property
    def visit(self) -> dict[str, Visit]:
        """Visits by id."""
        return {visit.id: visit for visit in self.visits}

    @cached_property
    def doors_key(self) -> str:
        """Hash of id, longitude and latitude of every place: all that travel reads of them."""
        doors = [(place.id, place.lon, place.lat) for place in self.places]
        return hashlib.sha256(repr(doors).encode()).hexdigest()

    @cached_property
    def carer(self) -> dict[str, Carer]:
        """Carers by id."""
        return {carer.id: carer for carer in self.carers}
