"""Whether zones hang together: parts, islands and holes.

Zones are looked at as sets of areas that share borders. Regions, the connected
parts of zones, are few, so that everything after the first step is small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    import numpy.typing as npt

    from solver.base.borders import Borders

OUTER_SHARE = 0.005
"""Part of its perimeter that an area must have on the outside to count as an edge area."""


@dataclass(frozen=True, eq=False)
class Patches:
    """Connected parts of zones.

    Parameters
    ----------
    region
        (n,) int64 part that each area belongs to.
    region_zone
        (r,) int64 zone of each part.
    main
        (r,) bool, true for the part of each zone with the most weight.
    holes
        (zone, regions) pairs: parts of other zones that a zone encloses.
    """

    region: npt.NDArray[np.int64]
    region_zone: npt.NDArray[np.int64]
    main: npt.NDArray[np.bool_]
    holes: tuple[tuple[int, tuple[int, ...]], ...]

    def islands(self, zone: int) -> list[int]:
        """Give the parts of a zone that are cut off from its main part."""
        found = (self.region_zone == zone) & ~self.main
        return [int(region) for region in np.flatnonzero(found)]


def patches_of(
    zone: npt.NDArray[np.int64], borders: Borders, weight: npt.NDArray[np.float64]
) -> Patches:
    """Split zones into their connected parts and look for holes.

    Parameters
    ----------
    zone
        (n,) int64 zone of each area.
    weight
        (n,) float64 by which the main part of a zone is chosen (hours); where
        it is all nought, the number of areas decides.
    """
    n = len(zone)
    a, b = borders.pairs.T
    inside = zone[a] == zone[b]
    region = components(n, a[inside], b[inside])
    count = int(region.max(initial=-1)) + 1
    region_zone = np.zeros(count, dtype=np.int64)
    region_zone[region] = zone
    heft = np.bincount(region, weight, count) + np.bincount(region, minlength=count) * 1e-6
    order = np.lexsort((-heft, region_zone))
    first = np.r_[True, region_zone[order][1:] != region_zone[order][:-1]]
    main = np.zeros(count, dtype=bool)
    main[order[first]] = True
    outer = np.zeros(count, dtype=bool)
    outer[region[borders.outer_m > OUTER_SHARE * borders.perimeter_m]] = True
    crossing = np.unique(np.sort(np.c_[region[a], region[b]][~inside], axis=1), axis=0)
    return Patches(region, region_zone, main, _holes(crossing, region_zone, outer))


def components(n: int, a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Label the connected components of n nodes joined by edges a–b: (n,) int64."""
    graph = coo_matrix((np.ones(len(a), dtype=np.int8), (a, b)), shape=(n, n))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def _holes(
    crossing: npt.NDArray[np.int64],
    region_zone: npt.NDArray[np.int64],
    outer: npt.NDArray[np.bool_],
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Find what each zone encloses: without it, these parts cannot reach the outside."""
    beside: list[list[int]] = [[] for _ in region_zone]
    for a, b in crossing.tolist():
        beside[a].append(b)
        beside[b].append(a)
    zones = region_zone.tolist()
    edge = np.flatnonzero(outer).tolist()
    holes: list[tuple[int, tuple[int, ...]]] = []
    for zone in sorted(set(zones)):
        seen = {region for region in range(len(zones)) if zones[region] == zone}
        for start in [*edge, *range(len(zones))]:
            if start in seen:
                continue
            found = [start]
            seen.add(start)
            for region in found:  # grows while it is walked
                new = [other for other in beside[region] if other not in seen]
                seen.update(new)
                found += new
            if not outer[start]:
                holes.append((zone, tuple(sorted(found))))
    return tuple(holes)
