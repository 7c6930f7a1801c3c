"""Roads: OpenStreetMap → exact travel times, ways, reach and map tiles.

``open_roads(path)`` reads an extract into three networks (car, bicycle, foot);
``Roads.travel`` answers between all places at once, ``Roads.line`` draws a
round, ``Roads.reach`` outlines where one gets to.
"""

from solver.roads.fabric import ModeReport, RoadsReport
from solver.roads.lines import RoadLeg, RoadLine, Step
from solver.roads.roads import Roads, open_roads
from solver.roads.speed_model import SpeedModel
from solver.roads.travel import travel_from
from solver.roads.warm import warm_up

__all__ = [
    "ModeReport",
    "RoadLeg",
    "RoadLine",
    "Roads",
    "RoadsReport",
    "SpeedModel",
    "Step",
    "open_roads",
    "travel_from",
    "warm_up",
]
