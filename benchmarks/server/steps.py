"""What an officer does in a round of the house: pages, a band, a zone, a price, perhaps a solve."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.server.officer import LONGEST_S, Officer, PageError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from benchmarks.server.started import Server

AREA, ZONE, BAND, PRICE = "zones-area", "zone-of-", "band-of-", "rate-Urban"
PLAN = "Plan the rounds"
PLAN_EVERY_S = 60.0


@dataclass(frozen=True)
class Answered:
    """One thing asked of the server, and how long the answer took.

    Parameters
    ----------
    page
        The page, or what was done on it.
    seconds
        From asking to the end of the run.
    fault
        What went wrong; "" where nothing did.
    """

    page: str
    seconds: float
    fault: str = ""


@dataclass
class Sitting:
    """An officer with a scenario of their own, and all that was asked so far."""

    server: Server
    number: int
    steps: list[Answered] = field(default_factory=list)
    officer: Officer = field(init=False)
    _edits: int = 0

    def __post_init__(self) -> None:
        self.officer = Officer(self.server)

    async def come(self) -> None:
        """Open the first page and take a copy of the scenario, so that nobody edits another's."""
        await self._timed("open Overview", self.officer.open)
        await self._timed("own scenario", lambda: self.officer.press("Duplicate"))

    async def go(self, page: str) -> None:
        """Change the page."""
        await self._timed(page.capitalize() or "Overview", lambda: self.officer.go(page))

    async def band(self) -> None:
        """Give an area the other band: the page of zones must be open."""
        await self._area()
        await self._timed("band edit", lambda: self.officer.choose(BAND, _other))

    async def zone(self) -> None:
        """Give an area another zone: the page of zones must be open."""
        await self._area()
        await self._timed("zone edit", lambda: self.officer.choose(ZONE, _other))

    async def price(self) -> None:
        """Type another rate of a band: the page of costs must be open."""
        self._edits += 1
        pounds = 19 + self.number / 10 + self._edits / 100
        await self._timed("price edit", lambda: self.officer.type(PRICE, round(pounds, 2)))

    async def plan(self) -> None:
        """Ask for new rounds: the page of rounds must be open."""
        await self._timed("plan rounds", lambda: self.officer.press(PLAN))

    async def _area(self) -> None:
        self._edits += 1
        nth = 7 * self.number + 3 * self._edits

        def pick(options: list[str], _: str) -> str:
            return options[nth % len(options)]

        await self._timed("choose area", lambda: self.officer.choose(AREA, pick))

    async def _timed(self, page: str, ask: Callable[[], Awaitable[None]]) -> None:
        begin = time.perf_counter()
        fault = ""
        try:
            await ask()
        except TimeoutError:
            fault = f"no answer within {LONGEST_S} s"
        except PageError as error:
            fault = str(error)
        self.steps.append(Answered(page, time.perf_counter() - begin, fault))

    async def rounds_of_the_house(self) -> AsyncGenerator[Answered]:
        """Do what officers do, again and again; gives each step as it is done."""
        acts: tuple[Callable[[], Awaitable[None]], ...] = (
            lambda: self.go("zones"),
            self.band,
            self.zone,
            lambda: self.go("costs"),
            self.price,
            lambda: self.go("rounds"),
            lambda: self.go(""),
        )
        while True:
            for act in acts:
                await act()
                yield self.steps[-1]


def _other(options: list[str], now: str) -> str:
    """Choose what stands after the present choice."""
    return options[(options.index(now) + 1) % len(options)] if now in options else options[0]
