"""The vocabulary: frozen values that every room of the solver shares.

Units stand in the names. Times are whole seconds since midnight of the day
(``start_s``; past midnight counts on beyond 86,400), lengths whole metres,
money whole pence. Coordinates are longitude, latitude in WGS84.
"""

from solver.domain.carers import Carer, Shift
from solver.domain.demand_choices import DemandChoices
from solver.domain.freedom import RoundChoices
from solver.domain.market import Contract, MarketChoices, Provider
from solver.domain.plan import Plan, Round, Stop, Unserved
from solver.domain.road_choices import RoadChoices
from solver.domain.scenario import PriceChoices, Scenario, ZoneChoices
from solver.domain.travel import MODES, UNREACHABLE, Mode, Travel, TravelSet
from solver.domain.visits import Visit
from solver.domain.weeks import WeekRules
from solver.domain.words import (
    BANDS,
    DAYS,
    HOURS_BASES,
    HOURS_BASIS_WORDS,
    PRICE_BASES,
    Day,
    HoursBasis,
    Place,
    PriceBasis,
)
from solver.domain.workload import Workload

__all__ = [
    "BANDS",
    "DAYS",
    "HOURS_BASES",
    "HOURS_BASIS_WORDS",
    "MODES",
    "PRICE_BASES",
    "UNREACHABLE",
    "Carer",
    "Contract",
    "Day",
    "DemandChoices",
    "HoursBasis",
    "MarketChoices",
    "Mode",
    "Place",
    "Plan",
    "PriceBasis",
    "PriceChoices",
    "Provider",
    "RoadChoices",
    "Round",
    "RoundChoices",
    "Scenario",
    "Shift",
    "Stop",
    "Travel",
    "TravelSet",
    "Unserved",
    "Visit",
    "WeekRules",
    "Workload",
    "ZoneChoices",
]
