"""Getting ready while the browser is still loading the page.

The libraries and the county that was open last are loaded in a thread of their
own as soon as the server starts, so that the first officer of the day waits
less. Whatever goes wrong here is met again, and said, by the page itself.
"""

from __future__ import annotations

import contextlib
import logging
import threading


def begin() -> None:
    """Start getting ready; returns at once."""
    threading.Thread(target=_ready, name="homerounds-warm", daemon=True).start()


def _ready() -> None:
    # Imported here: these take seconds, which the server need not wait for.
    from dashboard import cache, state
    from dashboard.maps import county
    from solver.errors import HomeroundsError

    # Outside a page there is no session, and Streamlit says so once for each spinner.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel("ERROR")
    with contextlib.suppress(HomeroundsError):
        found = state.last_open()
        if found is not None:
            world = cache.open_world(found[0])
            county.zone_layers(world, found[1])
            county.band_layer(world, found[1])
