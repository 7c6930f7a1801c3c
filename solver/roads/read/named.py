"""Roads that a world names instead of bringing them: ``roads.toml``."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from solver.errors import RoadsError
from solver.roads.read.fetch import fetch

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = 'place = "Rutland, England"'


def at_hand(path: Path) -> Path:
    """Return an extract as it is; fetch the roads that ``roads.toml`` names.

    They are kept beside it, so that the world opens without any connection
    from then on; take ``roads.graphml`` away to have them fetched anew.

    Parameters
    ----------
    path
        An extract, or ``roads.toml`` with one line such as ``place =
        "Rutland, England"``. That name is all that is sent.

    Returns
    -------
    path
        The extract, or ``roads.graphml`` in the folder of ``roads.toml``.

    Raises
    ------
    RoadsError
        When the file names no place, or the place cannot be fetched.
    """
    if path.suffix != ".toml":
        return path
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # of TOML and of UTF-8 too
        raise RoadsError(
            f"{path.name} cannot be read ({error}). It needs one line: {EXAMPLE}"
        ) from error
    place = said.get("place")
    if not isinstance(place, str) or not place.strip():
        raise RoadsError(f"{path.name} names no place. It needs one line: {EXAMPLE}")
    if odd := sorted(set(said) - {"place"}):
        raise RoadsError(f"{path.name} has {odd[0]!r}, which means nothing there. Take it out.")
    return fetch(place.strip(), path.parent)
