"""A plan on the roads → both ledgers, by term, carer, provider, zone and band.

Today's plan and a new plan are scored by the same function. The council pays
carer-hours × price, whatever the routing; providers pay for working time,
mileage and on-costs, which the routing changes.
"""

from solver.score.ledger import TERMS, council_pence, whole_pence
from solver.score.run import Run, run
from solver.score.scored import Level, Score
from solver.score.scoring import at_prices, score
from solver.score.totals import Totals

__all__ = [
    "TERMS",
    "Level",
    "Run",
    "Score",
    "Totals",
    "at_prices",
    "council_pence",
    "run",
    "score",
    "whole_pence",
]
