"""Places on the roads: seeded into a network, on what leads through or on an end."""

from solver.roads.places.pairs import along_segment, beside_hierarchy, door_to_door
from solver.roads.places.seeds import ArcCosts, Doors, open_arcs, seed_doors

__all__ = [
    "ArcCosts",
    "Doors",
    "along_segment",
    "beside_hierarchy",
    "door_to_door",
    "open_arcs",
    "seed_doors",
]
