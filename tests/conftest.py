"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


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


def chromium_path() -> str | None:
    """Where a Chromium is installed, if one is."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium(needed: Callable[[bool, str], None]) -> Iterator[Browser]:
    path = chromium_path()
    needed(
        path is not None,
        "no Chromium found: install one (Debian: apt-get install chromium) or name it in CHROMIUM",
    )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def same_main() -> Iterator[None]:
    """Put ``__main__`` back: a page under test takes its name, and new processes would run it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


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
