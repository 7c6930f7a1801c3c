"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

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
def needed() -> Callable[[bool, str], None]:
    """Give :func:`need` to tests and fixtures in other folders."""
    return need


@pytest.fixture(scope="session")
def root() -> Path:
    """Root of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real roads, areas and benchmarks, or skip, saying so."""
    need(SHARED_DATA.is_dir(), f"the shared data folder is absent ({SHARED_DATA.name})")
    return SHARED_DATA


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--regen``: write the golden tables anew (such a run always fails)."""
    parser.addoption("--regen", action="store_true", help="write tests/golden anew, then fail")


@pytest.fixture
def golden(request: pytest.FixtureRequest):
    """Compare text with a file of tests/golden; with --regen write it and fail."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--regen"):
            path.write_text(text, encoding="utf-8")
            pytest.fail(f"tests/golden/{name} was written anew: read the difference, run again")
        assert path.read_text(encoding="utf-8") == text

    return compare
