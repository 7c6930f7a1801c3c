"""Under which names this server answers, and which pages may ask it for something."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAR = ("127.0.0.1", "localhost", "[::1]")
WEB_PORTS = {80, 443}
"""Ports that an address leaves out."""


@dataclass(frozen=True)
class Places:
    """The names of this server.

    Parameters
    ----------
    hosts
        Each as a browser writes it in ``Host``: a name and a port, in lower case.
    """

    hosts: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str | None], ports: Iterable[int]) -> Places:
        """Combine what is configured with the names that this machine calls itself by.

        Parameters
        ----------
        names
            Configured addresses; what stands for every address of the machine is no name.
        ports
            Ports under which they are reached.
        """
        every = {*NEAR, *(_written(name) for name in names if name and not _everywhere(name))}
        ports = set(ports)
        hosts = {f"{name}:{port}" for name in every for port in ports}
        if ports & WEB_PORTS:
            hosts |= every
        return cls(frozenset(hosts))

    @staticmethod
    def to_open(name: str | None) -> str:
        """Write a configured address as officers open it on this machine."""
        return _written(name) if name and not _everywhere(name) else NEAR[0]

    def answers_to(self, host: str | None) -> bool:
        """Say whether ``Host`` names this server (and no name that was bent towards it)."""
        return host is not None and host.lower() in self.hosts

    def own_page(self, origin: str, host: str) -> bool:
        """Say whether ``Origin`` is a page that this very ``Host`` served."""
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


def _written(name: str) -> str:
    name = name.lower()
    return f"[{name}]" if ":" in name and not name.startswith("[") else name


def _everywhere(name: str) -> bool:
    try:
        return ip_address(name.strip("[]")).is_unspecified
    except ValueError:
        return name == "*"
