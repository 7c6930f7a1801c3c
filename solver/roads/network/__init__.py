"""The directed network of one mode: what leads through, and parts that are used only at an end."""

from solver.roads.network.build import Network, build_network
from solver.roads.network.parts import CLOSED, THROUGH

__all__ = ["CLOSED", "THROUGH", "Network", "build_network"]
