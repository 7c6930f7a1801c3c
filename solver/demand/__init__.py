"""Packages under a scenario, and the visits, carers and rounds of one day."""

from solver.demand.packages import packages
from solver.demand.today import today
from solver.demand.workload import workload

__all__ = ["packages", "today", "workload"]
