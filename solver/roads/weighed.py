"""Roads that are opened, and weighed on demand for a mode, a scenario and a time of day."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.domain import RoadChoices
from solver.roads.engine.customise import FAR, TICKS_PER_S, Metric, customise
from solver.roads.engine.inside import Inside
from solver.roads.engine.paths import ArcsOfEdges, arcs_of_edges
from solver.roads.network import THROUGH
from solver.roads.places import ArcCosts, Doors, seed_doors
from solver.roads.read.tags.hours import ALL_DAY, row_of
from solver.roads.snap import Snapped, snap
from solver.roads.speed_model import SpeedModel, that_weigh
from solver.roads.speeds import Hour, arc_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import numpy.typing as npt

    from solver.domain import Day, Mode, Place
    from solver.roads.fabric import Fabric, RoadsReport

_REMEMBERED = 12
_KEPT = 64
_AT_NO_HOUR = Hour()


class WeighedRoads:
    """An opened extract: its networks, its speeds, and what was worked out of both.

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

    def snap(
        self, places: Sequence[Place], mode: Mode, choices: RoadChoices | None = None
    ) -> Snapped:
        """Find the nearest point on a road of the mode, as the scenario opens them, for each place.

        Where no choices are given, those of a scenario by default hold.
        """
        lon = np.array([place.lon for place in places], np.float64)
        lat = np.array([place.lat for place in places], np.float64)
        sound = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
        away = np.where(sound, lon, -200.0), np.where(sound, lat, -90.0)
        index = self.fabric.modes[mode].index
        closed = self._closed(mode, choices or RoadChoices())
        found = snap(index, self.fabric.segments, away, self.model.snap_m, closed)
        return replace(found, segment=np.where(sound, found.segment, -1).astype(np.int32))

    def hour(self, mode: Mode, day: Day | None = None, period: int = ALL_DAY) -> Hour:
        """Say what a mode's weights on a weekday and at a time of day rest on.

        Days on which the same rules hold share their hours. Without a weekday no condition holds;
        the factors of times of day bind cars only.
        """
        rules = int(self.fabric.modes[mode].network.rules_at[row_of(day, period)])
        return Hour(period if mode == "car" else ALL_DAY, rules)

    def weigh(
        self, mode: Mode, choices: RoadChoices, hour: Hour = _AT_NO_HOUR
    ) -> tuple[ArcCosts, Metric]:
        """Cost of each arc, and the hierarchy weighed by it; the latest are remembered."""
        key = mode, hour, that_weigh(mode, choices, hour.period)
        with self._lock:
            if key in self._weighed:
                self._weighed.move_to_end(key)
                return self._weighed[key]
        roads = self.fabric.modes[mode]
        model = self.model.under(choices)
        moving, waiting = arc_weights(self.fabric, mode, model, choices, hour.period)
        length_cm = np.rint(self.fabric.segments.length_m[roads.network.arc_slot >> 1] * 100)
        costs = ArcCosts(moving, waiting, length_cm.astype(np.int64))
        weights = costs.packed
        if len(roads.network.arc_part) > 1:  # what leads through under other rules only
            weights = np.where(roads.network.arc_part[hour.rules] == THROUGH, weights, FAR)
        answer = costs, customise(roads.hierarchy, weights)
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

    def _closed(self, mode: Mode, choices: RoadChoices) -> npt.NDArray[np.bool_]:
        """Segments of a mode's network that the scenario closes, (s,) bool; (0,) where none."""
        if mode != "car" or choices.drive_private:
            return np.empty(0, np.bool_)
        network = self.fabric.modes[mode].network
        closed: npt.NDArray[np.bool_] = self.memo(
            ("closed", mode), lambda: network.closed_segments(private=False)
        )
        return closed

    def inside(self, mode: Mode, choices: RoadChoices, rules: int = 0) -> Inside:
        """Parts of a mode's network that are used only at an end, as the scenario opens them."""
        network = self.fabric.modes[mode].network
        inside: Inside = self.memo(
            ("inside", mode, choices.drive_private, rules),
            lambda: Inside.of(
                network.parts(choices.drive_private, rules), network.tail, network.head,
                ~network.node_inside[rules],
            ),
        )  # fmt: skip
        return inside

    def doors(
        self, mode: Mode, inside: Inside, costs: ArcCosts, snapped: Snapped, *, chains: bool = False
    ) -> Doors:
        """Seed snapped places into a mode's network; with ``chains``, the ways inside parts too."""
        parts = self.fabric.modes[mode]
        return seed_doors(parts, self.fabric.segments, costs, snapped, inside, chains=chains)

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
