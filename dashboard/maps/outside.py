"""Map pictures from another server, laid over our own map: off unless a file names one.

What an officer zooms to is itself personal, so nothing is asked of any server
by default. ``map.toml`` in the data folder may name one; then nothing deeper
than zoom 14 is asked for, without a referrer, and the browser is told to take
pictures from that host and from no other (``dashboard/headers.py``).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from solver.errors import HomeroundsError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "map.toml"
MOST_ZOOM = 14
"""Deeper pictures would tell which street somebody looks at."""
LONGEST = 500

_EXAMPLE = 'url = "https://tiles.council.example/{z}/{x}/{y}.png" and credit = "© its makers"'
_WMTS = {"{tilematrix}": "{z}", "{tilecol}": "{x}", "{tilerow}": "{y}"}
_WANT_REFERRER = ("tile.openstreetmap.org",)
_HOST = re.compile(r"[a-z0-9.-]+(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?")
_NEAR = ("127.0.0.1", "localhost", "::1")


class OutsideMapError(HomeroundsError):
    """``map.toml`` cannot be used; the outside map stays off."""


@dataclass(frozen=True, slots=True)
class OutsideMap:
    """A server of map pictures.

    Parameters
    ----------
    url
        Address with ``{z}``, ``{x}`` and ``{y}``.
    credit
        Whose pictures they are, as their licence asks for it.
    """

    url: str
    credit: str

    @property
    def origin(self) -> str:
        """Scheme and host: all that the browser may fetch pictures from."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        """Name of the server, as people read it."""
        return urlsplit(self.url).netloc

    @property
    def note(self) -> str:
        """What is said beside every map while it is on."""
        return (
            f"Map pictures come from {self.host}: it sees which part of the county you look at, "
            "never who lives there."
        )


def outside_map(folder: Path) -> OutsideMap | None:
    """Read ``map.toml`` of the data folder; ``None`` where there is none.

    Parameters
    ----------
    folder
        The data folder.

    Raises
    ------
    OutsideMapError
        When the file cannot be used, with the cure.
    """
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(f"it cannot be read ({type(error).__name__})") from error
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(f"it is not TOML ({error})") from error
    return _checked(said)


def _wrong(why: str) -> OutsideMapError:
    return OutsideMapError(f"{FILE}: {why}. The outside map stays off. It needs {_EXAMPLE}.")


def _checked(said: dict[str, Any]) -> OutsideMap:
    if odd := sorted(set(said) - {"url", "credit"}):
        raise _wrong(f"{odd[0]!r} means nothing there")
    url, credit = said.get("url"), said.get("credit")
    if not isinstance(url, str) or not isinstance(credit, str) or not credit.strip():
        raise _wrong("url or credit is missing")
    if len(url) > LONGEST or len(credit) > LONGEST:
        raise _wrong(f"url or credit is longer than {LONGEST} characters")
    for theirs, ours in _WMTS.items():
        url = re.sub(re.escape(theirs), ours, url, flags=re.IGNORECASE)
    _check_address(url)
    return OutsideMap(url, credit.strip())


def _check_address(url: str) -> None:
    if any(url.count(part) != 1 for part in ("{z}", "{x}", "{y}")):
        raise _wrong("url must have {z}, {x} and {y} once each")
    if any(brace in re.sub(r"\{[xyz]\}", "", url) for brace in "{}"):
        raise _wrong("url has braces other than {z}, {x} and {y}; fill them in")
    if re.search(r"[\s\"'<>;,\\]", url):
        raise _wrong("url has a character that no address has")
    try:
        parts = urlsplit(url)
        near = parts.hostname in _NEAR
    except ValueError as error:
        raise _wrong(f"url is no address ({error})") from error
    if parts.scheme != "https" and not (parts.scheme == "http" and near):
        raise _wrong("url must begin with https://")
    if not parts.hostname or not _HOST.fullmatch(parts.netloc.lower()):
        raise _wrong("url must name one host, without a user")
    if parts.hostname.endswith(_WANT_REFERRER):
        raise _wrong(
            f"{parts.hostname} gives no pictures without a referrer, and none is ever sent; "
            "name a server of the council or of a map provider"
        )
