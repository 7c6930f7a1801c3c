"""Pickles run what stands in them: only a search and its own workers hand any to each other."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib"}
MAY = "solver/search/parallel/"


def test_no_other_room_reads_a_pickle(root: Path) -> None:
    found = set()
    for room in ("solver", "office", "dashboard", "pages"):
        for path in (root / room).rglob("*.py"):
            text = path.read_text("utf-8")
            names = {
                name.split(".")[0]
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.Import | ast.ImportFrom)
                for name in (
                    [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else [one.name for one in node.names]
                )
            }
            if names & KINDS or "read_pickle" in text or "allow_pickle=True" in text:
                found.add(path.relative_to(root).as_posix())
    assert found
    assert all(path.startswith(MAY) for path in found), found
