"""What a page and its server say to each other, so that a test knows when both are at rest.

The page's own mark of a running script lags behind a click: it changes only when the
server's first answer is drawn. Between the two a slow machine looks idle. The messages
themselves leave no such gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from playwright.sync_api import Page, WebSocket


class Wire:
    """Follows the connection of one page; a new one (after a reload) takes the old one's place.

    Attributes
    ----------
    asked : bool
        The page asked for a run that the server has not begun. What a clock on the page
        asks for does not count: it asks for ever.
    running : bool
        A run that was asked for has begun and has not ended.
    ticking : bool
        The newest run was a clock's.
    """

    def __init__(self) -> None:
        self.asked = False
        self.running = False
        self.ticking = False
        self._open: WebSocket | None = None

    @property
    def at_rest(self) -> bool:
        return self._open is not None and not self.asked and not self.running

    def follow(self, socket: WebSocket) -> None:
        self._open, self.asked, self.running = socket, True, False
        socket.on("framesent", lambda frame: self._sent(socket, frame))
        socket.on("framereceived", lambda frame: self._received(socket, frame))

    def _sent(self, socket: WebSocket, frame: bytes | str) -> None:
        if socket is not self._open or isinstance(frame, str):
            return
        message = BackMsg.FromString(frame)
        if message.HasField("rerun_script") and not message.rerun_script.is_auto_rerun:
            self.asked = True

    def _received(self, socket: WebSocket, frame: bytes | str) -> None:
        if socket is not self._open or isinstance(frame, str):
            return
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.ticking = bool(message.metadata.run.fragment_ids) and not self.asked
            self.asked, self.running = False, not self.ticking
        elif kind == "script_finished":
            # a run that ends early for another is followed by that other at once
            self.running = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN


_WIRES: WeakKeyDictionary[Page, Wire] = WeakKeyDictionary()


def listen(page: Page) -> None:
    """Follow a page's connection from now on: before it goes anywhere."""
    wire = _WIRES[page] = Wire()
    page.on("websocket", wire.follow)


def wire_of(page: Page) -> Wire:
    return _WIRES[page]
