"""The server that the browser tests open: see ``tests/served.py``."""

from __future__ import annotations

from served import WAIT_S, Running, free_port, running, serving, with_key

__all__ = ["WAIT_S", "Running", "free_port", "running", "serving", "with_key"]
