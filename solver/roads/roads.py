"""The face of the room: an extract, opened, that answers in travel times."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from solver.domain import Mode, Place, RoadChoices, Travel, TravelSet
from solver.domain.road_choices import PERIOD_OF_START, PERIOD_STARTS_S
from solver.errors import RoadsError
from solver.roads import store
from solver.roads.fabric import weave
from solver.roads.lines import RoadLine, draw_line
from solver.roads.reach import outline
from solver.roads.read.reading import read_roads
from solver.roads.read.tags.hours import ALL_DAY
from solver.roads.travel import travel_between, why_unplaced
from solver.roads.weighed import WeighedRoads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from solver.domain import Day
    from solver.roads.speed_model import SpeedModel

_MAX_PLACES = 60_000


def open_roads(
    path: Path | str, *, cache: Path | None = None, model: SpeedModel | None = None
) -> Roads:
    """Open an extract, from the cache where it was opened before.

    Parameters
    ----------
    path
        ``.osm.pbf``, ``.osm``, ``.osm.gz``, ``.osm.bz2`` or OSMnx ``.graphml``.
    cache
        Folder that keeps parsed roads by content; None keeps nothing.
    model
        Speeds; by default those of ``docs/roads.md``.

    Returns
    -------
    roads
        Ready to answer; safe to ask from several threads.

    Raises
    ------
    RoadsError
        When the file is absent, not a road extract, damaged or cut short.
    """
    path = Path(path)
    if not path.is_file():
        raise RoadsError(f"There is no road extract {path.name}. Check the name and the folder.")
    source = store.source_key(path)
    fabric = store.load_fabric(cache, source) if cache is not None else None
    if fabric is None:
        fabric = weave(read_roads(path), path.name)
        if cache is not None:
            store.save_fabric(fabric, cache, source)
    return Roads(fabric, source, model)


class Roads(WeighedRoads):
    """Roads of a county, by car, bicycle and foot.

    Parameters
    ----------
    fabric
        Segments and networks.
    content_hash
        SHA-256 of the extract.
    model
        Speeds; by default those of ``docs/roads.md``.
    """

    def travel(
        self,
        places: Sequence[Place],
        modes: Sequence[Mode],
        choices: RoadChoices,
        day: Day | None = None,
    ) -> TravelSet:
        """Travel from every place to every other.

        Parameters
        ----------
        places
            k doors.
        modes
            Modes that are needed.
        choices
            The scenario's roads.
        day
            Weekday whose conditions hold, such as those of a school street; by default none does.

        Returns
        -------
        travel
            For each mode one (k, k) pair of matrices; with
            ``choices.time_of_day`` one for each stretch of the day (night,
            morning peak, between the peaks, evening peak, and night again,
            which is the first one once more).

        Raises
        ------
        RoadsError
            When there are more places than a matrix can hold.
        """
        ids = tuple(place.id for place in places)
        if len(ids) > _MAX_PLACES:
            raise RoadsError(f"{len(ids)} places are too many for one matrix; split them.")
        by_mode: dict[Mode, tuple[Travel, ...]] = {}
        unplaced: dict[Mode, dict[str, str]] = {}
        periods = PERIOD_OF_START if choices.time_of_day else (ALL_DAY,)
        for mode in modes:
            snapped = self.snap(places, mode, choices)
            unplaced[mode] = why_unplaced(places, snapped, self.model.snap_m, mode)
            hours = [self.hour(mode, day, period) for period in periods]
            found = {
                hour: travel_between(self, ids, places, mode, choices, hour, snapped)
                for hour in dict.fromkeys(hours)
            }
            by_mode[mode] = tuple(found[hour] for hour in hours)
        starts = PERIOD_STARTS_S if choices.time_of_day else (0,)
        return TravelSet(ids, by_mode, starts, unplaced)

    def line(
        self,
        stops: Sequence[Place],
        mode: Mode,
        choices: RoadChoices,
        starts_s: Sequence[int] | None = None,
        day: Day | None = None,
    ) -> RoadLine:
        """Draw the way from stop to stop along the roads.

        Parameters
        ----------
        stops
            Doors in the order of the round.
        mode, choices
            As for :meth:`travel`.
        starts_s
            Planned start at the end of each leg, which picks the time of day;
            by default the all-day speeds.
        day
            As for :meth:`travel`.

        Returns
        -------
        line
            Coordinates and a leg between each two stops; durations and
            lengths are those of :meth:`travel`.
        """
        snapped = self.snap(stops, mode, choices)
        periods = [ALL_DAY] * max(0, len(stops) - 1)
        if choices.time_of_day and starts_s is not None:
            clock = np.array(starts_s) % 86_400
            begun = np.searchsorted(PERIOD_STARTS_S, clock, side="right") - 1
            periods = [PERIOD_OF_START[i] for i in begun]
        hours = [self.hour(mode, day, period) for period in periods]
        return draw_line(self, stops, mode, choices, snapped, hours)

    def reach(self, place: Place, mode: Mode, limit_s: int, choices: RoadChoices) -> BaseGeometry:
        """Outline where one gets to within a time.

        Parameters
        ----------
        place, mode, choices
            From where and how.
        limit_s
            Seconds.

        Returns
        -------
        outline
            Polygon or multipolygon, longitude and latitude.

        Raises
        ------
        RoadsError
            When no road of that mode lies near the place.
        """
        return outline(self, place, mode, limit_s, choices)
