"""The face of the room: an extract, opened, that answers in travel times."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.domain import Mode, Place, RoadChoices, Travel, TravelSet
from solver.domain.road_choices import PERIOD_OF_START, PERIOD_STARTS_S
from solver.errors import RoadsError
from solver.roads import store
from solver.roads.engine.customise import TICKS_PER_S, Metric, customise
from solver.roads.engine.paths import ArcsOfEdges, arcs_of_edges
from solver.roads.fabric import Fabric, RoadsReport, weave
from solver.roads.lines import RoadLine, draw_line
from solver.roads.places import ArcCosts, Doors, seed_doors
from solver.roads.reach import outline
from solver.roads.read.reading import read_roads
from solver.roads.snap import Snapped, snap
from solver.roads.speed_model import SpeedModel, that_weigh
from solver.roads.speeds import ALL_DAY, arc_weights
from solver.roads.travel import travel_between, why_unplaced

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

_REMEMBERED = 12
_KEPT = 64
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


class Roads:
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

    def __init__(self, fabric: Fabric, content_hash: str, model: SpeedModel | None = None) -> None:
        self.fabric = fabric
        self.content_hash = content_hash
        self.model = model or SpeedModel()
        self._lock = threading.Lock()
        self._weighed: OrderedDict[object, tuple[ArcCosts, Metric]] = OrderedDict()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._on_edge: dict[Mode, ArcsOfEdges] = {}

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the roads, degrees."""
        return self.fabric.bounds

    @property
    def report(self) -> RoadsReport:
        """What the extract held and what was left out."""
        return self.fabric.report

    def travel(
        self, places: Sequence[Place], modes: Sequence[Mode], choices: RoadChoices
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
        for mode in modes:
            snapped = self.snap(places, mode)
            unplaced[mode] = why_unplaced(places, snapped, self.model.snap_m, mode)
            if not choices.time_of_day or mode != "car":
                one = travel_between(self, ids, places, mode, choices, ALL_DAY, snapped)
                by_mode[mode] = (one,) * (len(PERIOD_STARTS_S) if choices.time_of_day else 1)
                continue
            periods = [
                travel_between(self, ids, places, mode, choices, period, snapped)
                for period in range(len(self.model.period_factor))
            ]
            by_mode[mode] = tuple(periods[i] for i in PERIOD_OF_START)
        starts = PERIOD_STARTS_S if choices.time_of_day else (0,)
        return TravelSet(ids, by_mode, starts, unplaced)

    def line(
        self,
        stops: Sequence[Place],
        mode: Mode,
        choices: RoadChoices,
        starts_s: Sequence[int] | None = None,
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

        Returns
        -------
        line
            Coordinates and a leg between each two stops; durations and
            lengths are those of :meth:`travel`.
        """
        snapped = self.snap(stops, mode)
        periods = [ALL_DAY] * max(0, len(stops) - 1)
        if choices.time_of_day and mode == "car" and starts_s is not None:
            clock = np.array(starts_s) % 86_400
            begun = np.searchsorted(PERIOD_STARTS_S, clock, side="right") - 1
            periods = [PERIOD_OF_START[i] for i in begun]
        return draw_line(self, stops, mode, choices, snapped, periods)

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

    def snap(self, places: Sequence[Place], mode: Mode) -> Snapped:
        """Find the nearest point on a road of the mode for each place."""
        lon = np.array([place.lon for place in places], np.float64)
        lat = np.array([place.lat for place in places], np.float64)
        sound = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
        away = np.where(sound, lon, -200.0), np.where(sound, lat, -90.0)
        index = self.fabric.modes[mode].index
        found = snap(index, self.fabric.segments, *away, self.model.snap_m)
        return replace(found, segment=np.where(sound, found.segment, -1).astype(np.int32))

    def weigh(
        self, mode: Mode, choices: RoadChoices, period: int = ALL_DAY
    ) -> tuple[ArcCosts, Metric]:
        """Cost of each arc, and the hierarchy weighed by it; the latest are remembered."""
        key = mode, period, that_weigh(mode, choices, period)
        with self._lock:
            if key in self._weighed:
                self._weighed.move_to_end(key)
                return self._weighed[key]
        roads = self.fabric.modes[mode]
        segments = self.fabric.segments
        moving, waiting = arc_weights(
            roads.network, segments, self.fabric.traits, roads.busy, mode,
            self.model.under(choices), choices, period,
        )  # fmt: skip
        length_cm = np.rint(segments.length_m[roads.network.arc_slot >> 1] * 100)
        costs = ArcCosts(moving, waiting, length_cm.astype(np.int64))
        answer = costs, customise(roads.hierarchy, costs.packed)
        with self._lock:
            self._weighed[key] = answer
            while len(self._weighed) > _REMEMBERED:
                self._weighed.popitem(last=False)
        return answer

    def memo(self, key: Hashable, build: Callable[[], Any]) -> Any:
        """Keep what is derived from these roads, such as a map's sheet.

        Parameters
        ----------
        key
            Names what is derived, with everything that it depends on.
        build
            Makes it, the first time.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = build()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made

    def on_edge(self, mode: Mode) -> ArcsOfEdges:
        """Arcs behind each edge of a mode's hierarchy, for unpacking ways."""
        with self._lock:
            if mode not in self._on_edge:
                self._on_edge[mode] = arcs_of_edges(self.fabric.modes[mode].hierarchy)
            return self._on_edge[mode]

    def doors(self, mode: Mode, costs: ArcCosts, snapped: Snapped) -> Doors:
        """Seed snapped places into a mode's network."""
        roads = self.fabric.modes[mode]
        return seed_doors(roads.network, roads.hierarchy, self.fabric.segments, costs, snapped)

    def door_ticks(
        self, places: Sequence[Place], snapped: Snapped, mode: Mode, choices: RoadChoices
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Ticks of walking between road and door (-1 unplaced), and of arriving."""
        walking_m_per_s = self.model.under(choices).foot_m_per_s
        walk = np.full(len(places), -1, np.int64)
        on = snapped.segment >= 0
        walk[on] = np.rint(snapped.walk_m[on] / walking_m_per_s * TICKS_PER_S)
        stop = np.zeros(len(places), np.int64)
        if mode == "car":
            person = np.array([place.id.startswith("person:") for place in places], np.bool_)
            stop[person] = choices.stop_s * TICKS_PER_S
        return walk, stop
