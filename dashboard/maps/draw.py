"""Put a map on the page and hear what is clicked.

The map is a component of its own (Streamlit components v2) around vendored
Leaflet rather than an ``st_folium`` iframe: it is never mounted anew, redraws
only the layers whose content changed, shares the page's fonts and focus order,
and passes names to the browser as data, never as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.escape import html_text, plain

if TYPE_CHECKING:
    from dashboard.maps.spec import MapSpec

ASSETS = Path(__file__).resolve().parents[2] / "assets"
LEAFLET_URL = "/assets/vendor/leaflet/leaflet.js"


@dataclass(frozen=True, slots=True)
class Picked:
    """What was chosen on the map: the layer, and the id of what was clicked in it.

    A lasso gives ``ids`` instead, perhaps none, and ``add`` where the shift key
    was held: they are to join what is chosen already.
    """

    layer: str
    id: str = ""
    ids: tuple[str, ...] | None = None
    add: bool = False


@st.cache_resource(show_spinner=False)
def _component():  # type: ignore[no-untyped-def]  # Streamlit's renderer type is not public
    css = (ASSETS / "vendor" / "leaflet" / "leaflet.css").read_text("utf-8")
    css += (ASSETS / "style" / "map.css").read_text("utf-8")
    return st.components.v2.component(
        "homerounds_map",
        html='<div class="homerounds-map"></div>',
        css=css,
        js=(ASSETS / "style" / "map.js").read_text("utf-8"),
    )


def _nothing() -> None:
    """Stand in for a callback, so that the component always has its attribute."""


def show_map(spec: MapSpec, *, key: str) -> Picked | None:
    """Draw a map; return what was clicked since the last run, if anything.

    Where pictures of another server lie on it, that is said above it.
    """
    for tile in spec.tiles:
        if "note" in tile:
            st.html(f'<p class="hr-outside" role="note">{html_text(tile["note"])}</p>')
        if "fault" in tile:
            st.warning(plain(tile["fault"]))
    result = _component()(
        key=key, data=spec.to_data(LEAFLET_URL), on_picked_change=_nothing, width="stretch"
    )
    picked = result.picked
    if not isinstance(picked, dict):
        return None
    layer = str(picked.get("layer", ""))
    if isinstance(picked.get("ids"), list):
        ids = tuple(str(one) for one in picked["ids"])
        return Picked(layer, ids=ids, add=picked.get("add") is True)
    return Picked(layer, str(picked["id"])) if "id" in picked else None
