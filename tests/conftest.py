"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"


def need(found: bool, why: str) -> None:
    """Skip where something is absent; in CI, where it must be there, fail."""
    if found:
        return
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def root() -> Path:
    """Root of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real roads, areas and benchmarks, or skip, saying so."""
    need(SHARED_DATA.is_dir(), f"the shared data folder is absent ({SHARED_DATA.name})")
    return SHARED_DATA
