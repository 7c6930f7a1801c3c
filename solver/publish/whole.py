"""A file is written whole or not at all."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from solver.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a file beside ``path`` to write to, of the same ending; it takes the name at the end.

    Raises
    ------
    PublishError
        When it cannot be written there.
    """
    draft = path.with_name(f".{secrets.token_hex(4)}.{path.name}")
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        raise PublishError(
            f"{path.name} cannot be written ({error.strerror or 'unknown reason'}). "
            "Close it where it is open, or choose another folder."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
