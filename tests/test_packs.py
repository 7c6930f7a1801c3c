"""A county uploaded as one .zip is unpacked into a private folder, and gone when let go."""

from __future__ import annotations

import gc
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from office.loading import packs
from office.store.database import Store
from solver.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "data")
    yield store
    store.close()


def zipped(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return content.getvalue()


def test_its_files_read_like_uploads_until_the_pack_is_let_go(store: Store) -> None:
    pack = packs.unpacked(store, "county.zip", zipped(people_csv=b"a,b\n1,2\n", map_png=b"x"))
    (people,) = pack.files("7")
    assert (people.name, people.file_id) == ("people.csv", "7-0")
    assert people.getvalue() == b"a,b\n1,2\n"
    assert (people.read(3), people.read()) == (b"a,b", b"\n1,2\n")
    people.seek(4)
    assert people.read() == b"1,2\n"
    assert pack.left_out == ("map.png",)
    (room,) = (store.folder / "staging").iterdir()
    assert not (room / "county.zip").exists()
    del pack
    gc.collect()
    assert not room.exists()


def test_nothing_is_kept_of_an_archive_that_will_not_do(store: Store) -> None:
    with pytest.raises(InputError, match=r"My county\.zip"):
        packs.unpacked(store, "My county.zip", b"no archive")
    assert list((store.folder / "staging").iterdir()) == []
