"""Demand: what if care grows, is missing, peaks in the morning, or a provider leaves?"""

from dashboard import frame
from dashboard.panels import demand_growth, demand_leaving, demand_part, demand_peak, demand_unmet

QUESTION = "What if more care is needed, a provider leaves, or the morning is spread out?"

with frame.page("Demand", QUESTION) as page:
    part = demand_part.choose()
    if part == "growth":
        demand_growth.show(page, demand_growth.ask(page))
    elif part == "leaves":
        demand_leaving.show(page, demand_leaving.ask(page))
    elif part == "unmet":
        demand_unmet.show(page, demand_unmet.ask(page))
    else:
        demand_peak.show(page, demand_peak.ask(page))
