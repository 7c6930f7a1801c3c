"""The whole of what is known about an extract's roads, before any scenario."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.domain import MODES, Mode
from solver.errors import RoadsError
from solver.roads.engine.hierarchy import Hierarchy, build_hierarchy
from solver.roads.engine.order import neighbours, nested_dissection
from solver.roads.network import CLOSED, Network, build_network
from solver.roads.read.segments import Segments, cut_segments
from solver.roads.read.tags.classes import (
    BACKWARD,
    CLASS_CODE,
    CLASSES,
    FORWARD,
    MODE_CODE,
    SCALE,
    access_bit,
)
from solver.roads.snap import SnapIndex, build_index
from solver.roads.traits import SegmentTraits, guess_setting

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.roads.read.land import Land
    from solver.roads.read.raw import RawRoads

_UNITED_KINGDOM = (-8.7, 49.8, 1.8, 60.9)
_NO_STOPPING = [CLASS_CODE["motorway"], CLASS_CODE["motorway_link"]]


@dataclass(frozen=True)
class ModeReport:
    """What one mode's network holds, and what it leaves out.

    Parameters
    ----------
    junctions
        Nodes of the network (ends of ways and junctions).
    edges
        Directed arcs between them.
    length_m
        Class of road → metres, each road counted once.
    dropped
        What is left out, in words → count.
    end_only
        Stretches between junctions on which a journey may only begin or end.
    end_only_private
        Those of them that are so because they are private.
    """

    junctions: int
    edges: int
    length_m: dict[str, int]
    dropped: dict[str, int]
    end_only: int
    end_only_private: int


@dataclass(frozen=True)
class RoadsReport:
    """What an extract held, for the Data page and ``roads build``.

    Parameters
    ----------
    source
        File name.
    nodes, ways
        Points and ways of the roads read.
    modes
        Mode → its network.
    notes
        What was left out or looked odd → count.
    remarks
        The same in sentences, where a count does not say it.
    """

    source: str
    nodes: int
    ways: int
    modes: dict[Mode, ModeReport]
    notes: dict[str, int]
    remarks: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> RoadsReport:
        """Read what :meth:`as_dict` wrote."""
        modes = {mode: ModeReport(**data["modes"][mode]) for mode in MODES}
        return cls(
            source=data["source"],
            nodes=data["nodes"],
            ways=data["ways"],
            modes=modes,
            notes=data["notes"],
            remarks=tuple(data["remarks"]),
        )


@dataclass(frozen=True, eq=False)
class ModeRoads:
    """One mode's network, ready to be weighed and asked.

    Parameters
    ----------
    network, hierarchy
        Arcs and the contraction hierarchy over them.
    index
        Where a door may be snapped to.
    busy
        (n,) bool: nodes where three roads or more meet.
    """

    network: Network
    hierarchy: Hierarchy
    index: SnapIndex
    busy: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Fabric:
    """Segments, their traits, and a network for each mode.

    Parameters
    ----------
    segments, traits, names
        Pieces of road; ``traits.name`` counts into ``names``.
    land
        What a basemap shows besides roads.
    modes
        Mode → network.
    report
        What was read and what was left out.
    """

    segments: Segments
    traits: SegmentTraits
    names: tuple[str, ...]
    land: Land
    modes: dict[Mode, ModeRoads]
    report: RoadsReport

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the roads, degrees."""
        lon, lat = self.segments.shape_lon, self.segments.shape_lat
        return (
            float(lon.min()) / SCALE,
            float(lat.min()) / SCALE,
            float(lon.max()) / SCALE,
            float(lat.max()) / SCALE,
        )


def _closed(raw: RawRoads, mode: Mode) -> dict[str, int]:
    """Count the ways that a mode may use in neither direction."""
    code = MODE_CODE[mode]
    both = access_bit(code, FORWARD) | access_bit(code, BACKWARD)
    closed = int((raw.way_access & both == 0).sum())
    return {f"ways closed to travel by {mode}": closed} if closed else {}


def _mode_report(
    raw: RawRoads, mode: Mode, network: Network, segments: Segments, traits: SegmentTraits
) -> ModeReport:
    used, klass = network.segments, traits.klass
    ends = np.unique(network.arc_slot[network.arc_part[0] >= 0] >> 1)
    private = traits.private[ends] >> 2 * MODE_CODE[mode] & 3
    metres = np.bincount(
        klass[used], weights=segments.length_m[used], minlength=len(CLASSES)
    ).round()
    return ModeReport(
        junctions=int(network.node_junction.size),
        edges=int(network.tail.size),
        length_m={name: int(m) for name, m in zip(CLASSES, metres, strict=True) if m},
        dropped={**_closed(raw, mode), **network.dropped},
        end_only=int(ends.size),
        end_only_private=int((private > 0).sum()),
    )


