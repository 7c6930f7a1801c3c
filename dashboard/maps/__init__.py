"""Maps: what they are made of, how they look, how they reach the page."""

from dashboard.maps.draw import Picked, show_map
from dashboard.maps.spec import Bounds, Focus, Layer, MapSpec, MapView

__all__ = ["Bounds", "Focus", "Layer", "MapSpec", "MapView", "Picked", "show_map"]
