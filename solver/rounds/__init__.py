"""The rounds of a day and a week: care into arrays, and what the search found into care."""

from solver.rounds.plan import plan_day

__all__ = ["plan_day"]
