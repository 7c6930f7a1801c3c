"""Map tiles, drawn from the roads that the world is routed on.

A tile shows roads and settlement names, nothing of a person. Its address holds
the roads' content hash, so that a browser may keep it for good.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request

    from solver.base.world import World

LEAST_ZOOM, MOST_ZOOM = 6, 17

_worlds: dict[str, World] = {}
_lock = Lock()


def tile_key(world: World) -> str:
    """Return the name of a world's roads in tile addresses."""
    return world.roads.content_hash[:16]


def publish_tiles(world: World) -> str:
    """Let the browser ask for the tiles of this world; return their address pattern."""
    key = tile_key(world)
    with _lock:
        _worlds[key] = world
    return f"/tiles/{key}/{{z}}/{{x}}/{{y}}.png"


@lru_cache(maxsize=4_096)
def _tile(key: str, z: int, x: int, y: int) -> bytes:
    from solver.basemap import tiles  # here: the server answers before the solver is loaded

    world = _worlds[key]
    return tiles.tile(world.roads, z, x, y, settlements=world.tables.settlements)


async def serve_tile(request: Request) -> Response:
    """Answer ``/tiles/{roads}/{z}/{x}/{y}.png``."""
    key = request.path_params["roads"]
    z, x, y = (request.path_params[name] for name in "zxy")
    inside = LEAST_ZOOM <= z <= MOST_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z
    if key not in _worlds or not inside:
        return Response(status_code=404)
    png = await run_in_threadpool(_tile, key, z, x, y)
    return Response(
        png,
        media_type="image/png",
        headers={"Cache-Control": "private, max-age=31536000, immutable"},
    )
