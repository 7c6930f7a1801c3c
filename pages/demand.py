"""Demand: what if care grows, is missing, peaks in the morning, or a provider leaves?"""

from dashboard import frame
from dashboard.demand import (
    doubles,
    growth,
    leaving,
    part as demand_part,
    peak,
    unmet,
)

QUESTION = "What if more care is needed, a provider leaves, or the morning is spread out?"

with frame.page("Demand", QUESTION) as page:
    part = demand_part.choose()
    if part == "growth":
        growth.show(page, growth.ask(page))
    elif part == "leaves":
        leaving.show(page, leaving.ask(page))
    elif part == "unmet":
        unmet.show(page, unmet.ask(page))
    elif part == "doubles":
        doubles.show(page, doubles.ask(page))
    else:
        peak.show(page, peak.ask(page))
