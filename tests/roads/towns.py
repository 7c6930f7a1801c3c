"""Small towns written as .osm files, so that each test shows one difficulty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.domain import Place

if TYPE_CHECKING:
    from pathlib import Path

DEGREE = 0.001
"""One grid step: about 111 m north, 67 m east at 53 degrees north."""
WEST, SOUTH = -0.7, 53.0


def node(number: int, x: float, y: float, **tags: str) -> str:
    """A node on the town's grid."""
    inner = _tags(tags)
    return (
        f'<node id="{number}" version="1" lon="{WEST + x * DEGREE:.7f}" '
        f'lat="{SOUTH + y * DEGREE:.7f}">{inner}</node>'
    )


def way(number: int, refs: list[int], **tags: str) -> str:
    """A way; ``maxspeed__forward`` becomes ``maxspeed:forward``."""
    inner = "".join(f'<nd ref="{ref}"/>' for ref in refs) + _tags(tags)
    return f'<way id="{number}" version="1">{inner}</way>'


def turn(
    number: int, rule: str, way_in: int, via: int | list[int], way_out: int, **tags: str
) -> str:
    """A turn restriction via a node, or via ways."""
    kind, refs = ("node", [via]) if isinstance(via, int) else ("way", via)
    between = "".join(f'<member type="{kind}" ref="{ref}" role="via"/>' for ref in refs)
    members = (
        f'<member type="way" ref="{way_in}" role="from"/>{between}'
        f'<member type="way" ref="{way_out}" role="to"/>'
    )
    tags = {"type": "restriction", "restriction": rule, **tags}
    return f'<relation id="{number}" version="1">{members}{_tags(tags)}</relation>'


def town(folder: Path, *parts: str, name: str = "town.osm") -> Path:
    """Write a town: nodes first, then ways, then relations, as extracts are sorted."""
    path = folder / name
    ordered = sorted(parts, key=lambda part: ("<node", "<way ", "<rela").index(part[:5]))
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{"".join(ordered)}</osm>')
    return path


def place(name: str, x: float, y: float) -> Place:
    """A door on the town's grid."""
    return Place(name, WEST + x * DEGREE, SOUTH + y * DEGREE)


def _tags(tags: dict[str, str]) -> str:
    return "".join(f'<tag k="{k.replace("__", ":")}" v="{v}"/>' for k, v in tags.items())
