"""Compiled code that has gone stale is thrown away before it is used.

numba keeps compiled functions beside their source and looks at that file alone,
not at the files of the functions that were compiled into them.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def drop_stale(folder: Path, sources: Iterable[Path] | None = None) -> bool:
    """Delete compiled code of a folder, and of those inside it, that was made from other sources.

    ``sources`` are the files whose text or constants are compiled in; every
    ``.py`` file below the folder where ``None``. A folder that cannot be written
    to holds no compiled code of its own, and is left alone.

    Returns
    -------
    True where something was stale.
    """
    paths = folder.rglob("*.py") if sources is None else sources
    text = b"".join(path.read_bytes() for path in sorted(paths))
    digest = hashlib.sha256(text).hexdigest()
    kept = folder / "__pycache__"
    stamp = kept / "compiled-from.sha256"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return False
    try:
        kept.mkdir(exist_ok=True)
        for pattern in ("__pycache__/*.nbi", "__pycache__/*.nbc"):
            for path in folder.rglob(pattern):
                path.unlink(missing_ok=True)
        stamp.write_text(digest, encoding="utf-8")
    except OSError:
        return False
    return True
