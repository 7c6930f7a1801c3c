"""What the browser is told with every page: whose pictures it may take, and to say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from dashboard.maps.outside import OutsideMapError, outside_map
from office.store.folder import data_folder

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class OwnPictures:
    """Let pages take pictures from this server, and from a configured map server if any.

    The browser enforces it, whatever a page or a file in it asks for. No page
    tells another host where it was linked from.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the two headers to pages; leave everything else as it is."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Content-Security-Policy"] = picture_policy()
                    headers["Referrer-Policy"] = "same-origin"
            await send(message)

        await self.app(scope, receive, told)


def picture_policy() -> str:
    """Say where pictures may come from."""
    try:
        found = outside_map(data_folder())
    except OutsideMapError:
        found = None
    return " ".join(["img-src 'self' data: blob:", *([found.origin] if found else [])])
