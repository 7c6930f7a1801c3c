"""All that knows Streamlit: frame, state, cache, maps, tables, charts, controls."""

from __future__ import annotations

import sys

OPEN = "--open"
"""How the server is told at its start that this is a trusted desk: no key is asked for."""


def trusted_desk() -> bool:
    """Say whether this server was started open, for whoever works at the machine."""
    return OPEN in sys.argv[1:]
