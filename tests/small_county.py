"""A county of a few streets, as the files that an officer uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.intake import write_templates

if TYPE_CHECKING:
    from pathlib import Path

LONS = [-0.76 + 0.01 * step for step in range(7)]
LATS = [52.56 + 0.01 * step for step in range(15)]


def streets(highway: str = "residential") -> bytes:
    """Give a grid of streets round the people of the templates, as an extract."""
    nodes = [
        f'<node id="{row * len(LONS) + column + 1}" version="1" lat="{lat:.5f}" lon="{lon:.5f}"/>'
        for row, lat in enumerate(LATS)
        for column, lon in enumerate(LONS)
    ]
    wide, high = len(LONS), len(LATS)
    lines = [range(row * wide + 1, (row + 1) * wide + 1) for row in range(high)]
    lines += [range(column + 1, wide * high + 1, wide) for column in range(wide)]
    ways = [
        f'<way id="{number + 1}" version="1">'
        + "".join(f'<nd ref="{node}"/>' for node in line)
        + f'<tag k="highway" v="{highway}"/></way>'
        for number, line in enumerate(lines)
    ]
    return f'<osm version="0.6">{"".join(nodes)}{"".join(ways)}</osm>'.encode()


def small_county(folder: Path) -> dict[str, bytes]:
    """Give the files of a small county that loads, by name; its tables are written to a folder."""
    write_templates(folder)
    found = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    return found | {"roads.osm": streets()}
