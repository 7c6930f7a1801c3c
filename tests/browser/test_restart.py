"""The server is killed while rounds are searched for; started again, it shows the same job."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil
import pytest
from screen_server import serving
from steps import pick, settled
from test_rounds import ZONE, ask, figure, finish

from office.jobs.process import alive
from office.store import job_rows
from office.store.database import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BEST = re.compile("^Best so far: .* miles? between visits")


def server_at(address: str) -> int:
    """Give the number of the process that listens there."""
    port = urlsplit(address).port
    listening = (one for one in psutil.net_connections("tcp4") if one.status == psutil.CONN_LISTEN)
    return next(one.pid for one in listening if one.laddr.port == port and one.pid)


def test_a_search_outlives_its_server_and_is_watched_by_the_next(
    visit: Callable[..., Page], outside: list[str], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with serving(data) as address:
        page = visit(f"{address}/rounds")
        settled(page)
        pick(page, "Zones", ZONE)
        ask(page, cap=30, freedom="Carers too")
        page.get_by_text(BEST).wait_for()
        os.kill(server_at(address), signal.SIGKILL)

    store = Store(data)
    (job,) = job_rows.in_state(store, "running")
    assert alive(job.process)

    with serving(data) as address:
        page = visit(f"{address}/rounds")
        page.get_by_text(BEST).wait_for()
        page.get_by_role("progressbar").wait_for()
        assert job_rows.get(store, job.id).process == job.process  # the very same process
        finish(page)
        assert figure(page, "Providers spend").startswith("£")
        assert page.get_by_text("could not be drawn").count() == 0
    (done,) = job_rows.recent(store, job.world_id)
    store.close()
    assert (done.id, done.state) == (job.id, "done")
    assert outside == []
