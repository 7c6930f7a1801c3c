"""A real server, and a caller of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from caller import Caller
from served import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from served import Running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("store") / "data") as found:
        yield found


@pytest.fixture(scope="module")
def call(server: Running) -> Caller:
    return Caller(server.address)
