"""What is done apart with what officers bring: a whole county is opened, a layer is read.

Libraries are imported inside the functions, so that the limits hold for them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.errors import Fault, HomeroundsError, InputError

if TYPE_CHECKING:
    from pathlib import Path

HASH = "input_hash.txt"
"""File that holds the hash of a county's inputs."""

CACHE = "cache"
"""Folder that holds its prepared roads."""

LAYER = "layer.parquet"
"""File that holds a layer."""


def county(folder: Path, out: Path) -> tuple[str, ...]:
    """Open the whole world once, which prepares its roads.

    Raises
    ------
    InputError
        With every fault; one of the roads where no fault of a file was found.
    """
    from solver import study

    (out / CACHE).mkdir(mode=0o700)
    try:
        found = study.open_world(folder, cache=out / CACHE).input_hash
    except InputError:
        raise
    except HomeroundsError as error:
        raise InputError([Fault("roads", None, "", str(error), "")]) from None
    (out / HASH).write_text(found, encoding="utf-8")
    return ()


def zones(folder: Path, out: Path) -> tuple[str, ...]:
    """Read the layer ``zones`` of a folder; all columns become text.

    Raises
    ------
    InputError
        With every fault of the layer.
    """
    from solver.intake.files.layers import read_layer
    from solver.intake.findings import Findings

    findings = Findings()
    found = read_layer(folder, "zones", findings)
    findings.raise_if_any()
    if found is not None:
        words = [name for name in found[1].columns if name != "geometry"]
        found[1].astype({name: "string" for name in words}).to_parquet(out / LAYER)
    return tuple(notice.message for notice in findings.notices)
