"""Proposals: contiguous, balanced zones with little travel inside them."""

from pathlib import Path

from solver.compiled import drop_stale
from solver.zones.proposals.draw import DrawMode, Wish, propose, warm_up
from solver.zones.proposals.ensemble import ensemble, pareto
from solver.zones.proposals.outcome import Proposal

__all__ = ["DrawMode", "Proposal", "Wish", "ensemble", "pareto", "propose", "warm_up"]

drop_stale(Path(__file__).parent)
