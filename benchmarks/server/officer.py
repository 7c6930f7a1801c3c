"""An officer at a browser, as the server sees one: Streamlit's own protocol over a websocket.

What a browser does is done: it keeps large messages and says which it has, drops the state of
what the page no longer shows, and asks again where the page has a clock.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.asyncio.client import ClientConnection

    from benchmarks.server.started import Server

KEPT_RUNS = 2
"""A message that no page showed for so many runs is forgotten, as browsers do it."""

LONGEST_S = 120


class PageError(RuntimeError):
    """The page did not come, or came with a fault."""


@dataclass
class _Kept:
    """A large message, and the run that showed it last."""

    message: ForwardMsg
    run: int


@dataclass
class Officer:
    """One session: opened, asked, closed.

    Attributes
    ----------
    widgets
        Id → what the page shows to be chosen or pressed.
    runs
        Runs that the session has seen to their end.
    received
        Bytes that came.
    """

    server: Server
    widgets: dict[str, Any] = field(default_factory=dict)
    runs: int = 0
    received: int = 0
    _pages: dict[str, str] = field(default_factory=dict)
    _page: str = ""
    _chosen: dict[str, WidgetState] = field(default_factory=dict)
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _clocks: dict[str, float] = field(default_factory=dict)
    _faults: list[str] = field(default_factory=list)
    _socket: ClientConnection | None = None

    async def open(self) -> None:
        """Come in by the front door: the first page."""
        self._socket = await connect(
            f"ws{self.server.address.removeprefix('http')}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=self.server.address,  # type: ignore[arg-type]
            max_size=None,
            open_timeout=LONGEST_S,
        )
        await self._run()

    async def close(self) -> None:
        """Close the browser's tab."""
        if self._socket is not None:
            await self._socket.close()

    async def go(self, page: str) -> None:
        """Choose another page by the last part of its address ("" is the first)."""
        self._page = self._pages[page]
        self._chosen.clear()
        await self._run()

    async def choose(self, key: str, pick: Callable[[list[str], str], str]) -> None:
        """Choose from a list; ``pick`` is given the options and what is chosen now."""
        shown = self._named(key)
        options = list(shown.options)
        now = shown.raw_value if shown.set_value else ""
        await self._say(shown.id, "string_value", pick(options, now))

    async def type(self, key: str, value: float) -> None:
        """Type a number."""
        await self._say(self._named(key).id, "double_value", value)

    async def press(self, label: str) -> None:
        """Press a button."""
        for shown in self.widgets.values():
            if getattr(shown, "label", "") == label:
                return await self._say(shown.id, "trigger_value", True, once=True)
        raise PageError(f"the page has no button {label!r}")

    async def think(self, seconds: float) -> None:
        """Do nothing for a while; what has a clock on the page runs on."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            due = min(self._clocks.values(), default=left)
            await asyncio.sleep(min(left, due))
            if due < left:
                for fragment in list(self._clocks):
                    await self._run(fragment)

    def _named(self, key: str) -> Any:
        """Find what was given a key that begins so."""
        for shown in self.widgets.values():
            if shown.id.split("-", 2)[-1].startswith(key):
                return shown
        raise PageError(f"the page has no field {key!r}")

    async def _say(self, widget: str, kind: str, value: Any, *, once: bool = False) -> None:
        asked = WidgetState(id=widget)
        setattr(asked, kind, value)
        self._chosen[widget] = asked
        await self._run()
        if once:
            self._chosen.pop(widget, None)

    async def _run(self, fragment: str = "") -> None:
        """Ask for a run and read until it has ended."""
        assert self._socket is not None
        message = BackMsg()
        asked = message.rerun_script
        asked.page_script_hash = self._page
        asked.fragment_id = fragment
        asked.is_auto_rerun = bool(fragment)
        asked.widget_states.widgets.extend(self._chosen.values())
        asked.cached_message_hashes.extend(self._kept)
        self._chosen = {
            key: state for key, state in self._chosen.items() if not state.trigger_value
        }
        self._faults.clear()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(LONGEST_S):
            while not self._ended(await self._next()):
                pass
        self._tidy()
        if self._faults:
            raise PageError("; ".join(self._faults))

    async def _next(self) -> ForwardMsg:
        assert self._socket is not None
        content = await self._socket.recv()
        assert isinstance(content, bytes)
        self.received += len(content)
        message: ForwardMsg = ForwardMsg.FromString(content)
        if message.HasField("ref_hash"):
            kept = self._kept[message.ref_hash]
            kept.run = self.runs
            return kept.message
        if message.metadata.cacheable:
            self._kept[message.hash] = _Kept(message, self.runs)
        return message

    def _ended(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self.widgets.clear()
            self._clocks.clear()
            self._page = message.new_session.page_script_hash
        elif kind == "navigation":
            self._pages = {
                "" if page.is_default else page.url_pathname: page.page_script_hash
                for page in message.navigation.app_pages
            }
            self._page = message.navigation.page_script_hash or self._page
        elif kind == "auto_rerun":
            self._clocks[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._shown(message.delta.new_element)
        elif kind == "script_finished":
            self.runs += 1
            return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _shown(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        shown: Any = getattr(element, kind) if kind else None
        if kind == "exception" or (kind == "alert" and shown.format == shown.ERROR):
            self._faults.append(getattr(shown, "body", "") or getattr(shown, "message", ""))
        identity = getattr(shown, "id", "")
        if isinstance(identity, str) and identity.startswith("$$ID"):
            self.widgets[identity] = shown

    def _tidy(self) -> None:
        """Forget what the page no longer shows, what the server chose, and old messages."""
        self._chosen = {
            key: state
            for key, state in self._chosen.items()
            if key in self.widgets and not getattr(self.widgets[key], "set_value", False)
        }
        self._kept = {
            key: kept for key, kept in self._kept.items() if self.runs - kept.run <= KEPT_RUNS
        }