def weave(raw: RawRoads, source: str) -> Fabric:
    """Make the three networks of an extract.

    Parameters
    ----------
    raw
        Ways as read.
    source
        Name of the file, for the report.

    Returns
    -------
    fabric
        Everything that does not depend on a scenario.

    Raises
    ------
    RoadsError
        When no road is left that a car may use.
    """
    segments = cut_segments(raw)
    klass = raw.way_class[segments.way]
    traits = SegmentTraits(
        klass=klass,
        setting=guess_setting(segments, klass, raw.way_setting[segments.way]),
        limit_kmh=raw.way_limit_kmh[segments.way],
        name=raw.way_name[segments.way],
        number=raw.way_number[segments.way],
        end=raw.way_end[segments.way],
        private=raw.way_private[segments.way],
    )
    modes: dict[Mode, ModeRoads] = {}
    reports: dict[Mode, ModeReport] = {}
    for mode in MODES:
        network = build_network(raw, segments, MODE_CODE[mode])
        modes[mode] = _ready(network, segments, traits, mode)
        reports[mode] = _mode_report(raw, mode, network, segments, traits)
    if reports["car"].edges == 0:
        raise RoadsError(
            f"{source} has no road that a car may use in both directions. Choose an extract of "
            "the whole county with its streets."
        )
    notes = dict(raw.notes)
    loops = int((segments.start == segments.end).sum())
    if loops:
        notes["roads that return to where they start, kept"] = loops
    report = RoadsReport(
        source=source,
        nodes=int(raw.node_id.size),
        ways=int(raw.way_id.size),
        modes=reports,
        notes=notes,
        remarks=raw.remarks + _abroad(segments),
    )
    return Fabric(segments, traits, raw.names, raw.land, modes, report)


def _abroad(segments: Segments) -> tuple[str, ...]:
    """Remark on roads outside the United Kingdom."""
    lon = float(np.median(segments.junction_lon)) / SCALE
    lat = float(np.median(segments.junction_lat)) / SCALE
    west, south, east, north = _UNITED_KINGDOM
    if west <= lon <= east and south <= lat <= north:
        return ()
    return (
        "These roads lie outside the United Kingdom: where no limit is signed, British speeds "
        "are taken.",
    )


def _ready(network: Network, segments: Segments, traits: SegmentTraits, mode: Mode) -> ModeRoads:
    used = network.segments
    stopping = used[~np.isin(traits.klass[used], _NO_STOPPING)]
    # a private drive or farm track makes no junction: nobody slows down for it
    met = network.arc_slot[network.arc_part[0] != CLOSED]
    private = traits.private[met >> 1] >> (2 * MODE_CODE[mode] + (met & 1)) & 1
    met = np.unique(met[private == 0] >> 1)
    ends = np.bincount(
        np.concatenate((segments.start[met], segments.end[met])),
        minlength=segments.junction_lon.size,
    )
    return ModeRoads(
        network=network,
        hierarchy=_hierarchy(network, segments),
        index=build_index(segments, stopping),
        busy=ends[network.node_junction] >= 3,
    )


def _hierarchy(network: Network, segments: Segments) -> Hierarchy:
    """Build the hierarchy over what leads through; arcs of ends are on no edge of it."""
    count, through = network.through_nodes, network.through
    tail, head = network.tail[through], network.head[through]
    first, other = neighbours(count, tail, head)
    at = network.node_junction[:count]
    lon, lat = (
        values[at].astype(np.float64) for values in (segments.junction_lon, segments.junction_lat)
    )
    stretch = float(np.cos(np.radians(lat.mean() / SCALE))) if count else 1.0
    rank = nested_dissection(first, other, lon * stretch, lat)
    hierarchy = build_hierarchy(rank, tail, head)
    if through.all():
        return hierarchy
    edge, rises = np.full(through.size, -1, np.int32), np.zeros(through.size, np.bool_)
    edge[through], rises[through] = hierarchy.arc_edge, hierarchy.arc_up
    return replace(hierarchy, arc_edge=edge, arc_up=rises)
