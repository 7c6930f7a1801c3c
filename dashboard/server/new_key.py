"""A new address for a server that runs: ``python -m dashboard.server.new_key``."""

from __future__ import annotations

import sys
import urllib.request
from typing import TYPE_CHECKING

from dashboard.server.door import HEALTH
from dashboard.server.keys import rings, with_key
from office.store.errors import StoreError
from office.store.folder import data_folder

if TYPE_CHECKING:
    from pathlib import Path

WAIT_S = 5


def main() -> int:
    """Print an address for each running server; return 1 where there is none."""
    try:
        found = addresses(data_folder())
    except StoreError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not found:
        sys.stderr.write(
            f"Homerounds does not run on the data folder {data_folder()}. Start it with: make run\n"
        )
        return 1
    sys.stdout.write("Open this address; it works once, in one browser, within an hour:\n\n")
    sys.stdout.write("".join(f"  {address}\n" for address in found))
    return 0


def addresses(data: Path) -> list[str]:
    """Make a key for each server that runs on a data folder; return what opens them."""
    return [with_key(ring.address, ring.mint()) for ring in rings(data) if answers(ring.address)]


def answers(address: str) -> bool:
    """Say whether a server answers there. No proxy is asked: it is this machine."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}{HEALTH}", timeout=WAIT_S) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


if __name__ == "__main__":
    sys.exit(main())
