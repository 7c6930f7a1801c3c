"""The search for rounds: arrays only, and no word of care."""

from solver.search.problem import Problem
from solver.search.search import Params, Search, Solution
from solver.search.solve import solve
from solver.search.warm import warm_up

__all__ = ["Params", "Problem", "Search", "Solution", "solve", "warm_up"]
