"""Pages run by Streamlit's own test harness, on the demo county, with a store of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import streamlit as st

from office.jobs.startup import close_stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def roads_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepared roads, made once for all page tests."""
    return tmp_path_factory.mktemp("roads")


@pytest.fixture
def data_folder(
    tmp_path: Path, roads_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Give an empty data folder; the demo county's roads are taken from the shared cache."""
    folder = tmp_path / "data"
    monkeypatch.setenv("HOMEROUNDS_DATA", str(folder))
    world = folder / "worlds" / "leicestershire"
    world.mkdir(parents=True, mode=0o700)
    (world / "cache").symlink_to(roads_cache, target_is_directory=True)
    yield folder
    close_stores()
    st.cache_data.clear()
