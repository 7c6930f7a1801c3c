"""Sends a server just what it is told to."""

from __future__ import annotations

import http.client
from typing import NamedTuple
from urllib.parse import urlsplit

from served import with_key


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str

    @property
    def cookie(self) -> str:
        return self.headers.get("set-cookie", "").partition(";")[0]


class Caller:
    """Send requests to one server, with the ``Host`` of its address unless told another."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.host = urlsplit(address).netloc

    def __call__(self, method: str, path: str, headers: dict[str, str] | None = None) -> Answer:
        line = http.client.HTTPConnection(self.host, timeout=60)
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in ({"Host": self.host} | (headers or {})).items():
            line.putheader(name, value)
        line.putheader("Content-Length", "0")
        line.endheaders()
        answer = line.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        found = Answer(answer.status, said, answer.read().decode("utf-8", "replace"))
        line.close()
        return found

    def enter(self) -> str:
        """Exchange a new key for a cookie; returns it as a browser sends it."""
        answer = self("GET", with_key(self.address).removeprefix(self.address))
        assert answer.status == 303
        return answer.cookie
