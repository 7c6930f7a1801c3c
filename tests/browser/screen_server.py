"""The server that the browser tests open: see ``tests/served.py``."""

from __future__ import annotations

from served import free_port, serving, with_key

__all__ = ["free_port", "serving", "with_key"]
