"""The rounds: a search over arrays, and its translation from and to the words of care."""

from solver.rounds.plan import plan_day
from solver.rounds.problem import Problem
from solver.rounds.search import Params, Search, Solution
from solver.rounds.solve import solve
from solver.rounds.warm import warm_up

__all__ = ["Params", "Problem", "Search", "Solution", "plan_day", "solve", "warm_up"]
