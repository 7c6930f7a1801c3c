"""The outside map is off unless a file names a sound address, and only then its host is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.maps.outside import OutsideMapError, outside_map
from dashboard.server.headers import picture_policy

APP = str(Path(__file__).parents[2] / "dashboard" / "app.py")
SOUND = "https://tiles.council.example:8443/base/{z}/{x}/{y}.png?key=a1"


def write(folder: Path, url: str, credit: str = "© Council") -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "map.toml").write_text(f"url = '''{url}'''\ncredit = '{credit}'\n", "utf-8")


def test_no_file_no_host(data_folder: Path) -> None:
    assert outside_map(data_folder) is None
    assert picture_policy() == "img-src 'self' data: blob:"


def test_a_named_server_is_the_only_host_that_is_allowed(data_folder: Path) -> None:
    write(data_folder, SOUND)
    found = outside_map(data_folder)
    assert found is not None
    assert found.origin == "https://tiles.council.example:8443"
    assert picture_policy() == "img-src 'self' data: blob: https://tiles.council.example:8443"


def test_an_address_in_the_words_of_wmts_is_understood(data_folder: Path) -> None:
    write(data_folder, "https://maps.example/wmts/day/grid/{TileMatrix}/{TileRow}/{TileCol}.png")
    found = outside_map(data_folder)
    assert found is not None
    assert found.url == "https://maps.example/wmts/day/grid/{z}/{y}/{x}.png"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://tiles.example/{z}/{x}/{y}.png", "begin with https"),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "braces other than"),
        ("https://tiles.example/{z}/{x}.png", "once each"),
        ("https://me:secret@tiles.example/{z}/{x}/{y}.png", "without a user"),
        ("https://tiles.example; script-src */{z}/{x}/{y}.png", "a character that no address"),
        ("javascript:alert({z}{x}{y})", "begin with https"),
        ("https:///{z}/{x}/{y}.png", "name one host"),
        ("https://tile.openstreetmap.org/{z}/{x}/{y}.png", "without a referrer"),
    ],
)
def test_other_addresses_are_refused_and_nothing_is_allowed(
    data_folder: Path, url: str, says: str
) -> None:
    write(data_folder, url)
    with pytest.raises(OutsideMapError, match=says):
        outside_map(data_folder)
    assert picture_policy() == "img-src 'self' data: blob:"


@pytest.mark.parametrize("text", ["url = ", "zoom = 19", "url = 3\ncredit = ''", "\ufeff\0"])
def test_other_files_are_refused(data_folder: Path, text: str) -> None:
    data_folder.mkdir(parents=True, exist_ok=True)
    (data_folder / "map.toml").write_text(text, "utf-8")
    with pytest.raises(OutsideMapError, match=r"map\.toml"):
        outside_map(data_folder)


def test_the_page_says_what_leaves_and_what_is_wrong(data_folder: Path) -> None:
    def words(page: AppTest) -> str:
        return "\n".join(str(block.proto.body) for block in page.get("html"))

    page = AppTest.from_file(APP, default_timeout=180).run()
    assert "nothing is sent anywhere" in words(page)
    write(data_folder, SOUND)
    page.run()
    assert "Map pictures come from tiles.council.example:8443" in words(page)
    assert "nothing is sent anywhere" not in words(page)
    write(data_folder, "ftp://x/{z}/{x}/{y}")
    page.run()
    assert "stays off" in page.warning[0].value
    assert "nothing is sent anywhere" in words(page)
